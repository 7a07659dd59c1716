"""Small books of prices: what each customer paid for each product."""

from typing import Any

import pyarrow as pa

ROWS = list[dict[str, Any]]


def paid(rows: ROWS) -> pa.Table:
    """`price_paid` from customer_id, gross and net; the rest is one piece of product "saw" at cost 500 without tax."""
    usual = {"product_id": "saw", "quantity": 1.0, "sale_lines": 1, "product_cost": 500}
    full = [{**usual, "revenue": row["net"], "known_revenue": row.get("revenue", row["net"]), **row} for row in rows]
    return pa.Table.from_pylist(full)


def products(**changed: Any) -> pa.Table:
    """`price_products` of the one product "saw": a list price of 1000, a cost of 500, no tax."""
    row = {
        "product_id": "saw",
        "product_name": "Saw",
        "category": "tools",
        "unit_price": 1000.0,
        "list_price": 1000.0,
        "unit_cost": 500.0,
        "tax_share": 0.0,
        **changed,
    }
    schema = {name: pa.string() if isinstance(value, str) else pa.float64() for name, value in row.items()}
    return pa.Table.from_pylist([row], pa.schema(schema))


def customers(count: int, *, segment: int | None = 1, kind: str = "company") -> pa.Table:
    """`price_customers` 0, 1 ...: serving each costs a tenth of its revenue."""
    rows = [
        {"customer_id": each, "kind": kind, "segment": segment, "revenue": 1000, "cost_to_serve": 100}
        for each in range(count)
    ]
    types = {
        "customer_id": pa.int64(),
        "kind": pa.string(),
        "segment": pa.int64(),
        "revenue": pa.int64(),
        "cost_to_serve": pa.int64(),
    }
    return pa.Table.from_pylist(rows, pa.schema(types))


def elasticity(value: float | None, low: float | None, high: float | None) -> pa.Table:
    """`price_elasticity` of companies of segment 1."""
    row = {
        "kind": "company",
        "segment": 1,
        "category": None,
        "elasticity": value,
        "elasticity_low": low,
        "elasticity_high": high,
    }
    types = {name: pa.float64() for name in row} | {"kind": pa.string(), "segment": pa.int64(), "category": pa.string()}
    return pa.Table.from_pylist([row], pa.schema(types))


LADDER = [
    {"customer_id": each, "gross": 10_000, "net": 8_000 + 100 * each, "quantity": 10.0, "sale_lines": 10}
    for each in range(21)
]
"""Twenty-one companies that each bought ten saws, with discounts of 20 %, 19 % ... 0 %."""
