"""The values of a list as its cells show them, by the kind of their figure."""

from collections.abc import Callable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from carteira.differentiate.figures import Figure
from carteira.web import formats
from carteira.web.categories import CATEGORIES
from carteira.web.sparkline import sparkline_path

NUMBERS = ("customer_id", "parent_customer_id")
"""Figures that name a customer: written without separators."""
SPARKLINE = (
    '<svg class="ct-sparkline" viewBox="0 0 100 24" preserveAspectRatio="none" role="img" aria-label="{}">'
    '<path d="{}"></path></svg>'
)
CHIPS = ("category", "previous_category")


class Cells:
    """Writes the values of one answer. `words` gives what a value of a choice is called."""

    def __init__(self, currency: str, words: Callable[[str, str], str]) -> None:
        self._currency = currency
        self._words = words
        self._locale = formats.active_locale()
        self._made: dict[tuple[str, Any], SafeString] = {}

    def written(self, figure: Figure, value: Any) -> SafeString:
        """The value; a loss in the loss colour. Equal values are written once."""
        key = (figure.name, value)
        if key not in self._made:
            self._made[key] = self._write(figure, value)
        return self._made[key]

    def sparkline(self, values: list[int], label: str) -> SafeString:
        """Revenue by month; nothing where there is none."""
        if not any(values):
            return SafeString("")
        return format_html(SPARKLINE, label, sparkline_path(values))

    def _write(self, figure: Figure, value: Any) -> SafeString:
        if figure.name in CHIPS and value in CATEGORIES:
            return SafeString(render_to_string("web/parts/category.html", {"category": CATEGORIES[value]}).strip())
        text = self._text(figure, value)
        losing = figure.kind == "money" and value is not None and value < 0
        return format_html('<span class="ct-loss">{}</span>', text) if losing else conditional_escape(text)

    def _text(self, figure: Figure, value: Any) -> str:
        if value is None or value == "":
            return formats.NONE if figure.kind not in ("text", "choice", "flag") else ""
        if figure.kind == "text" or figure.name in NUMBERS:
            return str(value)
        if figure.kind == "choice":
            return self._words(figure.name, value)
        return _WRITERS[figure.kind](self, value)

    def _money(self, value: int) -> str:
        return formats.money_amount(value, self._currency, self._locale)

    def _number(self, value: float) -> str:
        return formats.number(value, self._locale, 1)

    def _percent(self, value: float) -> str:
        return formats.percent(value, self._locale)

    def _day(self, value: Any) -> str:
        return formats.day(value, self._locale)

    def _flag(self, value: bool) -> str:
        return _("Yes") if value else _("No")


_WRITERS: Mapping[str, Callable[[Cells, Any], str]] = {
    "money": Cells._money,
    "number": Cells._number,
    "percent": Cells._percent,
    "day": Cells._day,
    "flag": Cells._flag,
}
