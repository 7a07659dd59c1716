"""From gross sales to profit, step by step: for the company, an owner, team, branch, group of companies or customer."""

from dataclasses import dataclass

from carteira.differentiate.scope import COMPANY, Scope
from carteira.differentiate.tables import Tables

REVENUE_STEPS = ("gross_sales", "discounts", "returns", "taxes")
SERVICE_STEPS = (
    "visits", "calls", "messages", "cases", "treatments", "activities", "orders", "financing", "bad_debt",
)  # fmt: skip
STEPS = (*REVENUE_STEPS, "revenue", "product_cost", "gross_margin", *SERVICE_STEPS, "cost_to_serve", "profit")
"""The steps in their order. All but gross_sales and the results (revenue, gross_margin, profit) are taken off."""

GROUPS = {
    "company": "NULL",
    "owner": "owner",
    "team": "team",
    "branch": "branch",
    "parent": "COALESCE(parent_customer_id, customer_id)",
    "customer": "customer_id",
}


@dataclass(frozen=True)
class Waterfall:
    """The steps of one group in the order of STEPS, in minor units: (name, amount).

    group: None for the company, and for those without owner, team or branch; else its name, or the customer's id (of
    the parent, for a group of companies).
    """

    group: str | int | None
    customers: int
    steps: tuple[tuple[str, int], ...]

    @property
    def profit(self) -> int:
        return self.steps[-1][1]


@dataclass(frozen=True)
class ReconciledStep:
    """A step for the whole book in the window: what customers carry, what nobody does, and what the facts say.

    unassigned holds sales to unidentified customers and costs of nobody: shown, never spread. difference is 0, or else
    the figures are wrong.
    """

    step: str
    customers: int
    unassigned: int
    total: int
    facts: int
    difference: int


def profit_waterfall(
    tables: Tables, by: str = "company", scope: Scope = COMPANY, limit: int = 100
) -> tuple[Waterfall, ...]:
    """The waterfalls of the `limit` most profitable groups (`by`: a key of GROUPS), of the customers in the scope."""
    where, parameters = scope.where()
    sums = ", ".join(f'CAST(SUM("{name}") AS BIGINT) AS "{name}"' for name in STEPS)
    found = tables.query(
        f'SELECT {GROUPS[by]} AS "group", COUNT(*) AS customers, {sums} FROM customer_card WHERE {where} '
        f'GROUP BY 1 ORDER BY profit DESC, "group" NULLS LAST LIMIT {limit:d}',
        parameters,
    )
    rows = found.to_pylist()
    return tuple(Waterfall(row["group"], row["customers"], tuple((name, row[name]) for name in STEPS)) for row in rows)


def reconciliation(tables: Tables) -> tuple[ReconciledStep, ...]:
    """Every step of the whole book, in the order of STEPS, with what nobody carries."""
    found = tables.query(
        "SELECT step, customers, unassigned, total, facts, difference FROM profit_reconciliation ORDER BY position"
    )
    return tuple(ReconciledStep(**row) for row in found.to_pylist())
