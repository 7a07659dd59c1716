"""More revenue, less profit? Revenue change against profit change, in four quadrants."""

from dataclasses import dataclass

from carteira.differentiate.scope import COMPANY, Scope
from carteira.differentiate.tables import Tables

QUADRANTS = ("revenue_up_profit_up", "revenue_up_profit_down", "revenue_down_profit_up", "revenue_down_profit_down")
"""No change counts as up."""

CHANGES = """
    SELECT
        customer_id, name, category,
        revenue - previous_revenue AS revenue_change,
        profit - previous_profit AS profit_change,
        CASE WHEN revenue >= previous_revenue THEN 'revenue_up_' ELSE 'revenue_down_' END
        || CASE WHEN profit >= previous_profit THEN 'profit_up' ELSE 'profit_down' END AS quadrant
    FROM customer_card
"""
COMPARABLE = "(revenue <> 0 OR previous_revenue <> 0 OR profit <> 0 OR previous_profit <> 0)"


@dataclass(frozen=True)
class Quadrant:
    """The customers of a quadrant, and how their revenue and profit changed together, in minor units."""

    quadrant: str
    customers: int
    revenue_change: int
    profit_change: int


@dataclass(frozen=True)
class QuadrantPoint:
    """One customer: the change of revenue and of profit against the period before, in minor units."""

    customer_id: int
    name: str | None
    category: str
    quadrant: str
    revenue_change: int
    profit_change: int


def quadrants(tables: Tables, scope: Scope = COMPANY) -> tuple[Quadrant, ...]:
    """The four quadrants in the order of QUADRANTS, empty ones too, over who had any figure in either period."""
    where, parameters = scope.where(COMPARABLE)
    found = tables.query(
        "SELECT quadrant, COUNT(*) AS customers, CAST(SUM(revenue_change) AS BIGINT) AS revenue_change, "
        "CAST(SUM(profit_change) AS BIGINT) AS profit_change "
        f"FROM ({CHANGES} WHERE {where}) AS changes GROUP BY quadrant",
        parameters,
    )
    by_name = {row["quadrant"]: Quadrant(**row) for row in found.to_pylist()}
    return tuple(by_name.get(name, Quadrant(name, 0, 0, 0)) for name in QUADRANTS)


def quadrant_points(tables: Tables, scope: Scope = COMPANY, limit: int = 500) -> tuple[QuadrantPoint, ...]:
    """The `limit` customers whose profit changed most, largest change first."""
    where, parameters = scope.where(COMPARABLE)
    found = tables.query(
        f"{CHANGES} WHERE {where} ORDER BY ABS(profit - previous_profit) DESC, customer_id LIMIT {limit:d}", parameters
    )
    return tuple(QuadrantPoint(**row) for row in found.to_pylist())
