"""Searching, and adding a filter to the customer list.

Both come by POST, since a name or the words of a search are personal data; see `selection`.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from carteira.accounts.access import access_of
from carteira.book.queries import PublishedTables, tables
from carteira.book.selecting import may_see
from carteira.book.settings import minor_factor
from carteira.differentiate import listing
from carteira.differentiate.conditions import condition_of
from carteira.differentiate.figures import FIGURES, Figure
from carteira.errors import CarteiraError
from carteira.web.customers.figure_words import LABELS, UNASKED, value_words, values_of
from carteira.web.customers.list_view import list_of
from carteira.web.customers.selection import Asked, asked_of
from carteira.web.lists.answers import is_part, told
from carteira.web.lists.conditions import operators
from carteira.web.refused import refusal

SUGGESTED = ("owner", "team", "branch")
"""Texts of which there are few: their values are offered."""


@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """The list with the words that were typed. Fields: `q`, and `query`, the address's query string."""
    book, asked = _standing(request)
    words = request.POST.get("q", "")[:200].strip()
    return _show(request, book, asked, typing=True, text=words)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """The list with one more filter. Fields: `figure`, `operator`, `value` (several for one of a list), `query`."""
    book, asked = _standing(request)
    figure = _figure(request, request.POST.get("figure", ""))
    operator = request.POST.get("operator", "")
    value = _written(figure, operator, request.POST.getlist("value"))
    try:
        condition = condition_of(f"{figure.name}__{operator}", value, asked.factor)
    except CarteiraError as error:
        return _problem(request, error)
    found = dict.fromkeys((*asked.selection.conditions, condition))
    return _show(request, book, asked, conditions=tuple(found))


def step(request: HttpRequest, figure: str) -> HttpResponse:
    """What to ask of a figure: the second step of adding a filter."""
    found = _figure(request, figure)
    context = {
        "figure": found,
        "label": LABELS[found.name],
        "operators": operators(found),
        "values": [(value, value_words(found.name, value)) for value in values_of(found.name)],
        "suggested": _suggested(request, found),
    }
    return render(request, "web/customers/filter_step.html", context)


def _standing(request: HttpRequest) -> tuple[PublishedTables, Asked]:
    """The list as it stands on the page that sent the form. Raises `not_allowed` for who sees totals only."""
    access = access_of(request.user)
    access.check("customers", "read")
    book = tables(access)
    query = QueryDict(request.POST.get("query", ""))
    return book, asked_of(request, minor_factor(book.run.currency), query)


def _show(
    request: HttpRequest, book: PublishedTables, asked: Asked, *, typing: bool = False, **changes: Any
) -> HttpResponse:
    """The list changed so: on the page that is open, or at its address."""
    address = asked.address(page=1, **changes)
    if not is_part(request):
        return redirect(address)
    changed = asked_of(request, asked.factor, QueryDict(address.partition("?")[2]))
    return list_of(request, book, changed, typing=typing)


def _figure(request: HttpRequest, name: str) -> Figure:
    """The figure, if this person may ask for it."""
    access = access_of(request.user)
    if name not in LABELS or name in UNASKED or access.aggregates_only or not may_see(access, name):
        raise Http404
    return FIGURES[name]


def _written(figure: Figure, operator: str, values: list[str]) -> str:
    """The value of the form as a condition writes it."""
    if operator in ("empty", "filled"):
        return "true"
    if operator == "in":
        return ",".join(values)
    value = values[0].strip() if values else ""
    if figure.kind in ("money", "number", "percent") and value.count(",") == 1 and "." not in value:
        value = value.replace(",", ".")
    return f"{value}%" if figure.kind == "percent" and not value.endswith("%") else value


def _suggested(request: HttpRequest, figure: Figure) -> list[str]:
    if figure.name not in SUGGESTED:
        return []
    return listing.choices(tables(access_of(request.user)))[figure.name]


def _problem(request: HttpRequest, error: CarteiraError) -> HttpResponse:
    """Says on the page that is open why the filter was not added, and leaves the list as it is."""
    message = _("This value does not fit the filter.")
    if not is_part(request):
        return refusal(request, error)
    return told(HttpResponse(status=204), message, "error")
