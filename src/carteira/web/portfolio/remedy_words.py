"""The remedies in words: what each is called, and what it asks in a sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carteira.web import formats

NAMES: Mapping[str, str | Promise] = {
    "collection": gettext_lazy("Collection"),
    "campaigns": gettext_lazy("No campaigns"),
    "calls_to_web": gettext_lazy("Web instead of calls"),
    "visits_to_calls": gettext_lazy("Calls instead of visits"),
    "charged_service": gettext_lazy("Services charged"),
    "discounts": gettext_lazy("Smaller discounts"),
    "charged_delivery": gettext_lazy("Delivery charged"),
    "minimum_order": gettext_lazy("Minimum order"),
    "price": gettext_lazy("Higher prices"),
    "prepayment": gettext_lazy("Payment in advance"),
    "stop_spending": gettext_lazy("No spending any more"),
    "exit": gettext_lazy("Farewell"),
}
YEAR_DAYS = 365


@dataclass(frozen=True)
class Asked:
    """A remedy of one customer: its sentence, and its gain with the range, in minor units a year."""

    code: str
    sentence: str
    gain: int
    low: int
    high: int


def asked_of(row: Mapping[str, Any], currency: str) -> Asked:
    """The step of the recommended way that a row of `customer_remedy` tells."""
    sentence = said(row["remedy"], row["before"], row["step_after"], currency)
    return Asked(row["remedy"], sentence, row["step_gain"], row["step_gain_low"], row["step_gain_high"])


def said(remedy: str, before: float | None, after: float | None, currency: str) -> str:
    """What a remedy asks: its terms today and then, as `customer_remedy` has them."""
    if remedy == "exit" or before is None or after is None:
        return _("Say farewell: no way brings it to zero.")
    return SENTENCES[remedy](before, after, currency)


def _money(remedy: str) -> Callable[[float, float, str], str]:
    """Sentences about amounts a year; where nothing is left of it, of what there was."""

    def sentence(before: float, after: float, currency: str) -> str:
        locale = formats.active_locale()
        words = {
            "before": formats.money_short(round(before), currency, locale),
            "after": formats.money_short(round(after), currency, locale),
        }
        whole = after < max(before / 100, 0.5)
        return str((WHOLE if whole else PARTLY)[remedy]) % words

    return sentence


PARTLY = {
    "collection": gettext_lazy(
        "Collect what is overdue and agree shorter terms: late payment costs %(after)s a year instead of %(before)s."
    ),
    "prepayment": gettext_lazy(
        "Ask for payment in advance: late payment costs %(after)s a year instead of %(before)s."
    ),
    "campaigns": gettext_lazy("Campaigns and messages for %(after)s a year instead of %(before)s."),
    "stop_spending": gettext_lazy("Visits, calls and campaigns for %(after)s a year instead of %(before)s."),
    "minimum_order": gettext_lazy("No orders below %(after)s; today the average is %(before)s."),
}
WHOLE = {
    **PARTLY,
    "collection": gettext_lazy("Collect what is overdue and agree shorter terms."),
    "campaigns": gettext_lazy("No campaigns and messages any more: they cost %(before)s a year."),
    "stop_spending": gettext_lazy("No visits, calls and campaigns any more: they cost %(before)s a year."),
}


def _visits(before: float, after: float, currency: str) -> str:
    locale = formats.active_locale()
    if after < 1:
        return _("Calls instead of visits.")
    words = {
        "before": formats.duration(max(round(YEAR_DAYS / max(before, 1.0)), 1), locale),
        "after": formats.duration(max(round(YEAR_DAYS / after), 1), locale),
    }
    return _("A visit every %(after)s instead of every %(before)s, with calls in between.") % words


def _calls(before: float, after: float, currency: str) -> str:
    locale = formats.active_locale()
    words = {"before": formats.number(before, locale, 1), "after": formats.number(round(after, 1), locale, 1)}
    return _("%(after)s calls a year instead of %(before)s, the rest over the web.") % words


def _charged(before: float, after: float, currency: str, text: str | Promise) -> str:
    locale = formats.active_locale()
    words = {
        "charged": formats.money_short(round(before - after), currency, locale),
        "cost": formats.money_short(round(before), currency, locale),
    }
    return str(text) % words


def _discounts(before: float, after: float, currency: str) -> str:
    locale = formats.active_locale()
    words = {"before": formats.percent(round(before, 4), locale), "after": formats.percent(round(after, 4), locale)}
    return _("Discounts of %(after)s instead of %(before)s.") % words


def _prices(before: float, after: float, currency: str) -> str:
    return _("Prices higher by %(rise)s.") % {"rise": formats.percent(round(after, 4), formats.active_locale())}


DELIVERY = gettext_lazy("Charge %(charged)s of the %(cost)s that delivery costs for each order.")
SERVICE = gettext_lazy("Charge %(charged)s of the %(cost)s that services cost for each order.")
SENTENCES: Mapping[str, Callable[[float, float, str], str]] = {
    **{remedy: _money(remedy) for remedy in PARTLY},
    "visits_to_calls": _visits,
    "calls_to_web": _calls,
    "discounts": _discounts,
    "price": _prices,
    "charged_delivery": lambda before, after, currency: _charged(before, after, currency, DELIVERY),
    "charged_service": lambda before, after, currency: _charged(before, after, currency, SERVICE),
}
