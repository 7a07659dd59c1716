"""Which customers a question about the portfolio is about, as a safe condition on `customer_card`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

ACTIVE = "(line_count > 0 OR cost_to_serve <> 0 OR profit <> 0)"
"""The condition of customers who brought or cost anything in the window."""


@dataclass(frozen=True)
class Scope:
    """Customers with all of the given values; without any, the whole company.

    `visible` lists the ids of the customers that the asking person may see; None: all.
    """

    owner: str | None = None
    team: str | None = None
    branch: str | None = None
    kind: str | None = None
    visible: Sequence[int] | None = None

    def where(self, *conditions: str) -> tuple[str, list[Any]]:
        """The condition for a WHERE, with its parameters. `conditions`: further ones, written in this room's code."""
        named = {"owner": self.owner, "team": self.team, "branch": self.branch, "kind": self.kind}
        given = {name: value for name, value in named.items() if value is not None}
        parts = [*conditions, *(f"{name} = ?" for name in given)]
        parameters: list[Any] = list(given.values())
        if self.visible is not None:
            parts.append("customer_id IN (SELECT UNNEST(CAST(? AS BIGINT[])))")
            parameters.append([int(customer) for customer in self.visible])
        return " AND ".join(parts) or "TRUE", parameters


COMPANY = Scope()
"""Everybody."""
