"""What the plan pages read: who gets which action, in sum and one by one. Money in minor units."""

from dataclasses import dataclass
from typing import Any

from carteira.differentiate.tables import Tables

PAGE_ROWS = 50


@dataclass(frozen=True)
class Part:
    """Which part of the plan: of one action ("" for all), one branch, one seller, or those left out."""

    action: str = ""
    branch: str = ""
    owner: str = ""
    left_out: bool = False

    def where(self) -> tuple[str, list[Any]]:
        conditions, parameters = ["p.action IS NULL" if self.left_out else "p.action IS NOT NULL"], []
        for column, value in (("p.wished" if self.left_out else "p.action", self.action), ("p.branch", self.branch)):
            if value:
                conditions.append(f"{column} = ?")
                parameters.append(value)
        if self.owner:
            conditions.append("p.customer_id IN (SELECT customer_id FROM customer_list WHERE owner = ?)")
            parameters.append(self.owner)
        return " AND ".join(conditions), parameters


def plan_sums(tables: Tables, part: Part) -> list[dict[str, Any]]:
    """For each action: action, customers, value and price, the largest value first."""
    where, parameters = part.where()
    column = "wished" if part.left_out else "action"
    value = "wished_value" if part.left_out else "value"
    return tables.rows(
        f"SELECT p.{column} AS action, COUNT(*) AS customers, CAST(SUM(p.{value}) AS BIGINT) AS value, "
        f"CAST(SUM(p.price) AS BIGINT) AS price FROM plan_list AS p WHERE {where} GROUP BY ALL ORDER BY value DESC, 1",
        parameters,
    )


def plan_rows(tables: Tables, part: Part, offset: int = 0, limit: int = PAGE_ROWS) -> list[dict[str, Any]]:
    """A page of the decisions, the highest value after the price of scarce resources first; of those left out, the
    highest value that was wished."""
    where, parameters = part.where()
    order = "p.wished_value DESC" if part.left_out else "p.net_value DESC"
    return tables.rows(
        f"SELECT p.* FROM plan_list AS p WHERE {where} ORDER BY {order}, p.customer_id "
        f"LIMIT {limit:d} OFFSET {offset:d}",
        parameters,
    )


def rounds(tables: Tables, owner: str, limit: int = PAGE_ROWS) -> list[dict[str, Any]]:
    """What one seller has to do, city by city: the city with the highest value first, and inside it the best first."""
    where, parameters = Part(owner=owner).where()
    return tables.rows(
        "SELECT p.*, SUM(p.net_value) OVER (PARTITION BY p.city) AS city_value FROM plan_list AS p "
        f"WHERE {where} ORDER BY city_value DESC, p.city, p.net_value DESC, p.customer_id LIMIT {limit:d}",
        parameters,
    )


def decision_of(tables: Tables, customer_id: int) -> dict[str, Any] | None:
    """The row of `customer_action` of one customer; None where the run has no plan."""
    found = tables.of_customers("customer_action", [customer_id]).to_pylist()
    return found[0] if found else None


def branches(tables: Tables) -> list[str]:
    """Those with somebody in the plan."""
    found = tables.rows_once("SELECT DISTINCT branch FROM plan_list WHERE branch IS NOT NULL ORDER BY branch")
    return [row["branch"] for row in found]
