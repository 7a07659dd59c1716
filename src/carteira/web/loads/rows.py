"""The list of loads as a table: in any order, a page at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carteira.accounts.access import access_of
from carteira.book.choices import LoadState
from carteira.web import formats
from carteira.web.lists.table import Heading, ListTable, Page, Row, heading, page_number, page_of
from carteira.web.loads.words import TABLES

if TYPE_CHECKING:
    from carteira.book.models import Load

PAGE_ROWS = 50
NEWEST = ("when", True)
COLUMNS: Mapping[str, tuple[str | Promise, str, Callable[[Any], Any]]] = {
    "file": (gettext_lazy("File"), "text", lambda load: load.file_name.casefold()),
    "table": (gettext_lazy("Table"), "text", lambda load: str(TABLES.get(load.table, load.table))),
    "lines": (gettext_lazy("Lines"), "number", lambda load: load.lines),
    "accepted": (gettext_lazy("Accepted"), "number", lambda load: load.accepted),
    "rejected": (gettext_lazy("Rejected"), "number", lambda load: load.rejected),
    "replaced": (gettext_lazy("Replaced"), "number", lambda load: load.replaced),
    "when": (gettext_lazy("When"), "day", lambda load: load.id),
}
"""What each column is called, how it stands, and by what it sorts."""
CSS = {"table": "lo-what", "when": "lo-when"}


def load_table(request: HttpRequest, loads: Sequence["Load"]) -> tuple[ListTable, Page]:
    """The loads in the order and of the page that the address names, the newest first where it names none."""
    named = request.GET.get("sort", "")
    order = (named.removeprefix("-"), named.startswith("-")) if named.removeprefix("-") in COLUMNS else NEWEST
    ordered = sorted(loads, key=COLUMNS[order[0]][2], reverse=order[1])
    page = page_of(page_number(request.GET.get("page", "")), PAGE_ROWS, len(loads), lambda page: _address(order, page))
    headings = [
        replace(
            heading(name, title, kind, order, lambda sort, down: _address((sort, down), 1)),
            css=CSS.get(name, ""),
        )
        for name, (title, kind, _key) in COLUMNS.items()
    ]
    undo = Heading("undo", _("Take back"), css="lo-undo")
    may_undo = access_of(request.user).can("loads", "delete")
    rows = [_row(request, load, headings[1:], may_undo) for load in ordered[page.first - 1 : page.last]]
    return ListTable(_("Loads"), headings[0], [*headings[1:], undo], rows), page


def _address(order: tuple[str, bool], page: int) -> str:
    parts = {} if order == NEWEST else {"sort": f"-{order[0]}" if order[1] else order[0]}
    asked = urlencode(parts | ({"page": str(page)} if page > 1 else {}))
    return reverse("loads:list") + (f"?{asked}" if asked else "")


def _row(request: HttpRequest, load: "Load", headings: Sequence[Heading], may_undo: bool) -> Row:
    standing = load.state == LoadState.LOADED
    under = _("load %(id)s from %(source)s") % {"id": load.pk, "source": load.source}
    return Row(
        key=load.pk,
        name=load.file_name,
        url=reverse("loads:page", args=(load.pk,)),
        under=under if standing else f"{under} · {load.get_state_display()}",
        cells=[
            *(_cell(column.name, load) for column in headings),
            _undo(request, load) if standing and may_undo else SafeString(""),
        ],
        css="" if standing else "lo-gone",
    )


def _cell(name: str, load: "Load") -> SafeString:
    locale = formats.active_locale()
    if name == "table":
        return format_html("{}", TABLES.get(load.table, load.table))
    if name == "when":
        who = load.created_by.get_full_name() or load.created_by.get_username() if load.created_by else ""
        under = format_html('<span class="li-under">{}</span>', who) if who else ""
        return format_html("{}{}", formats.moment(load.created_at, locale), under)
    written = formats.number(getattr(load, name), locale)
    if name == "rejected" and load.rejected:
        address = reverse("loads:page", args=(load.pk,))
        return format_html('<a class="ct-loss" href="{}#rejected">{}</a>', address, written)
    return conditional_escape(written)


def _undo(request: HttpRequest, load: "Load") -> SafeString:
    return SafeString(render_to_string("web/loads/undo_form.html", {"load": load, "small": True}, request))
