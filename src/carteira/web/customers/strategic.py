"""Why customers are kept beyond money, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from babel.dates import format_skeleton
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carteira.differentiate.declared.queries import strategic_reasons
from carteira.differentiate.declared.spending import spent_on
from carteira.web import formats
from carteira.web.customers.headline import RunFacts, period_words

if TYPE_CHECKING:
    from carteira.differentiate.models import StrategicReason

KEPT: Mapping[str, str | Promise] = {
    "reference": gettext_lazy("Kept as a reference until %(until)s"),
    "influence": gettext_lazy("Kept for its influence until %(until)s"),
    "market_entry": gettext_lazy("Kept to enter a market until %(until)s"),
    "learning": gettext_lazy("Kept to learn from until %(until)s"),
    "other": gettext_lazy("Kept for another reason until %(until)s"),
}
WHOLE_BOOK = "all"
"""The window whose costs are of many years: no ceiling of a year holds against them."""


@dataclass(frozen=True)
class ReasonShown:
    """A reason as the page of its customer says it."""

    reason: "StrategicReason"
    sentence: str
    owner: str
    expired: bool


def chip_of(reasons: Sequence["StrategicReason"]) -> str:
    """What a customer is kept for, in a few words: its reason that lasts longest; "" for none."""
    return _kept(reasons[0]) if reasons else ""


def owner_of(reason: "StrategicReason") -> str:
    """How to call who answers for it; "" for nobody."""
    owner = reason.owner
    return str(owner.employee or owner.get_full_name() or owner.get_username()) if owner else ""


def reasons_context(card: Mapping[str, Any], run: RunFacts) -> dict[str, Any]:
    """What the page of a customer shows of its reasons."""
    today = timezone.localdate()
    shown = [_shown(reason, run.currency, today) for reason in strategic_reasons(card["customer_id"])]
    live = [each.reason for each in shown if not each.expired]
    return {
        "reasons": shown,
        "reason_chip": chip_of(live),
        "reason_spending": spending_words(spent_on(card), sum(each.ceiling for each in live), run) if live else None,
    }


def spending_words(spent: int | None, ceiling: int, run: RunFacts) -> tuple[str, bool] | None:
    """What the customer cost in the window beside its ceiling, and whether that is above it; None for who may not see
    costs."""
    if spent is None:
        return None
    locale = formats.active_locale()
    written = {"spent": formats.money_short(spent, run.currency, locale), "period": period_words(run)}
    if run.window == WHOLE_BOOK:
        return _("Spent so far: %(spent)s %(period)s.") % written, False
    over = spent - ceiling
    if over > 0:
        written["over"] = formats.money_short(over, run.currency, locale)
        return _("Spent so far: %(spent)s %(period)s, %(over)s above the ceiling.") % written, True
    return _("Spent so far: %(spent)s %(period)s.") % written, False


def _shown(reason: "StrategicReason", currency: str, today: date) -> ReasonShown:
    expired = reason.until < today
    locale = formats.active_locale()
    if expired:
        sentence = _("Expired on %(day)s.") % {"day": formats.day(reason.until, locale)}
    else:
        ceiling = formats.money_short(reason.ceiling, currency, locale)
        sentence = _("%(kept)s, up to %(ceiling)s a year.") % {"kept": _kept(reason), "ceiling": ceiling}
    return ReasonShown(reason, sentence, owner_of(reason), expired)


def _kept(reason: "StrategicReason") -> str:
    until = format_skeleton("yMMMM", reason.until, locale=formats.active_locale())
    return str(KEPT[reason.kind]) % {"until": until}
