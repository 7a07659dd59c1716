"""How long the remedies of a large book take, and trying out terms for all.

    python -m benchmarks.remedies [CUSTOMERS]        (default 350000 with a loss: a book of a million)

CPU seconds of made-up customers with three orders each.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa

from carteira.customize.remedies import Terms, customer_remedy, effect_of

COSTS = ("per_order", "per_sale", "delivery", "services", "visits", "calls", "campaigns", "late")
ORDERS = 3


def book(count: int) -> tuple[pa.Table, pa.Table]:
    """The tables `remedy_inputs` and `remedy_orders`."""
    rng = np.random.default_rng(1)
    gross = rng.lognormal(11, 1.2, count)
    discounts = gross * rng.beta(2, 10, count)
    columns = {
        "gross_sales": gross,
        "discounts": discounts,
        "revenue": gross - discounts,
        "gross_margin": gross * rng.normal(0.05, 0.2, count),
        **{name: rng.lognormal(7, 1, count) * (rng.random(count) < 0.5) for name in COSTS},
        **{name: rng.integers(1, 30, count) for name in ("visit_count", "call_count", "visit_minutes")},
        "order_count": np.full(count, ORDERS),
        "call_cost": np.full(count, 1000.0),
        "call_minutes": np.full(count, 7.0),
        "usual_discount": np.full(count, 0.1),
        "overdue": rng.integers(0, 2, count) * 10_000,
        "days_late": np.full(count, 20),
    }
    ids = np.arange(1, count + 1)
    inputs = pa.table(
        {"customer_id": ids, **columns, "profit": columns["gross_margin"] - sum(columns[c] for c in COSTS)}
    )
    amounts = np.maximum(rng.lognormal(9, 1, count * ORDERS), 1).astype(np.int64)
    return inputs, pa.table({"customer_id": np.repeat(ids, ORDERS), "amount": amounts})


def seconds(work: Callable[[], Any]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    inputs, orders = book(int(sys.argv[1]) if len(sys.argv) > 1 else 350_000)
    terms = Terms(visits=12, discount=0.05, delivery_below=20_000, minimum_order=30_000)
    print(f"remedies {seconds(lambda: customer_remedy(inputs, orders, {})):.1f} s", flush=True)
    print(f"terms for all {seconds(lambda: effect_of(inputs, orders, terms, {})):.1f} s")


if __name__ == "__main__":
    main()
