"""The table of the customer list: its columns, and a page of customers as its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from carteira.accounts.access import Access
from carteira.book.queries import PublishedTables
from carteira.book.selecting import may_see
from carteira.differentiate import listing
from carteira.differentiate.figures import FIGURES
from carteira.differentiate.listing import Selection
from carteira.differentiate.selection_parts import MONTHS
from carteira.web import formats
from carteira.web.customers.figure_words import LABELS, SAID_ELSEWHERE, value_words
from carteira.web.customers.selection import Asked
from carteira.web.customers.words import STATUSES
from carteira.web.lists.cells import Cells
from carteira.web.lists.table import Heading, ListTable, Row, heading

STANDARD = ("category", "owner", MONTHS, "revenue", "profit", "lifetime_value")
LAST = "unrealised_value"
"""The last of the standard columns, unless the list is sorted by another figure: then that one."""
BESIDES = ("name", "status", "overdue", "city", "unknown_cost_revenue")
"""What a row needs whatever its columns are."""
MOST = 7
"""Columns that fit beside one another; a list with more of them scrolls to the side."""


def columns_of(access: Access, selection: Selection) -> list[str]:
    """The names of the columns after the name: those that were chosen, else the standard ones."""
    chosen = [name for name in selection.columns if name not in ("name", *SAID_ELSEWHERE)]
    if not chosen:
        extra = selection.sort if selection.sort not in (*STANDARD, "name") else LAST
        chosen = [*STANDARD, extra]
    return [name for name in chosen if may_see(access, name)]


def list_table(access: Access, book: PublishedTables, asked: Asked, *, selectable: bool) -> ListTable:
    """A page of the selection."""
    columns = columns_of(access, asked.selection)
    figures = [name for name in columns if name != MONTHS]
    found = listing.rows(book, replace(asked.selection, columns=tuple(dict.fromkeys((*figures, *BESIDES)))))
    months = listing.monthly_revenue(book, [row["customer_id"] for row in found]) if MONTHS in columns else {}
    headings = [_heading(asked, name) for name in columns]
    cells = Cells(book.run.currency, value_words)
    return ListTable(
        _("Customers with their figures"),
        _heading(asked, "name"),
        headings,
        [_row(row, months.get(row["customer_id"], []), headings, cells, book.run.currency) for row in found],
        selectable,
        len(columns) > MOST,
    )


def _heading(asked: Asked, name: str) -> Heading:
    if name == MONTHS:
        return Heading(name, LABELS[name], css="cu-months")
    kind = FIGURES[name].kind
    shown: Any = kind if kind in ("money", "number", "percent", "day") else "text"
    order = (asked.selection.sort, asked.selection.descending)
    made = heading(
        name, LABELS[name], shown, order, lambda sort, down: asked.address(sort=sort, descending=down, page=1)
    )
    css = {"name": "li-name", "category": "cu-category", "owner": "cu-owner"}.get(name, "")
    return replace(made, css=css) if css else made


def _row(row: Mapping[str, Any], months: list[int], headings: Sequence[Heading], cells: Cells, currency: str) -> Row:
    number = row["customer_id"]
    return Row(
        key=number,
        name=row["name"] or str(number),
        url=reverse("customers:page", args=(number,)),
        panel_url=reverse("customers:panel", args=(number,)),
        under=_under(row, currency),
        cells=[_cell(column, row, months, cells) for column in headings],
    )


def _cell(column: Heading, row: Mapping[str, Any], months: list[int], cells: Cells) -> SafeString:
    if column.name == MONTHS:
        return cells.sparkline(months, _("Revenue of the last 12 months"))
    written = cells.written(FIGURES[column.name], row[column.name])
    if column.name == "profit" and row["unknown_cost_revenue"]:
        note = _("Before product cost: the cost of some products is unknown")
        return format_html('{}<abbr class="cu-note" title="{}">*</abbr>', written, note)
    return written


def _under(row: Mapping[str, Any], currency: str) -> SafeString:
    """Status, what is overdue, and the city, small below the name."""
    parts = [format_html("{}", STATUSES[row["status"]])] if row["status"] in STATUSES else []
    if row["overdue"]:
        amount = formats.money_short(row["overdue"], currency, formats.active_locale())
        parts.append(format_html('<span class="ct-loss">{}</span>', _("%(overdue)s overdue") % {"overdue": amount}))
    if row["city"]:
        parts.append(format_html("{}", row["city"]))
    return SafeString(" · ".join(parts))
