"""The list of customers."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from carteira.accounts.access import Access, access_of
from carteira.accounts.choices import Permission
from carteira.accounts.queries import team_names
from carteira.book.queries import PublishedTables, tables
from carteira.book.selecting import may_see
from carteira.book.settings import minor_factor
from carteira.differentiate import listing
from carteira.differentiate.listing import PAGE_ROWS
from carteira.web.customers.chips import chips
from carteira.web.customers.choosing import quick_filters, sorting
from carteira.web.customers.rows import list_table
from carteira.web.customers.selection import Asked, asked_of
from carteira.web.customers.tabs import EVERYBODY
from carteira.web.lists.answers import answer
from carteira.web.lists.table import page_of

QUICK = ("category", "status", "kind", "owner", "team", "branch", "source", "sort")
"""The parts that the quick filters set themselves."""


def customers(request: HttpRequest) -> HttpResponse:
    """The customers of a selection, a page at a time, with what they bring together."""
    book = tables(access_of(request.user))
    return list_of(request, book, asked_of(request, minor_factor(book.run.currency)))


def list_of(request: HttpRequest, book: PublishedTables, asked: Asked, *, typing: bool = False) -> HttpResponse:
    """The list that was asked for. `typing`: each letter typed replaces the address rather than adding one to go back
    to."""
    access = access_of(request.user)
    totals = listing.totals(book, asked.selection)
    page = page_of(asked.selection.page, PAGE_ROWS, totals.customers, lambda number: asked.address(page=number))
    asked = replace(asked, selection=replace(asked.selection, page=(page.first - 1) // PAGE_ROWS + 1))
    may = _may(access)
    context = {
        "asked": asked,
        "selected": any(key not in ("sort", "columns") for key, _value in asked.parts),
        "totals": totals,
        "page": page,
        "may": may,
        "list": list_table(access, book, asked, selectable=may["assign"] or may["export"]) if may["rows"] else None,
        "tabs": [(view, asked.view is not None and asked.view.code == view.code) for view in asked.views.values()],
        "everybody": EVERYBODY,
        "chips": chips(asked, book.run.currency),
        "filters": quick_filters(access, book, asked),
        "kept": [part for part in asked.public if part[0] not in QUICK],
        "sorting": sorting(access, asked),
        "query": asked.address(page=1).partition("?")[2],
        "teams": [(pk, name) for pk, name in team_names().items() if pk in access.teams],
        "book": book,
    }
    template, part = "web/customers/list.html", "web/customers/list_part.html"
    return answer(request, template, part, context, asked.address(), replace=typing)


def _may(access: Access) -> dict[str, bool]:
    """What this person may do with the list. `rows`: see customers at all, rather than totals only."""
    return {
        "rows": not access.aggregates_only,
        "profit": may_see(access, "profit"),
        "export": access.may(Permission.EXPORT) and access.can("customers", "read"),
        "assign": access.may(Permission.MASS_UPDATE) and access.can("customers", "edit"),
    }
