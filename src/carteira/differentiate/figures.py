"""The figures of a customer card by name: what kind of value each is, and what a person needs to see it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["money", "number", "percent", "day", "text", "choice", "flag"]

SEE_MARGINS = "see_margins"
"""The permission that margins, costs and profits need."""


@dataclass(frozen=True)
class Figure:
    """One column of `customer_card`.

    `kind`: money (whole minor units), number, percent (a share from 0 to 1), day, text, choice (one of `values`, where
    those are fixed) or flag. `needs`: the permission that it takes to see it, None: none beyond seeing the customer.
    `nullable`: it may be unknown.
    """

    name: str
    kind: Kind
    nullable: bool = False
    needs: str | None = None
    values: tuple[str, ...] = ()


CATEGORIES = ("mvc", "mgc", "intermediate", "below_zero")
STATUSES = ("customer", "former", "prospect")
KINDS = ("person", "company")
LOSS_CAUSES = (
    "returns", "discounts", "below_cost", "visits", "calls", "messages", "cases", "delivery", "small_orders",
    "treatments", "activities", "financing", "bad_debt", "low_margin",
)  # fmt: skip

WAYS = ("discounts", "visits", "activities", "late_payment", "peers", "wallet", "winning")
"""How a customer could be worth more: fewer discounts, cheaper contact, services paid for, payment in time; closer to
the best of similar customers; a larger part of what it buys from everybody; winning who never bought."""
RELATIONSHIPS = ("transactional", "solutions", "relational", "collaborative")


def _named(kind: Kind, names: str, *, nullable: bool = False, needs: str | None = None) -> Iterator[Figure]:
    return (Figure(name, kind, nullable, needs) for name in names.split())


def _every_figure() -> Iterator[Figure]:
    yield Figure("customer_id", "number")
    yield from _named("text", "name city state owner team branch", nullable=True)
    yield Figure("kind", "choice", nullable=True, values=KINDS)
    yield Figure("status", "choice", values=STATUSES)
    yield Figure("category", "choice", values=CATEGORIES)
    yield Figure("previous_category", "choice", nullable=True, values=CATEGORIES)
    yield from _named("money", "revenue gross_sales discounts returns taxes previous_revenue revenue_total")
    yield from _named("money", "product_cost gross_margin cost_to_serve", needs=SEE_MARGINS)
    yield from _named("money", "visits calls messages cases treatments activities", needs=SEE_MARGINS)
    yield from _named("money", "orders financing bad_debt", needs=SEE_MARGINS)
    yield from _named("money", "profit previous_profit profit_total", needs=SEE_MARGINS)
    yield from _named("money", "unknown_cost_revenue assumed_cost_revenue", needs=SEE_MARGINS)
    yield from _named("money", "overdue monetary")
    yield from _named("money", "actual_value potential_value unrealised_value")
    yield Figure("potential_way", "choice", nullable=True, needs=SEE_MARGINS, values=WAYS)
    yield from _named("money", "lifetime_value lifetime_value_low lifetime_value_high", nullable=True)
    yield from _named("money", "expected_margin loss_amount", nullable=True, needs=SEE_MARGINS)
    yield Figure("loss_cause", "choice", nullable=True, needs=SEE_MARGINS, values=LOSS_CAUSES)
    yield Figure("losing_now", "flag", needs=SEE_MARGINS)
    yield from _named("flag", "growable repairable exit")
    yield from _named("number", "order_count line_count return_count visit_count call_count message_count case_count")
    yield from _named("number", "minutes days_late frequency records")
    yield from _named("number", "expected_purchases recency t", nullable=True)
    yield from _named("number", "recency_score frequency_score monetary_score t_score rfmt_score", nullable=True)
    yield from _named("number", "parent_customer_id", nullable=True)
    yield from _named("percent", "probability_alive", nullable=True)
    yield from _named("day", "first_purchase_on last_purchase_on", nullable=True)
    yield from _named("text", "sources rfmt_treatment", nullable=True)
    yield from _named("choice", "lifetime_model treatment", nullable=True)
    yield from _named("text", "need need_treatment", nullable=True)
    yield Figure("need_basis", "choice", nullable=True, values=("declared", "inferred"))
    yield from _named("percent", "need_probability", nullable=True)
    yield from _named("number", "needs_segment", nullable=True)
    yield Figure("relationship_type", "choice", nullable=True, values=RELATIONSHIPS)
    yield Figure("judged_relationship", "choice", nullable=True, values=RELATIONSHIPS)
    yield Figure("selling_effort", "choice", nullable=True, values=("low", "medium", "high"))
    yield Figure("selling_mismatch", "choice", nullable=True, values=("oversold", "undersold"))
    yield from _named("choice", "reason", needs=SEE_MARGINS)
    yield from _named("text", "reason_arguments", needs=SEE_MARGINS)


SQL_TYPES: Mapping[Kind, str] = {
    "money": "BIGINT",
    "number": "DOUBLE",
    "percent": "DOUBLE",
    "day": "DATE",
    "text": "VARCHAR",
    "choice": "VARCHAR",
    "flag": "BOOLEAN",
}

FIGURES: Mapping[str, Figure] = {figure.name: figure for figure in _every_figure()}
"""Every figure of the card by name; only these may be shown, sorted by and asked for."""


def with_every_figure(columns: Iterable[str]) -> str:
    """The SELECT list of a card that an earlier version computed with these columns: what it did not know is null."""
    missing = (figure for name, figure in FIGURES.items() if name not in set(columns))
    return ", ".join(["*", *(f'CAST(NULL AS {SQL_TYPES[each.kind]}) AS "{each.name}"' for each in missing)])
