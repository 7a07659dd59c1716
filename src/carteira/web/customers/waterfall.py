"""From what the customer bought to the profit that is left, step by step."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carteira.web import formats
from carteira.web.charts.chart import Chart
from carteira.web.charts.waterfall import Step, waterfall
from carteira.web.customers.headline import RunFacts, period_words
from carteira.web.tables import Column, Table

SOLD = {
    "discounts": gettext_lazy("Discounts"),
    "returns": gettext_lazy("Returns"),
    "taxes": gettext_lazy("Sales taxes"),
}
SERVED = {
    "visits": gettext_lazy("Visits"),
    "calls": gettext_lazy("Calls"),
    "messages": gettext_lazy("Messages"),
    "cases": gettext_lazy("Complaints"),
    "treatments": gettext_lazy("Campaigns"),
    "activities": gettext_lazy("Other services"),
    "orders": gettext_lazy("Handling orders"),
    "financing": gettext_lazy("Late payment"),
    "bad_debt": gettext_lazy("Bad debt"),
}


def profit_chart(card: Mapping[str, Any], run: RunFacts) -> Chart | None:
    """The waterfall of the run's window with its table; None where nothing was sold and nothing spent."""
    steps = profit_steps(card)
    if not any(step.amount for step in steps):
        return None
    table = Table(
        _("From revenue to profit"),
        [Column(_("Step")), Column(_("Amount"), "money")],
        [(s.label, s.amount) for s in steps],
    )
    shown = [step for step in steps if step.total or step.amount]
    title = _title(card, run)
    return Chart(waterfall(shown, run.currency), title, title, table)


def profit_steps(card: Mapping[str, Any]) -> list[Step]:
    """Every step of the waterfall, from gross sales to profit; what is taken away is negative."""
    final = _("Profit before product cost") if before_product_cost(card) else _("Profit")
    return [
        Step(_("Gross sales"), card["gross_sales"], total=True),
        *(Step(str(label), -card[name]) for name, label in SOLD.items()),
        Step(_("Revenue"), card["revenue"], total=True),
        Step(_("Product cost"), -card["product_cost"]),
        *(Step(str(label), -card[name]) for name, label in SERVED.items()),
        Step(final, card["profit"], total=True),
    ]


def before_product_cost(card: Mapping[str, Any]) -> bool:
    """Whether the profit rests on sales whose product cost nobody knows."""
    return bool(card["unknown_cost_revenue"])


def _title(card: Mapping[str, Any], run: RunFacts) -> str:
    locale = formats.active_locale()
    words = {
        "revenue": formats.money_short(card["revenue"], run.currency, locale),
        "profit": formats.money_short(abs(card["profit"]), run.currency, locale),
        "period": period_words(run),
    }
    if card["profit"] < 0 and not card["revenue"]:
        return _("%(profit)s spent without a sale %(period)s") % words
    if card["profit"] < 0:
        return _("%(revenue)s of revenue turned into a loss of %(profit)s %(period)s") % words
    if before_product_cost(card):
        return _("%(revenue)s of revenue left %(profit)s before product cost %(period)s") % words
    return _("%(revenue)s of revenue left %(profit)s of profit %(period)s") % words
