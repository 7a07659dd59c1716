"""The tables of this room that pages open by customer (see `carteira.differentiate.reading`), and the options of a run
as arrays beside them."""

from collections.abc import Mapping
from pathlib import Path

from carteira.warehouse.engine import Engine
from carteira.warehouse.reading_copy import CopiedTable

BY_CUSTOMER: Mapping[str, str] = {
    "product_plan": "SELECT * FROM product_plan ORDER BY customer_id, place",
    "customer_action": "SELECT * FROM customer_action ORDER BY customer_id",
    "customer_price": "SELECT * FROM customer_price ORDER BY customer_id",
    "customer_remedy": "SELECT * FROM customer_remedy ORDER BY customer_id, place",
    "price_paid": (
        "SELECT customer_id, product_id, product_name, net FROM price_paid ORDER BY customer_id, net DESC, product_id"
    ),
}
"""The SELECT of each table, sorted by customer first."""
LISTS: tuple[CopiedTable, ...] = (
    CopiedTable(
        "plan_list",
        """
        SELECT
            a.customer_id, c.name, c.kind, c.category, c.city, c.branch, c.need, a.action, a.value, a.value_low,
            a.value_high, a.price, a.value - a.price AS net_value, a.reason, a.effect, a.next_action, a.next_net,
            a.wished, a.wished_value, a.wished_resource
        FROM customer_action AS a
        INNER JOIN customer_card AS c ON c.customer_id = a.customer_id
        WHERE a.action IS NOT NULL OR a.wished IS NOT NULL
        """,
        "net_value DESC, customer_id",
        indexes=("customer_id",),
    ),
)
"""Who gets something, and who would if resources were not scarce."""
OPTIONS = "options"
"""The folder of the options in a reading copy."""


def save_options(engine: Engine, run_id: int, folder: Path) -> None:
    """Writes the options of the run whose tables the engine has; none where it has none."""
    from carteira.customize.options import save
    from carteira.customize.options_table import options_from

    if terms := engine.query("SELECT * FROM plan_terms").to_pylist():
        rows = engine.batches("SELECT * EXCLUDE (run_id, as_of) FROM action_options ORDER BY customer_id")
        save(options_from(terms[0], rows, run_id), folder)
