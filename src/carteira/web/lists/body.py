"""The rows of a list as HTML: written here rather than by a template, since a page has hundreds of cells."""

from collections.abc import Iterator, Sequence

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from carteira.web.lists.table import Heading, Row

BOX = (
    '<td role="cell" class="li-check"><input type="checkbox" class="form-check-input" name="customer" value="{}" '
    'form="list-bulk" data-check-row autocomplete="off" aria-label="{}"></td>'
)
NAME = '<th scope="row" role="rowheader" class="li-name"><a href="{}">{}</a>{}</th>'
UNDER = '<span class="li-under">{}</span>'
CELL = '<td role="cell" class="{}"><span class="li-cell-label" aria-hidden="true">{}</span>'


def body(headings: Sequence[Heading], rows: Sequence[Row], *, selectable: bool) -> SafeString:
    """The rows: a box to choose each by where they are `selectable`, its name, and its cells in the headings' order."""
    starts = [format_html(CELL, _css(heading), heading.title) for heading in headings]
    choose = _("Choose %(name)s")
    return mark_safe("".join(part for row in rows for part in _row(row, starts, choose if selectable else "")))


def _row(row: Row, starts: Sequence[SafeString], choose: str) -> Iterator[str]:
    panel = format_html(' data-panel-url="{}"', row.panel_url) if row.panel_url else ""
    css = format_html(' class="{}"', row.css) if row.css else ""
    yield f'<tr role="row"{panel}{css}>'
    if choose:
        yield format_html(BOX, row.key, choose % {"name": row.name})
    yield format_html(NAME, row.url, row.name, format_html(UNDER, row.under) if row.under else "")
    for start, value in zip(starts, row.cells, strict=True):
        yield f"{start}{conditional_escape(value)}</td>"
    yield "</tr>"


def _css(heading: Heading) -> str:
    return " ".join(part for part in ("ct-num" if heading.is_figure else "", heading.css) if part)
