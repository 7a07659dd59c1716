"""The product plan of one customer, as its page shows it."""

from typing import Any

from carteira.differentiate.tables import Tables


def planned(tables: Tables, customer_id: int) -> list[dict[str, Any]]:
    """The next products of the customer in the order of the expected day; each as a row of the table `product_plan`."""
    return list(tables.of_customers("product_plan", [customer_id]).to_pylist())
