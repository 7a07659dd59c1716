"""The customer in one sentence, with its figures."""

import math
from collections.abc import Mapping
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carteira.web import formats
from carteira.web.customers.words import PERIODS, cause_words


class RunFacts(Protocol):
    window: str
    currency: str
    settings: dict[str, Any]


def period_words(run: RunFacts) -> str:
    """When the figures of the window happened: "in the last 12 months"."""
    return str(PERIODS[run.window])


def headline(card: Mapping[str, Any], run: RunFacts) -> str:
    """What the customer is worth ahead and brought in the run's window, and why it lost money if it did."""
    if card["status"] == "prospect":
        return _("Has not bought yet.")
    return f"{_ahead(card, run)} {_behind(card, run)}"


def _ahead(card: Mapping[str, Any], run: RunFacts) -> str:
    value = card["lifetime_value"] or 0
    horizon = run.settings["horizon_years"]
    years = math.ceil(horizon)
    words = {"value": _money(abs(value), run), "years": formats.number(horizon, formats.active_locale(), 1)}
    if value > 0:
        return (
            ngettext("Worth %(value)s in the next year.", "Worth %(value)s over the next %(years)s years.", years)
            % words
        )
    if value < 0:
        return (
            ngettext(
                "Expected to cost %(value)s in the next year.",
                "Expected to cost %(value)s over the next %(years)s years.",
                years,
            )
            % words
        )
    return _("Not expected to buy again.")


def _behind(card: Mapping[str, Any], run: RunFacts) -> str:
    if card["profit"] is None:
        return _bought(card, run)
    profit, cause = card["profit"], cause_words(card)
    words = {
        "profit": _money(abs(profit), run),
        "revenue": _money(card["revenue"] or 0, run),
        "period": period_words(run),
        "cause": cause,
        "amount": _money(card["loss_amount"] or 0, run),
    }
    if profit < 0 and cause and card["loss_cause"] != "low_margin":
        return _("Lost %(profit)s %(period)s, most of all through %(cause)s (%(amount)s).") % words
    if profit < 0:
        return _("Lost %(profit)s %(period)s.") % words
    if not card["revenue"]:
        return _("Bought nothing %(period)s.") % words
    return _("Brought %(profit)s of profit from %(revenue)s of revenue %(period)s.") % words


def _bought(card: Mapping[str, Any], run: RunFacts) -> str:
    """The same for who may not see margins."""
    if not card["revenue"]:
        return _("Bought nothing %(period)s.") % {"period": period_words(run)}
    words = {"revenue": _money(card["revenue"], run), "period": period_words(run)}
    return _("Brought %(revenue)s of revenue %(period)s.") % words


def _money(minor: int, run: RunFacts) -> str:
    return formats.money_short(minor, run.currency, formats.active_locale())
