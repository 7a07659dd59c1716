"""Doing something with many customers of the list: the rows that were chosen, or the whole selection."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from carteira.accounts.access import access_of
from carteira.book import assigning
from carteira.book.queries import currency, tables
from carteira.book.settings import minor_factor
from carteira.differentiate import listing
from carteira.differentiate.conditions import Condition
from carteira.differentiate.listing import Selection
from carteira.identify.actions import KEEP, Target
from carteira.web import formats
from carteira.web.customers.selection import Asked, asked_of
from carteira.web.customers.work_view import work_address
from carteira.web.lists.answers import is_part
from carteira.web.toasts import toast

MOST_ROWS = 500
NOBODY = "nobody"


def standing(request: HttpRequest) -> Asked:
    """The list on which the form was sent. Field: `query`, the address's query string."""
    return asked_of(request, minor_factor(currency()), QueryDict(request.POST.get("query", "")))


def meant(request: HttpRequest, asked: Asked) -> Selection:
    """The customers that the form means: with `everything` the list's selection, else the rows named by `customer`."""
    if request.POST.get("everything"):
        return asked.selection
    numbers = [int(text) for text in request.POST.getlist("customer")[:MOST_ROWS] if _is_number(text)]
    return Selection(conditions=(Condition("customer_id", "in", tuple(dict.fromkeys(numbers)) or (0,)),))


def carried(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields by which the next step of a dialog knows what is meant."""
    names = ("query", "everything", "customer")
    return [(name, value) for name in names for value in request.POST.getlist(name)[:MOST_ROWS]]


def count(request: HttpRequest, selection: Selection) -> int:
    """How many customers the selection has."""
    return listing.totals(tables(access_of(request.user)), selection).customers


@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Gives customers to somebody: first what would change, and with `confirmed` the change.

    Fields: `owner` and `team` (a number, "nobody", or "keep"), and as `meant`.
    """
    access = access_of(request.user)
    asked = standing(request)
    selection = meant(request, asked)
    target = Target(_given(request.POST.get("owner", KEEP)), _given(request.POST.get("team", KEEP)))
    if request.POST.get("confirmed"):
        return _done(request, assigning.assign(access, request.user, selection, target), asked.address())
    context = {
        "choice": assigning.choice(access),
        "target": target,
        "keep": KEEP,
        "nobody": NOBODY,
        "carried": carried(request),
        "preview": assigning.preview(access, selection, target) if target.given() else None,
        "total": count(request, selection),
        "at_once": assigning.AT_ONCE,
    }
    return render(request, "web/customers/assign.html", context)


@require_POST
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """Gives customers back to whom they belonged before."""
    done = assigning.undo(access_of(request.user), request.user, token)
    if done.job is None:
        toast(request, _("The former owners and teams stand again."))
    return _go(request, work_address(done.job) if done.job else reverse("customers:list"))


def _done(request: HttpRequest, done: assigning.Done, address: str) -> HttpResponse:
    if done.job is None:
        toast(request, _changed_words(done.changed), reverse("customers:unassign", args=(done.token,)))
    return _go(request, work_address(done.job) if done.job else address)


def _changed_words(changed: int) -> str:
    words = ngettext(
        "%(customers)s customer has a new owner or team.", "%(customers)s customers have a new owner or team.", changed
    )
    return words % {"customers": formats.number(changed, formats.active_locale())}


def _go(request: HttpRequest, address: str) -> HttpResponse:
    if not is_part(request):
        return redirect(address)
    response = HttpResponse(status=204)
    response.headers["HX-Redirect"] = address
    return response


def _given(text: str) -> Any:
    """A field of the form as a target takes it."""
    if text == NOBODY:
        return None
    return int(text) if _is_number(text) else KEEP


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19
