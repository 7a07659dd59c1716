"""From what the customer bought to the profit that is left, step by step."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from carteira.web import formats
from carteira.web.charts.chart import Chart
from carteira.web.charts.waterfall import Step, waterfall
from carteira.web.customers.headline import RunFacts, period_words
from carteira.web.tables import Cell, Column, Table

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
STORIES = {
    "orders": ("gross_sales", "discounts", "returns", "taxes", "revenue", "product_cost", "orders"),
    "contacts": ("visits", "calls", "messages"),
    "service": ("cases",),
    "money": ("treatments", "activities", "financing", "bad_debt"),
}
"""The steps behind which the events of a group of the story stand."""


def profit_chart(
    card: Mapping[str, Any], run: RunFacts, urls: Mapping[str, str], customers: int | None = None
) -> Chart:
    """The waterfall of the run's window with its table. `urls`: where each step leads, by the name of its figure."""
    steps = profit_steps(card, urls)
    shown = [step for step in steps if step.total or step.amount]
    if not any(step.amount for step in steps):
        nothing = _("Nothing sold and nothing spent %(period)s.") % {"period": period_words(run)}
        return Chart(None, _("Profit"), nothing, None)
    table = Table(
        _("From revenue to profit"),
        [Column(_("Step")), Column(_("Amount"), "money")],
        [(Cell(step.label, step.url) if step.url else step.label, step.amount) for step in steps],
    )
    locale = formats.active_locale()
    summary = "; ".join(f"{step.label}: {formats.money_short(step.amount, run.currency, locale)}" for step in shown)
    return Chart(waterfall(shown, run.currency), _title(card, run), summary, table, customers=customers)


def profit_steps(card: Mapping[str, Any], urls: Mapping[str, str]) -> list[Step]:
    """Every step of the waterfall, from gross sales to profit; what is taken away is negative."""
    final = _("Profit before product cost") if before_product_cost(card) else _("Profit")

    def step(name: str, label: str, *, total: bool = False) -> Step:
        return Step(label, card[name] if total else -card[name], total, urls.get(name, ""))

    return [
        step("gross_sales", _("Gross sales"), total=True),
        *(step(name, str(label)) for name, label in SOLD.items()),
        step("revenue", _("Revenue"), total=True),
        step("product_cost", _("Product cost")),
        *(step(name, str(label)) for name, label in SERVED.items()),
        step("profit", final, total=True),
    ]


def story_urls(customer_id: int) -> dict[str, str]:
    """Where each step leads on the page of one customer: the events of its story."""
    page = reverse("customers:page", args=(customer_id,))
    return {name: f"{page}?show={group}#story" for group, names in STORIES.items() for name in names}


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
