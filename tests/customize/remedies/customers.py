"""Customers for tests of remedies: what is not said of one is 0."""

from typing import Any

import pyarrow as pa

from carteira.customize.remedies import customer_remedy

COLUMNS = (
    "gross_sales", "discounts", "paid", "revenue", "gross_margin", "per_order", "per_sale", "delivery", "services",
    "visits", "calls", "campaigns", "late", "order_count", "visit_count", "call_count", "visit_minutes", "call_cost",
    "call_minutes", "usual_discount", "overdue", "days_late",
)  # fmt: skip
COSTS = ("per_order", "per_sale", "delivery", "services", "visits", "calls", "campaigns", "late")

SURE: dict[str, Any] = {
    "elasticity": [1, 1, 1],
    "collected": [0.5, 0.5, 0.5],
    **{
        name: [0, 0, 0]
        for name in (
            "collection_lost", "campaigns_lost", "calls_lost", "visits_lost", "service_lost", "delivery_lost",
            "merged_lost", "prepayment_lost", "stop_lost",
        )
    },
}  # fmt: skip
"""Nothing is lost but by dearer prices, and nothing is uncertain."""


def inputs(*customers: dict[str, Any]) -> pa.Table:
    """The table `remedy_inputs` of customers 1, 2, ...; profit follows from the rest."""
    rows = [{name: customer.get(name, 0.0) for name in COLUMNS} for customer in customers]
    for row in rows:
        row["profit"] = row["gross_margin"] - sum(row[name] for name in COSTS)
    columns = {name: pa.array([row[name] for row in rows], pa.float64()) for name in (*COLUMNS, "profit")}
    return pa.table({"customer_id": pa.array(range(1, len(rows) + 1), pa.int64()), **columns})


def orders(*customers: dict[str, Any]) -> pa.Table:
    """The table `remedy_orders`: what stands in `sizes` of each customer."""
    pairs = [(number, size) for number, one in enumerate(customers, 1) for size in one.get("sizes", ())]
    ids, amounts = [list(column) for column in zip(*pairs, strict=True)] if pairs else ([], [])
    return pa.table({"customer_id": pa.array(ids, pa.int64()), "amount": pa.array(amounts, pa.int64())})


def found(*customers: dict[str, Any], **assumptions: Any) -> list[dict[str, Any]]:
    """The rows of `customer_remedy`."""
    given = {**SURE, **assumptions}
    return list(customer_remedy(inputs(*customers), orders(*customers), given).to_pylist())


def way(rows: list[dict[str, Any]], customer: int) -> list[tuple[str, int]]:
    """The recommended steps of a customer with what each brings."""
    mine = [row for row in rows if row["customer_id"] == customer and row["step"]]
    return [(row["remedy"], row["step_gain"]) for row in sorted(mine, key=lambda row: row["step"])]
