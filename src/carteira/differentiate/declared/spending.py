"""What customers cost who are kept for reasons beyond money, against what they may cost."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from carteira.differentiate.scope import COMPANY, Scope
from carteira.differentiate.tables import Tables


@dataclass(frozen=True)
class Spending:
    """A customer's cost in the run's window beside what it may cost a year, in minor units."""

    customer_id: int
    name: str | None
    category: str
    owner: str | None
    spent: int
    ceiling: int

    @property
    def over(self) -> int:
        """By how much the cost is above the ceiling; not above zero: within it."""
        return self.spent - self.ceiling


def spent_on(card: Mapping[str, Any]) -> int | None:
    """What was put into the customer in the window: its cost to serve, and what its sales lost before that, in minor
    units. None for who may not see costs."""
    if card["cost_to_serve"] is None or card["gross_margin"] is None:
        return None
    return int(card["cost_to_serve"]) + max(-int(card["gross_margin"]), 0)


def spending(tables: Tables, ceilings: Mapping[int, int], scope: Scope = COMPANY) -> tuple[Spending, ...]:
    """What each of these customers in the scope costs, the farthest above its ceiling first.

    `ceilings`: what each may cost a year, by customer.
    """
    where, parameters = replace(scope, visible=list(ceilings)).where()
    found = tables.rows(
        f"SELECT customer_id, name, category, owner, cost_to_serve, gross_margin FROM customer_card WHERE {where}",
        parameters,
    )
    rows = [
        Spending(
            row["customer_id"],
            row["name"],
            row["category"],
            row["owner"],
            spent_on(row) or 0,
            ceilings[row["customer_id"]],
        )
        for row in found
    ]
    return tuple(sorted(rows, key=lambda row: (-row.over, row.customer_id)))
