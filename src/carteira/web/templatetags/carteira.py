"""The components of the pages: figures by locale, chips, tiles, tables, sparklines, charts. Registered as builtins."""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from babel import Locale
from django import template
from django.http import HttpRequest
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from carteira.accounts.access import access_of
from carteira.accounts.choices import Permission
from carteira.web import formats
from carteira.web.categories import CATEGORIES
from carteira.web.charts.chart import Chart
from carteira.web.charts.palette import themed
from carteira.web.icons import ICONS
from carteira.web.kept import kept
from carteira.web.needs import has_scope
from carteira.web.sparkline import sparkline_path
from carteira.web.spreadsheet import as_csv
from carteira.web.tables import Cell, Column, Table

register = template.Library()
register.tag("kept", kept)
Number = int | float | Decimal
WRITERS: dict[str, Callable[[Any, Locale], str]] = {
    "number": formats.number,
    "percent": formats.percent,
    "points": formats.points,
    "day": formats.day,
}
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag
@cache
def icon(name: str, css_class: str = "") -> SafeString:
    """A drawing from the sprite. Decorative: the words beside it say the same. Raises KeyError for one not built."""
    if name not in ICONS:
        raise KeyError(f"Add {name!r} to carteira/web/icons.py and build the front end again.")
    address = f"{static('vendor/icons.svg')}#{name}"
    return format_html('<svg class="icon {}" aria-hidden="true"><use href="{}"></use></svg>', css_class, address)


@register.simple_tag(takes_context=True)
def money(context: Context, minor: Number | None) -> SafeString:
    """Full precision: "R$ 1.234,56"; a loss in the loss colour."""
    return signed(formats.money(minor, context["currency"], formats.active_locale()), minor)


@register.simple_tag(takes_context=True)
def money_short(context: Context, minor: Number | None) -> SafeString:
    """At most three significant digits: "R$ 48 mil"; a loss in the loss colour."""
    return signed(formats.money_short(minor, context["currency"], formats.active_locale()), minor)


@register.simple_tag
def amount(minor: Number | None, currency: str) -> SafeString:
    """For a column whose header names the currency: "1.234,56"; a loss in the loss colour."""
    return signed(formats.money_amount(minor, currency, formats.active_locale()), minor)


def figures_of(context: Context) -> dict[str, Any]:
    """What an included part needs to write figures."""
    return {"currency": context["currency"], "currency_sign": context["currency_sign"]}


def signed(text: str, value: Number | None) -> SafeString:
    """The text, in the loss colour where the value is negative."""
    return format_html('<span class="ct-loss">{}</span>' if value is not None and value < 0 else "{}", text)


@register.filter
def may(request: HttpRequest, scope: str) -> bool:
    """Whether the person of the request has the scope: "kind:action", or the name of a permission."""
    return has_scope(access_of(request.user), scope)


@register.filter
def number(value: Number | None) -> str:
    return formats.number(value, formats.active_locale())


@register.filter
def decimal(value: Number | None, places: int = 1) -> str:
    return formats.number(value, formats.active_locale(), places)


@register.filter
def number_short(value: Number | None) -> str:
    return formats.number_short(value, formats.active_locale())


@register.filter
def percent(share: float | None) -> str:
    return formats.percent(share, formats.active_locale())


@register.filter
def day(value: date | None) -> str:
    return formats.day(value, formats.active_locale())


@register.filter
def moment(value: datetime | None) -> str:
    return formats.moment(value, formats.active_locale())


@register.filter
def duration(days: int | None) -> str:
    return formats.duration(days, formats.active_locale())


@register.filter
def minutes(value: int | None) -> str:
    return formats.minutes(value, formats.active_locale())


@register.inclusion_tag("web/parts/category.html")
def category(code: str) -> dict[str, Any]:
    """The chip of a value category: icon, label, colour, and its meaning on hover and focus."""
    return {"category": CATEGORIES[code]}


@register.inclusion_tag("web/parts/figure.html")
def figure(label: str, value: Any, comparison: str = "", tone: str = "", note: str = "") -> dict[str, Any]:
    """A tile: what it is, the figure, and small below what it is compared with. `tone`: "gain", "loss" or nothing."""
    return {"label": label, "value": value, "comparison": comparison, "tone": tone, "note": note}


@register.inclusion_tag("web/parts/data_table.html", takes_context=True)
def data_table(context: Context, table: Table) -> dict[str, Any]:
    """A real table with caption and scopes, its values written by the kind of their column."""
    currency = context["currency"]
    body = mark_safe("".join(f"<tr>{_cells(row, table.columns, currency)}</tr>\n" for row in table.rows))
    return {"table": table, "body": body, "currency_sign": context["currency_sign"]}


def _cells(row: Sequence[Any], columns: Sequence[Column], currency: str) -> str:
    """The cells of a row, the first one its heading: written here, since a page has hundreds of them."""
    css = ["" if column.kind == "text" else ' class="ct-num"' for column in columns]
    first, *others = (written(value, column, currency) for value, column in zip(row, columns, strict=True))
    cells = (f"<td{kind}>{text}</td>" for kind, text in zip(css[1:], others, strict=True))
    return f'<th scope="row"{css[0]}>{first}</th>{"".join(cells)}'


def written(value: Any, column: Column, currency: str) -> SafeString:
    """The value of a cell as the page shows it, inside its link where it has one."""
    if isinstance(value, Cell):
        return format_html('<a href="{}">{}</a>', value.url, written(value.value, column, currency))
    locale = formats.active_locale()
    if column.kind == "money":
        return signed(formats.money_amount(value, currency, locale), value)
    if column.kind == "text":
        return format_html("{}", formats.NONE if value is None else value)
    return format_html("{}", WRITERS[column.kind](value, locale))


@register.inclusion_tag("web/parts/sparkline.html")
def sparkline(values: Sequence[float], label: str) -> dict[str, Any]:
    """A small line of a figure over time; `label` says in words what it shows."""
    return {"path": sparkline_path(values), "label": label}


@register.inclusion_tag("web/parts/chart.html", takes_context=True)
def chart(context: Context, chart: Chart) -> dict[str, Any]:
    """A chart with its answer as title, a summary for screen readers, its table one click away, and a menu to save it.

    Its figures may be saved by those who may export.
    """
    saved = chart.table if access_of(context.get("user")).may(Permission.EXPORT) else None
    return {
        "chart": chart,
        "document": in_script(themed(chart.spec)),
        "csv": in_script(as_csv(saved, context["currency"])) if saved else "",
        "source": source_of(context),
        **figures_of(context),
    }


def in_script(value: Any) -> SafeString:
    """The value as JSON that can stand inside a script element."""
    return mark_safe(json.dumps(value, ensure_ascii=False).translate(ESCAPES))


def source_of(context: Context) -> str:
    """What a picture says of itself away from its page: "Carteira · Nov 1, 2026 · South"."""
    run = context.get("run")
    parts = ("Carteira", run and formats.day(run.as_of, formats.active_locale()), context.get("scope"))
    return " · ".join(str(part) for part in parts if part)


@register.inclusion_tag("web/parts/progress.html")
def progress(done: int, total: int, label: str, detail: str = "") -> dict[str, Any]:
    """How far long work has come: a bar, the count, and what is left in words (`detail`)."""
    return {"done": done, "total": total, "label": label, "detail": detail}
