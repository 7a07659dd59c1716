"""A list as its template shows it: headings that sort, rows that can be chosen and opened, and pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from carteira.web.tables import Kind

Text = str | Promise


@dataclass(frozen=True)
class Heading:
    """A column. `url` sorts by it (the other way round where it is the order already), "" where it cannot be;
    `order` is "", "up" or "down". `css` is added to its cells."""

    name: str
    title: Text
    kind: Kind = "text"
    url: str = ""
    order: str = ""
    css: str = ""

    @property
    def is_figure(self) -> bool:
        """Whether its values stand right-aligned in tabular figures."""
        return self.kind != "text"


@dataclass(frozen=True)
class Row:
    """A record. `key` is its number, `url` its page, `panel_url` its summary beside the list ("" for none), `under`
    what stands small below its name; `cells` are in the order of the headings."""

    key: int
    name: Text
    url: str
    cells: Sequence[SafeString]
    under: SafeString | str = ""
    panel_url: str = ""
    css: str = ""


@dataclass(frozen=True)
class Page:
    """Where in the list this page is, counted from 1, and the addresses before and after it ("" for none)."""

    first: int
    last: int
    total: int
    before: str
    after: str

    @property
    def several(self) -> bool:
        return bool(self.before or self.after)


@dataclass(frozen=True)
class ListTable:
    """The table of a list. `selectable`: its rows have boxes to choose them by; `wide`: it scrolls to the side."""

    caption: Text
    name: Heading
    headings: Sequence[Heading]
    rows: Sequence[Row]
    selectable: bool = False
    wide: bool = False

    @property
    def body(self) -> SafeString:
        """The rows as HTML."""
        from carteira.web.lists.body import body

        return body(self.headings, self.rows, selectable=self.selectable)


def page_of(number: int, rows: int, total: int, address: Callable[[int], str]) -> Page:
    """The page of that number, of `rows` each; a number beyond the end is the last page."""
    pages = max(1, -(-total // rows))
    number = min(max(number, 1), pages)
    return Page(
        first=(number - 1) * rows + 1,
        last=min(number * rows, total),
        total=total,
        before=address(number - 1) if number > 1 else "",
        after=address(number + 1) if number < pages else "",
    )


def page_number(text: str) -> int:
    """The page that an address names; 1 where it names none."""
    return max(int(text), 1) if text.isascii() and text.isdecimal() and len(text) < 8 else 1


def numbered(query: QueryDict, rows: int, page_rows: int) -> dict[str, Any]:
    """What `web/parts/numbered_pages.html` needs: `number` and `last` of the pages, and `query`: what else the address
    says."""
    others = query.copy()
    others.pop("page", None)
    return {
        "number": page_number(query.get("page", "")),
        "last": -(-rows // page_rows) or 1,
        "query": f"&{others.urlencode()}" if others else "",
    }


def heading(name: str, title: Text, kind: Any, order: tuple[str, bool], address: Callable[[str, bool], str]) -> Heading:
    """A column that sorts. `order` is the present one, as (column, descending); the first click puts the highest first,
    of texts the first letter."""
    current = order[0] == name
    descending = not order[1] if current else kind != "text"
    direction = ("down" if order[1] else "up") if current else ""
    return Heading(name, title, kind, address(name, descending), direction)
