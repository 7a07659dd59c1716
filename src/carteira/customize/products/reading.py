"""The book as numbers: Arrow tables become rows of codes, customers and products being numbered in order."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from carteira.customize.products.purchases import Codes, Days, Flags, Floats

UNKNOWN_DAY = np.int32(2**31 - 1)
PERSON = "person"


class Book(NamedTuple):
    """What was bought, by whom, of what. Codes are places in `customer_ids` and `product_ids`; -1 where unknown."""

    days: Days
    customer_ids: pa.Array
    created: Codes
    """The day on which each customer was entered, UNKNOWN_DAY where not given."""
    company: Flags
    """Not known to be a person."""
    traits: tuple[Codes, ...]
    """Groups of customers: by kind, branch and city; by kind and branch; by kind. -1 where the last is not given."""
    product_ids: pa.Array
    names: pa.Array
    category: Codes
    categories: pa.Array
    revenue: Floats
    """Of the lines of each product whose cost is known, as is `cost`."""
    cost: Floats

    @property
    def customers(self) -> int:
        return len(self.customer_ids)

    @property
    def products(self) -> int:
        return len(self.product_ids)


def read(purchases: pa.Table, products: pa.Table, customers: pa.Table) -> Book:
    """The book from the tables that `product_plan` takes; purchases of others than `customers` are left out."""
    ids, product_ids = customers["customer_id"].combine_chunks(), products["product_id"].combine_chunks()
    names = pc.coalesce(products["product_name"], products["product_id"]).combine_chunks()
    category = pc.dictionary_encode(products["category"].combine_chunks())
    revenue, cost = (_floats(products[name]) for name in ("known_revenue", "known_cost"))
    company = pc.fill_null(pc.not_equal(customers["kind"], PERSON), True)
    return Book(
        _days(purchases, ids, product_ids),
        ids,
        _codes(pc.cast(customers["created_on"], pa.int32()), UNKNOWN_DAY),
        np.asarray(company.to_numpy(), dtype=np.bool_),
        _traits(customers),
        product_ids,
        names,
        _codes(category.indices),
        pc.cast(category.dictionary, pa.string()),
        revenue,
        cost,
    )


def _days(purchases: pa.Table, customers: pa.Array, products: pa.Array) -> Days:
    """Ordered, one row per customer, product and day."""
    customer = _codes(pc.index_in(purchases["customer_id"], value_set=customers))
    product = _codes(pc.index_in(purchases["product_id"], value_set=products))
    rows = Days(
        customer,
        product,
        _codes(pc.cast(purchases["ordered_on"], pa.int32())),
        _floats(purchases["quantity"]),
        _floats(purchases["revenue"]),
    ).take((customer >= 0) & (product >= 0))
    order = np.lexsort((rows.day, rows.product, rows.customer))
    rows = rows.take(order)
    if not len(order):
        return rows
    same = [column[1:] == column[:-1] for column in rows[:3]]
    begin = np.append(0, np.flatnonzero(~(same[0] & same[1] & same[2])) + 1)
    first = rows.take(begin)
    return first._replace(
        quantity=np.add.reduceat(rows.quantity, begin),
        spend=np.add.reduceat(rows.spend, begin),
    )


def _traits(customers: pa.Table) -> tuple[Codes, ...]:
    together = np.zeros(customers.num_rows, dtype=np.int64)
    found = []
    for name in ("kind", "branch", "city"):
        own = _codes(pc.dictionary_encode(customers[name].combine_chunks()).indices)
        together = np.unique(together * (int(own.max(initial=0)) + 2) + own, return_inverse=True)[1]
        found.append(np.where(own < 0, -1, together).astype(np.int32))
    return tuple(reversed(found))


def _codes(column: pa.Array | pa.ChunkedArray, unknown: int | np.int32 = -1) -> Codes:
    filled = pc.fill_null(pc.cast(column, pa.int32()), pa.scalar(int(unknown), pa.int32()))
    return np.asarray(filled.to_numpy(), dtype=np.int32)


def _floats(column: pa.ChunkedArray) -> npt.NDArray[np.float64]:
    return np.asarray(pc.fill_null(pc.cast(column, pa.float64()), 0.0).to_numpy(), dtype=np.float64)
