"""The tables of this room that pages open by customer; see `carteira.differentiate.reading`."""

from collections.abc import Mapping

BY_CUSTOMER: Mapping[str, str] = {
    "product_plan": "SELECT * FROM product_plan ORDER BY customer_id, place",
    "customer_price": "SELECT * FROM customer_price ORDER BY customer_id",
}
"""The SELECT of each table, sorted by customer first."""
