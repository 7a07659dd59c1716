"""What the figures of a customer card are called, in groups, and what their values are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carteira.differentiate.figures import FIGURES
from carteira.differentiate.selection_parts import MONTHS
from carteira.web.categories import CATEGORIES
from carteira.web.customers.words import (
    BASES,
    EFFORTS,
    KINDS,
    MISMATCHES,
    NEEDS,
    RELATIONSHIPS,
    STATUSES,
    TREATMENTS,
    WAYS,
    Texts,
    cause_name,
)

GROUPS: Mapping[str, tuple[str | Promise, Texts]] = {
    "who": (
        _("Who they are"),
        {
            "category": _("Category"),
            "status": _("Status"),
            "kind": _("Kind"),
            "owner": _("Owner"),
            "team": _("Team"),
            "branch": _("Branch"),
            "name": _("Name"),
            "city": _("City"),
            "state": _("State"),
            "previous_category": _("Category before"),
            "treatment": _("Recommended treatment"),
            "customer_id": _("Number"),
            "parent_customer_id": _("Number of the parent company"),
            "sources": _("Sources"),
            "records": _("Records in the sources"),
        },
    ),
    "value": (
        _("Value ahead"),
        {
            "lifetime_value": _("Lifetime value"),
            "lifetime_value_low": _("Lifetime value, low end"),
            "lifetime_value_high": _("Lifetime value, high end"),
            "unrealised_value": _("Unrealised value"),
            "potential_value": _("Potential value"),
            "potential_way": _("Way to more value"),
            "actual_value": _("Actual value"),
            "probability_alive": _("Chance of buying again"),
            "expected_purchases": _("Expected purchases"),
            "expected_margin": _("Expected margin of a purchase"),
            "growable": _("Valuable with much left to win"),
            "repairable": _("Can be put in order"),
            "exit": _("Stop spending"),
            "losing_now": _("Valuable, yet losing money now"),
            "reason": _("Reason of the category"),
            "lifetime_model": _("Model of the lifetime value"),
        },
    ),
    "needs": (
        _("Needs"),
        {
            "need": _("Need"),
            "need_basis": _("How the need is known"),
            "need_probability": _("Certainty of the need"),
            "need_treatment": _("Treatment by need"),
            "needs_segment": _("Needs segment"),
            "relationship_type": _("How it chooses to buy"),
            "judged_relationship": _("How its seller thinks it buys"),
            "selling_effort": _("Selling effort"),
            "selling_mismatch": _("Effort against what it asks for"),
        },
    ),
    "sales": (
        _("Sales"),
        {
            MONTHS: _("Revenue by month"),
            "revenue": _("Revenue"),
            "previous_revenue": _("Revenue of the period before"),
            "revenue_total": _("Revenue since the start"),
            "gross_sales": _("Gross sales"),
            "discounts": _("Discounts"),
            "returns": _("Returns"),
            "taxes": _("Sales taxes"),
            "order_count": _("Orders"),
            "line_count": _("Order lines"),
            "return_count": _("Returned lines"),
            "first_purchase_on": _("First purchase"),
            "last_purchase_on": _("Last purchase"),
        },
    ),
    "profit": (
        _("Profit"),
        {
            "profit": _("Profit"),
            "previous_profit": _("Profit of the period before"),
            "profit_total": _("Profit since the start"),
            "gross_margin": _("Gross margin"),
            "product_cost": _("Product cost"),
            "loss_cause": _("Cause of loss"),
            "loss_amount": _("Largest avoidable cost"),
            "unknown_cost_revenue": _("Revenue of unknown product cost"),
            "assumed_cost_revenue": _("Revenue of assumed product cost"),
        },
    ),
    "costs": (
        _("Cost to serve"),
        {
            "cost_to_serve": _("Cost to serve"),
            "visits": _("Cost of visits"),
            "calls": _("Cost of calls"),
            "messages": _("Cost of messages"),
            "cases": _("Cost of complaints"),
            "treatments": _("Cost of campaigns"),
            "activities": _("Cost of other services"),
            "orders": _("Cost of handling orders"),
            "financing": _("Cost of late payment"),
            "bad_debt": _("Bad debt"),
        },
    ),
    "contacts": (
        _("Contacts and payment"),
        {
            "visit_count": _("Visits"),
            "call_count": _("Calls"),
            "message_count": _("Messages"),
            "case_count": _("Cases"),
            "minutes": _("Minutes spent"),
            "overdue": _("Overdue"),
            "days_late": _("Days overdue"),
        },
    ),
    "habits": (
        _("Buying habits"),
        {
            "recency": _("Days since the last purchase"),
            "frequency": _("Days with a purchase"),
            "monetary": _("Monetary value"),
            "t": _("Types bought or days between purchases"),
            "recency_score": _("Score of recency"),
            "frequency_score": _("Score of frequency"),
            "monetary_score": _("Score of monetary value"),
            "t_score": _("Score of T"),
            "rfmt_score": _("RFMT score"),
            "rfmt_treatment": _("Treatment by score"),
        },
    ),
}
"""Every figure but `reason_arguments`, which are said with the reason, by group."""

LABELS: Texts = {name: label for _group, labels in GROUPS.values() for name, label in labels.items()}
SAID_ELSEWHERE = frozenset({"reason"})
"""Figures that are sentences: on the page of the customer, not in a list."""
UNASKED = frozenset({*SAID_ELSEWHERE, "lifetime_model", MONTHS})
"""Columns by which no filter is offered."""

VALUES: Mapping[str, Texts] = {
    "status": STATUSES,
    "kind": KINDS,
    "treatment": TREATMENTS,
    "need": NEEDS,
    "potential_way": WAYS,
    "need_basis": BASES,
    "relationship_type": RELATIONSHIPS,
    "judged_relationship": RELATIONSHIPS,
    "selling_effort": EFFORTS,
    "selling_mismatch": MISMATCHES,
}


def value_words(figure: str, value: str) -> str:
    """What a value of a choice is called; itself where it has no name."""
    if figure in ("category", "previous_category"):
        return str(CATEGORIES[value].label) if value in CATEGORIES else value
    if figure == "loss_cause":
        return cause_name(value)
    return str(VALUES.get(figure, {}).get(value, value))


def values_of(figure: str) -> list[str]:
    """The values that a choice can have where they are fixed."""
    return list(FIGURES[figure].values) or (list(TREATMENTS) if figure == "treatment" else [])
