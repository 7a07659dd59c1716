"""The panel of the customer page that tells how the customer gets in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from carteira.customize.remedy_page import remedies_of
from carteira.web import formats
from carteira.web.portfolio.remedies import there_are_remedies
from carteira.web.portfolio.remedy_words import NAMES, Asked, asked_of, said
from carteira.web.tables import Column, Table


@dataclass(frozen=True)
class RemedyPanel:
    """`sentence` has the loss and what the way brings; `others`: what else would help, as far as it goes."""

    sentence: str
    way: Sequence[Asked]
    others: Table | None


def remedy_panel(tables: Any, customer_id: int) -> RemedyPanel | None:
    """None for a customer in order, and for who may not see margins."""
    rows = remedies_of(tables, customer_id) if there_are_remedies(tables) else []
    if not rows:
        return None
    currency = tables.run.currency
    steps = sorted((row for row in rows if row["step"]), key=lambda row: row["step"])
    others = [row for row in rows if not row["step"]]
    return RemedyPanel(
        sentence=_sentence(rows[0]["loss"], steps, currency),
        way=[asked_of(row, currency) for row in steps],
        others=_others(others, currency) if others else None,
    )


def _sentence(loss: int, steps: Sequence[Mapping[str, Any]], currency: str) -> str:
    locale = formats.active_locale()
    gain = sum(row["step_gain"] for row in steps)
    words = {
        "loss": formats.money_short(loss, currency, locale),
        "gain": formats.money_short(gain, currency, locale),
    }
    if not loss:
        return _("It brings profit and pays late: %(gain)s a year can be saved.") % words
    if any(row["remedy"] == "exit" for row in steps):
        return _("It costs %(loss)s a year more than it brings, and nothing brings it to zero.") % words
    return _("It costs %(loss)s a year more than it brings; this brings %(gain)s back.") % words


def _others(rows: Sequence[Mapping[str, Any]], currency: str) -> Table:
    """What each would bring alone, as far as it goes, and what it would lose in purchases."""
    return Table(
        _("What else would help, each alone and as far as it goes"),
        [
            Column(_("Remedy")),
            Column(_("What it asks")),
            Column(_("Gain a year"), "money"),
            Column(_("Purchases lost"), "money"),
        ],
        [(str(NAMES[row["remedy"]]), _asks(row, currency), row["gain"], row["revenue_lost"]) for row in rows],
    )


def _asks(row: Mapping[str, Any], currency: str) -> str:
    """Its terms: where it reaches zero, else as far as it goes; with the time that it saves."""
    locale = formats.active_locale()
    asks = said(row["remedy"], row["before"], row["after"], currency)
    if row["at_zero"] is not None:
        at_zero = said(row["remedy"], row["before"], row["at_zero"], currency)
        asks = _("%(asks)s Zero is reached at: %(at_zero)s") % {"asks": asks, "at_zero": at_zero}
    if row["minutes_saved"] >= 1:
        saved = _("It saves %(time)s a year.") % {"time": formats.minutes(round(row["minutes_saved"]), locale)}
        asks = f"{asks} {saved}"
    return asks
