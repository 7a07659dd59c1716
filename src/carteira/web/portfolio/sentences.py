"""The sentences of the portfolio: its headline, and what changed."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from carteira.differentiate.portfolio import WhaleCurve
from carteira.differentiate.quadrants import Quadrant
from carteira.web import formats
from carteira.web.charts.chart import FEW


def headline(whale: WhaleCurve, currency: str, period: str) -> str:
    """What the customers brought together, and what some of them cost."""
    locale = formats.active_locale()
    words = {
        "customers": formats.number(whale.customers, locale),
        "profit": formats.money_short(abs(whale.end), currency, locale),
        "period": period,
        "losing": formats.number(whale.beyond, locale),
        "loss": formats.money_short(whale.destroyed, currency, locale),
    }
    if whale.end < 0:
        brought = ngettext(
            "%(customers)s customer cost %(profit)s more than it brought %(period)s.",
            "%(customers)s customers cost %(profit)s more than they brought %(period)s.",
            whale.customers,
        )
    else:
        brought = ngettext(
            "%(customers)s customer brought %(profit)s of profit %(period)s.",
            "%(customers)s customers brought %(profit)s of profit %(period)s.",
            whale.customers,
        )
    if not whale.beyond:
        return brought % words
    cost = ngettext("%(losing)s of them lost %(loss)s.", "%(losing)s of them lost %(loss)s.", whale.beyond)
    return f"{brought % words} {cost % words}"


def comparison(quadrants: Sequence[Quadrant], currency: str) -> str:
    """How revenue and profit moved against the period before, in one sentence."""
    locale = formats.active_locale()
    revenue = sum(quadrant.revenue_change for quadrant in quadrants)
    profit = sum(quadrant.profit_change for quadrant in quadrants)
    sentence = {
        (True, True): _("Revenue rose by %(revenue)s and profit by %(profit)s against the period before."),
        (True, False): _("Revenue rose by %(revenue)s, yet profit fell by %(profit)s against the period before."),
        (False, True): _("Revenue fell by %(revenue)s, yet profit rose by %(profit)s against the period before."),
        (False, False): _("Revenue fell by %(revenue)s and profit by %(profit)s against the period before."),
    }[revenue >= 0, profit >= 0]
    return sentence % {
        "revenue": formats.money_short(abs(revenue), currency, locale),
        "profit": formats.money_short(abs(profit), currency, locale),
    }


def caution(whale: WhaleCurve, unknown_cost_share: float) -> str:
    """What the reader must know before trusting the figures; empty where nothing stands against them."""
    locale = formats.active_locale()
    found = []
    if 0 < whale.customers < FEW:
        found.append(
            ngettext(
                "These figures rest on %(customers)s customer only.",
                "These figures rest on %(customers)s customers only.",
                whale.customers,
            )
            % {"customers": formats.number(whale.customers, locale)}
        )
    if unknown_cost_share:
        share = {"share": formats.percent(unknown_cost_share, locale)}
        found.append(
            _("For %(share)s of the revenue the product cost is unknown, so profit looks higher than it is.") % share
        )
    return " ".join(found)
