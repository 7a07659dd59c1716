"""Books for the product plan: small ones written by hand, and a simulated market whose truth is known."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import pyarrow as pa

AS_OF = date(2026, 1, 1)
EPOCH = date(1970, 1, 1)

Line = tuple[int, str, int, float, int]
"""customer, product, days before AS_OF, quantity, revenue"""


class Tables(NamedTuple):
    """What product_plan takes."""

    purchases: pa.Table
    products: pa.Table
    customers: pa.Table


def tables(
    lines: Sequence[Line],
    products: Mapping[str, Mapping[str, object]] | None = None,
    customers: Mapping[int, Mapping[str, object]] | None = None,
) -> Tables:
    """Lines as tables; products and customers are those of the lines where not given."""
    products = {line[1]: {} for line in lines} if products is None else products
    customers = {line[0]: {} for line in lines} if customers is None else customers
    texts = {name: pa.string() for name in ("product_name", "category")}
    numbers = {name: pa.int64() for name in ("known_revenue", "known_cost")}
    traits = {name: pa.string() for name in ("kind", "branch", "city")} | {"created_on": pa.date32()}
    return Tables(
        pa.table(
            {
                "customer_id": pa.array([line[0] for line in lines], pa.int64()),
                "product_id": pa.array([line[1] for line in lines], pa.string()),
                "ordered_on": pa.array([AS_OF - timedelta(days=line[2]) for line in lines], pa.date32()),
                "quantity": pa.array([line[3] for line in lines], pa.float64()),
                "revenue": pa.array([line[4] for line in lines], pa.int64()),
            }
        ),
        _rows("product_id", pa.string(), products, texts | numbers),
        _rows("customer_id", pa.int64(), customers, traits),
    )


def _rows(key: str, kind: pa.DataType, rows: Mapping, columns: Mapping[str, pa.DataType]) -> pa.Table:
    given = {name: pa.array([row.get(name) for row in rows.values()], of) for name, of in columns.items()}
    return pa.table({key: pa.array(list(rows), kind)} | given)


class Market(NamedTuple):
    """Tables until AS_OF, and what was bought since: by customer and product the days after AS_OF and the spend."""

    tables: Tables
    later: dict[tuple[int, str], list[tuple[int, int]]]


def market(customers: int, seed: int, ahead: int = 90, past: int = 720) -> Market:
    """A steady market: 60 products in 10 categories, six tastes, regular rhythms, customers who leave.

    A customer of a taste takes up each product of it with a chance of its own, some time after joining, and buys it
    from then on at gamma intervals of shape 3 until leaving. In every category who uses its first product may move to
    the dearer second one.
    """
    rng = np.random.default_rng(seed)
    products, tastes = 60, 6
    chance = np.where(rng.random((tastes, products)) < 0.25, 0.5, 0.02)
    interval, price = rng.uniform(20, 80, products), np.rint(rng.lognormal(7, 0.5, products))
    price[1::6] = np.rint(price[0::6] * 1.5)
    taste, joined = rng.integers(0, tastes, customers), rng.integers(0, past, customers)
    size, pace = rng.lognormal(0, 0.5, customers), rng.lognormal(0, 0.3, customers)
    left = joined + rng.exponential(1500, customers)
    owns = rng.random((customers, products)) < chance[taste]
    owns[:, 1::6] = owns[:, 0::6] & (rng.random((customers, products // 6)) < 0.4)
    who, what = np.nonzero(owns)
    now = joined[who] + rng.exponential(250, len(who))
    up = what % 6 == 1
    now[up] += 60
    rows = []
    while len(who):
        keep = now < np.minimum(left[who], past + ahead)
        who, what, now = who[keep], what[keep], now[keep]
        spend = price[what] * size[who] * rng.gamma(4, 0.25, len(who))
        rows.append(np.column_stack([who, what, np.floor(now), np.rint(spend)]).astype(np.int64))
        now = now + rng.gamma(3, interval[what] * pace[who] / 3)
    every = np.unique(np.concatenate(rows), axis=0)
    seen = every[every[:, 2] < past]
    later: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for customer, product, day, spend in every[every[:, 2] >= past].tolist():
        later.setdefault((customer, f"P{product}"), []).append((day - past, spend))
    facts = {
        f"P{number}": {"category": f"C{number // 6}", "known_revenue": 1000, "known_cost": 600}
        for number in range(products)
    }
    start = AS_OF - timedelta(days=past)
    kinds = {c: {"kind": "company", "created_on": start + timedelta(days=int(joined[c]))} for c in range(customers)}
    lines = [(c, f"P{p}", past - day, spend / price[p], spend) for c, p, day, spend in seen.tolist()]
    return Market(tables(lines, facts, kinds), later)


def came_true(plan: pa.Table, later: dict[tuple[int, str], list[tuple[int, int]]]) -> np.ndarray:
    """Whether the product of each row was bought later; for basket gaps, any product of its category."""
    categories = {(customer, f"C{int(product[1:]) // 6}") for customer, product in later}
    columns = (plan[name].to_pylist() for name in ("customer_id", "product_id", "category", "kind"))
    return np.array(
        [
            (customer, category) in categories if kind == "basket_gap" else (customer, product) in later
            for customer, product, category, kind in zip(*columns, strict=True)
        ]
    )
