"""What a customer is worth, as pictures and words."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from carteira.differentiate.reasons import MONEY_ARGUMENTS
from carteira.messages import say
from carteira.web import formats
from carteira.web.customers.figure_words import value_words
from carteira.web.customers.words import RELATIONSHIP_MEANINGS, TREATMENTS

FULL = 100.0
SCORES = range(1, 6)


@dataclass(frozen=True)
class Span:
    """A stretch of the bar in per cent of its width."""

    start: float
    width: float

    @property
    def end(self) -> float:
        return self.start + self.width


@dataclass(frozen=True)
class ValueBar:
    """Actual and unrealised value side by side on one scale, the interval of the actual value, and where zero lies."""

    actual: Span
    unrealised: Span
    interval: Span
    zero: float
    loss: bool


def value_bar(card: Mapping[str, Any]) -> ValueBar | None:
    """The bar of the card's values; None where there is nothing to draw."""
    actual, potential = card["actual_value"] or 0, card["potential_value"] or 0
    low, high = card["lifetime_value_low"] or 0, card["lifetime_value_high"] or 0
    least, most = min(0, actual, low), max(0, actual, potential, high)
    if least == most:
        return None

    def span(one: int, other: int) -> Span:
        start = (min(one, other) - least) / (most - least) * FULL
        return Span(start, abs(other - one) / (most - least) * FULL)

    zero = span(least, 0).end
    return ValueBar(span(0, actual), span(max(actual, 0), max(potential, actual, 0)), span(low, high), zero, actual < 0)


def category_words(card: Mapping[str, Any], currency: str) -> dict[str, str]:
    """Why the customer has its category, what that asks for, and from where it moved; each "" where there is none."""
    return {
        "reason": say(card["reason"], _arguments(card, currency)) if card["reason"] else "",
        "treatment": str(TREATMENTS.get(card["treatment"], card["treatment"] or "")),
        "moved_from": card["previous_category"] if card["previous_category"] != card["category"] else "",
    }


def _arguments(card: Mapping[str, Any], currency: str) -> dict[str, str]:
    """The arguments of the reason as a sentence needs them."""
    locale = formats.active_locale()
    given: dict[str, int] = json.loads(card["reason_arguments"] or "{}")
    return {
        name: formats.money_short(value, currency, locale) if name in MONEY_ARGUMENTS else formats.number(value, locale)
        for name, value in given.items()
    }


def rfmt_parts(card: Mapping[str, Any], settings: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The four parts of the score: name, what it measures, its figure in words and its points of five (None: none)."""
    locale = formats.active_locale()
    t_meaning = _("What kind of things it buys") if settings["rfmt_t"] == "type" else _("Days between purchases")
    parts = [
        ("recency", _("Recency"), _("Since the last purchase"), formats.duration(card["recency"], locale)),
        ("frequency", _("Frequency"), _("Days with a purchase"), formats.number(card["frequency"], locale)),
        ("monetary", _("Monetary value"), _("Revenue"), None),
        ("t", "T", t_meaning, formats.number(card["t"], locale, 1)),
    ]
    return [
        {
            "code": code,
            "name": name,
            "meaning": meaning,
            "words": words,
            "score": card[f"{code}_score"],
            "dots": [(card[f"{code}_score"] or 0) >= score for score in SCORES],
        }
        for code, name, meaning, words in parts
    ]


def needs_words(card: Mapping[str, Any]) -> dict[str, str]:
    """What the customer needs, how that is known, how it chooses to buy and how it is sold to; "" for what is not
    known."""
    figures = {
        "need": "need",
        "basis": "need_basis",
        "relationship": "relationship_type",
        "judged": "judged_relationship",
        "effort": "selling_effort",
        "mismatch": "selling_mismatch",
    }
    known = {name: value_words(figure, card[figure]) if card[figure] else "" for name, figure in figures.items()}
    return {**known, "meaning": str(RELATIONSHIP_MEANINGS.get(card["relationship_type"], ""))}
