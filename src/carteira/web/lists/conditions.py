"""A condition on a figure in words: what the operators are called, and the sentence of a filter."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from carteira.differentiate.conditions import Condition
from carteira.differentiate.figures import FIGURES, Figure
from carteira.web import formats

Text = str | Promise
Words = Callable[[str, str], str]

_NUMBERS: Mapping[str, Text] = {
    "lt": pgettext_lazy("amount", "below"),
    "le": pgettext_lazy("amount", "at most"),
    "ge": pgettext_lazy("amount", "at least"),
    "gt": pgettext_lazy("amount", "above"),
    "is": pgettext_lazy("amount", "exactly"),
}
_DAYS: Mapping[str, Text] = {
    "within": gettext_lazy("in the last days"),
    "ge": pgettext_lazy("day", "from"),
    "lt": pgettext_lazy("day", "before"),
    "is": pgettext_lazy("day", "on"),
}
_TEXTS: Mapping[str, Text] = {
    "contains": gettext_lazy("contains"),
    "is": pgettext_lazy("text", "is"),
    "not": pgettext_lazy("text", "is not"),
}
_CHOICES: Mapping[str, Text] = {"in": gettext_lazy("is one of"), "not": pgettext_lazy("text", "is not")}
_UNKNOWN: Mapping[str, Text] = {"empty": gettext_lazy("is unknown"), "filled": gettext_lazy("is known")}
_OFFERED: Mapping[str, Mapping[str, Text]] = {
    "money": _NUMBERS,
    "number": _NUMBERS,
    "percent": _NUMBERS,
    "day": _DAYS,
    "text": _TEXTS,
    "choice": _CHOICES,
    "flag": {"is": pgettext_lazy("text", "is")},
}
"""The operators that a filter offers, of those that `conditions` knows."""

_SENTENCES: Mapping[str, Text] = {
    "is": pgettext_lazy("filter", "%(figure)s: %(value)s"),
    "in": pgettext_lazy("filter", "%(figure)s: %(value)s"),
    "not": pgettext_lazy("filter", "%(figure)s: not %(value)s"),
    "lt": pgettext_lazy("filter", "%(figure)s below %(value)s"),
    "le": pgettext_lazy("filter", "%(figure)s at most %(value)s"),
    "gt": pgettext_lazy("filter", "%(figure)s above %(value)s"),
    "ge": pgettext_lazy("filter", "%(figure)s at least %(value)s"),
    "empty": pgettext_lazy("filter", "%(figure)s: unknown"),
    "filled": pgettext_lazy("filter", "%(figure)s: known"),
    "contains": pgettext_lazy("filter", "%(figure)s contains “%(value)s”"),
}
_SENTENCES_OF_DAYS: Mapping[str, Text] = {
    "lt": pgettext_lazy("filter", "%(figure)s before %(value)s"),
    "le": pgettext_lazy("filter", "%(figure)s until %(value)s"),
    "gt": pgettext_lazy("filter", "%(figure)s after %(value)s"),
    "ge": pgettext_lazy("filter", "%(figure)s from %(value)s"),
}


def operators(figure: Figure) -> dict[str, Text]:
    """The operators that a filter on the figure offers, by code."""
    return {**_OFFERED[figure.kind], **(_UNKNOWN if figure.nullable else {})}


def condition_words(condition: Condition, label: Text, currency: str, words: Words) -> str:
    """The condition as a sentence: "Profit below R$ 0". `words` gives what a value of a choice is called."""
    figure = FIGURES[condition.figure]
    if condition.operator == "within":
        days = condition.value if isinstance(condition.value, int) else 0
        sentence = ngettext("%(figure)s in the last day", "%(figure)s in the last %(days)s days", days)
        return sentence % {"figure": label, "days": formats.number(days, formats.active_locale())}
    if figure.kind == "flag":
        agrees = bool(condition.value) == (condition.operator == "is")
        return str(label) if agrees else _("Not: %(figure)s") % {"figure": label}
    sentences = _SENTENCES_OF_DAYS if figure.kind == "day" else {}
    sentence = str(sentences.get(condition.operator) or _SENTENCES[condition.operator])
    return sentence % {"figure": label, "value": _value(figure, condition.value, currency, words)}


def _value(figure: Figure, value: Any, currency: str, words: Words) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        texts = [_value(figure, one, currency, words) for one in value]
        shown = texts if len(texts) <= 4 else [*texts[:3], _("%(count)s more") % {"count": len(texts) - 3}]
        return ", ".join(shown)
    locale = formats.active_locale()
    if figure.kind == "money":
        return _money(value, currency)
    if figure.kind == "percent":
        return formats.percent(value, locale)
    if isinstance(value, date):
        return formats.day(value, locale)
    if figure.kind == "number":
        return formats.number(value, locale, 2)
    return words(figure.name, value) if figure.kind == "choice" and value else str(value or "")


def _money(minor: int, currency: str) -> str:
    """Exactly, without decimals where there are none: "R$ 12.345"."""
    locale, major = formats.active_locale(), formats.major_units(minor, currency)
    if major != major.to_integral_value():
        return formats.money(minor, currency, locale)
    return formats.with_currency(formats.number(abs(major), locale), major, currency, locale)
