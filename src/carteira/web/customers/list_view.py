"""The list of customers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from carteira.book.queries import tables
from carteira.differentiate import listing
from carteira.differentiate.listing import PAGE_ROWS, Selection
from carteira.web.categories import CATEGORIES
from carteira.web.customers.selection import FLAG_LABELS, query_of, selection_of, sort_name
from carteira.web.customers.words import KINDS, SORT_LABELS, STATUSES, cause_name
from carteira.web.refused import says_refusals

ALWAYS = ("revenue", "profit", "lifetime_value")
NUMBERS = frozenset({
    "days_late", "order_count", "line_count", "return_count", "visit_count", "call_count", "message_count",
    "case_count", "minutes",
    "recency", "frequency", "expected_purchases", "t", "rfmt_score",
})  # fmt: skip
DAYS = frozenset({"first_purchase_on", "last_purchase_on"})


@dataclass(frozen=True)
class Heading:
    """A column of figures: `url` sorts by it (the other way round where it is the order already), `order` is "", "up"
    or "down"."""

    column: str
    title: str | Promise
    kind: str
    url: str
    order: str


@dataclass(frozen=True)
class Filter:
    """A choice above the list: (value, label) pairs and the one that holds."""

    name: str
    label: str | Promise
    options: Sequence[tuple[str, str | Promise]]
    value: str


@dataclass(frozen=True)
class Chip:
    """A condition that has no box of its own; `url` is the list without it."""

    label: str | Promise
    url: str


@says_refusals
def customers(request: HttpRequest) -> HttpResponse:
    """The customers of a selection, a page at a time, with what they bring together."""
    book = tables()
    selection = selection_of(request.GET)
    totals = listing.totals(book, selection)
    pages = max(1, -(-totals.customers // PAGE_ROWS))
    selection = replace(selection, page=min(selection.page, pages))
    rows = listing.rows(book, selection)
    months = listing.monthly_revenue(book, [row["customer_id"] for row in rows])
    headings = [_heading(selection, column) for column in _columns(selection)]
    context = {
        "selection": selection,
        "selected": selection != Selection(sort=selection.sort, descending=selection.descending, page=selection.page),
        "totals": totals,
        "rows": [_row(row, months[row["customer_id"]], headings) for row in rows],
        "noted": any(row["unknown_cost_revenue"] for row in rows),
        "name_heading": _heading(selection, "name"),
        "headings": headings,
        "filters": _filters(selection, listing.choices(book)),
        "sorts": _sorts(selection),
        "sort": sort_name(selection.sort, selection.descending),
        "chips": _chips(selection),
        "pages": _pages(selection, totals.customers, pages),
    }
    response = render(request, "web/customers/list.html", context)
    if request.headers.get("HX-Source", "").startswith("form"):
        response.headers["HX-Replace-Url"] = _address(selection)
    return response


def _columns(selection: Selection) -> list[str]:
    """The figures to show: always three, and the one that the list is sorted by (else what could still be won)."""
    extra = selection.sort if selection.sort not in (*ALWAYS, "name") else "unrealised_value"
    return [*ALWAYS, extra]


def _kind(column: str) -> str:
    if column in DAYS:
        return "day"
    if column == "probability_alive":
        return "percent"
    return "number" if column in NUMBERS else "money"


def _heading(selection: Selection, column: str) -> Heading:
    current = selection.sort == column
    descending = not selection.descending if current else column != "name"
    url = _address(replace(selection, sort=column, descending=descending, page=1))
    order = ("down" if selection.descending else "up") if current else ""
    return Heading(column, SORT_LABELS.get(column, column.replace("_", " ")), _kind(column), url, order)


def _row(row: dict[str, Any], months: Sequence[int], headings: Sequence[Heading]) -> dict[str, Any]:
    return row | {
        "status_words": STATUSES.get(row["status"], ""),
        "months": months if any(months) else [],
        "figures": [(heading, row[heading.column]) for heading in headings],
    }


def _filters(selection: Selection, found: dict[str, list[str]]) -> list[Filter]:
    """Categories, status and kind always; owner, team, branch and source where there are two or more to choose from."""
    fixed: dict[str, tuple[str, list[tuple[str, str | Promise]]]] = {
        "category": (_("Category"), [(category.code, category.label) for category in CATEGORIES.values()]),
        "status": (_("Status"), list(STATUSES.items())),
        "kind": (_("Kind"), list(KINDS.items())),
    }
    named = {"owner": _("Owner"), "team": _("Team"), "branch": _("Branch"), "source": _("Source")}
    given = {**selection.choices, "source": selection.source}
    filters = [Filter(name, label, options, given.get(name, "")) for name, (label, options) in fixed.items()]
    for name, label in named.items():
        if len(found[name]) > 1 or given.get(name):
            filters.append(Filter(name, label, [(value, value) for value in found[name]], given.get(name, "")))
    return filters


def _sorts(selection: Selection) -> list[tuple[str, str | Promise]]:
    """What the list offers to sort by: the highest first, the name from A; the present order is always among them."""
    offered: list[tuple[str, str | Promise]] = [
        (sort_name(name, name != "name"), label) for name, label in SORT_LABELS.items()
    ]
    present = sort_name(selection.sort, selection.descending)
    if present not in dict(offered):
        label = SORT_LABELS.get(selection.sort, selection.sort.replace("_", " "))
        offered.append((present, f"{label} ↓" if selection.descending else f"{label} ↑"))
    return offered


def _chips(selection: Selection) -> list[Chip]:
    chips = [
        Chip(
            FLAG_LABELS[flag],
            _address(replace(selection, flags=tuple(f for f in selection.flags if f != flag), page=1)),
        )
        for flag in selection.flags
    ]
    if selection.cause:
        label = _("Loss mostly from %(cause)s") % {"cause": cause_name(selection.cause)}
        chips.append(Chip(label, _address(replace(selection, cause="", page=1))))
    return chips


def _pages(selection: Selection, customers: int, pages: int) -> dict[str, Any]:
    """The lines of this page, and the addresses of the pages before and after it ("" where there is none)."""
    page = selection.page
    return {
        "first": (page - 1) * PAGE_ROWS + 1,
        "last": min(page * PAGE_ROWS, customers),
        "before": _address(replace(selection, page=page - 1)) if page > 1 else "",
        "after": _address(replace(selection, page=page + 1)) if page < pages else "",
        "several": pages > 1,
    }


def _address(selection: Selection) -> str:
    return reverse("customers:list") + query_of(selection)
