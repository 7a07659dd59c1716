"""The prices of one customer, as its page shows them."""

from typing import Any

from carteira.customize.pricing.quote import Offer
from carteira.differentiate.tables import Tables

MOST_PRODUCTS = 100
_CORRIDOR = """
SELECT r.*, p.unit_cost, p.tax_share
FROM price_corridors AS r
INNER JOIN price_customers AS c ON c.kind IS NOT DISTINCT FROM r.kind AND c.segment IS NOT DISTINCT FROM r.segment
INNER JOIN price_products AS p ON p.product_id = r.product_id
WHERE c.customer_id = ? AND r.product_id = ? AND r.quantity_from <= ? AND (r.quantity_to IS NULL OR r.quantity_to > ?)
"""
_ELASTICITY = """
SELECT elasticity_low, elasticity, elasticity_high
FROM price_elasticity
WHERE kind IS NOT DISTINCT FROM ? AND segment IS NOT DISTINCT FROM ? AND (category = ? OR category IS NULL)
    AND kind IS NOT NULL AND elasticity IS NOT NULL
ORDER BY category IS NULL
LIMIT 1
"""
_WIN_RATE = """
SELECT win_rate FROM price_win_rates WHERE kind IS NOT DISTINCT FROM ? AND segment IS NOT DISTINCT FROM ?
"""


def paid(tables: Tables, customer_id: int) -> dict[str, Any] | None:
    """The customer's row of the table `customer_price`; None where it is not there, or not for this person."""
    found = tables.of_customers("customer_price", [customer_id]).to_pylist()
    return found[0] if found else None


def bought(tables: Tables, customer_id: int) -> list[dict[str, Any]]:
    """product_id and product_name of what the customer bought in the last 365 days, the largest first, MOST_PRODUCTS at
    most."""
    return list(tables.of_customers("price_paid", [customer_id]).slice(0, MOST_PRODUCTS).to_pylist())


def corridor(tables: Tables, customer_id: int, product_id: str, quantity: float) -> dict[str, Any] | None:
    """The customer's row of the table `price_corridors` for so many pieces, with unit_cost and tax_share; None for a
    product that was not sold in the last 365 days."""
    found = tables.rows(_CORRIDOR, [customer_id, product_id, quantity, quantity])
    return found[0] if found else None


def offer_in(tables: Tables, row: dict[str, Any]) -> Offer:
    """What is known of the offer in this row of `corridor`: the elasticity of its category, else of its segment."""
    segment = [row["kind"], row["segment"]]
    answer = tables.rows(_ELASTICITY, [*segment, row["category"]])
    won = tables.rows(_WIN_RATE, segment)
    return Offer(
        floor=row["floor_price"],
        usual_low=row["usual_low"],
        usual=row["usual_price"],
        usual_high=row["usual_high"],
        ceiling=row["ceiling_price"],
        unit_cost=row["unit_cost"],
        tax_share=row["tax_share"],
        service_share=row["cost_to_serve_share"],
        elasticity=tuple(answer[0].values()) if answer else None,
        win_rate=won[0]["win_rate"] if won else None,
    )
