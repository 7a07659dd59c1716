"""The prices paid as numbers, and the groups within which they are compared."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from carteira.customize.pricing.comparison import Groups, Paid, grouped, thirds
from carteira.customize.pricing.reading import Segments, codes, encoded, floats, segments_of
from carteira.differentiate.peers import Floats, Integers

BANDS = 3
"""Small, middling and large quantities: a third of a product's buyers each."""
ALIKE = ("product_and_quantity", "product", "category_and_quantity", "category")
"""Groups within a segment, from narrow to wide: who buys the same product in like quantities, and so on."""
ANYBODY = ("product_of_kind", "product_of_anybody")
"""Wider ones, for who is in no segment or in a small one."""


class Products(NamedTuple):
    ids: pa.Array
    table: pa.Table
    category: Integers
    """-1 where not given."""


class Purchases(NamedTuple):
    """Pairs of customer and product (M,), who bought what in the last year."""

    paid: Paid
    segment: Integers
    product: Integers
    band: Integers
    gross: Floats
    net: Floats
    revenue: Floats
    known_revenue: Floats
    product_cost: Floats


class Market(NamedTuple):
    segments: Segments
    kind: Integers
    """Of each segment."""
    products: Products
    thirds: Floats
    """(products, 2): the quantities from which an order of a product is middling, and large."""
    purchases: Purchases


def market_of(paid: pa.Table, products: pa.Table, customers: pa.Table) -> Market:
    """From the tables `price_paid`, `price_products` and `price_customers`; purchases of others are left out."""
    segments = segments_of(customers)
    listed = Products(products["product_id"].combine_chunks(), products, encoded(products["category"])[1])
    customer, segment = segments.of(paid["customer_id"])
    product = codes(pc.index_in(paid["product_id"], value_set=listed.ids))
    kept = (customer >= 0) & (product >= 0)
    customer, segment, product = customer[kept], segment[kept], product[kept]
    names = ("quantity", "sale_lines", "gross", "net", "revenue", "known_revenue", "product_cost")
    quantity, lines, *money = (floats(paid[name])[kept] for name in names)
    cuts = thirds(product, quantity / lines, len(listed.ids))
    band = (quantity / lines >= cuts[product].T).sum(axis=0)
    gross, net = money[:2]
    pairs = Purchases(Paid(customer, net / gross), segment, product, band, *money)
    return Market(segments, encoded(segments.table["kind"])[1], listed, cuts, pairs)


def levels(market: Market, names: Sequence[str]) -> list[Groups]:
    """What is paid in the groups of these names, the first of ALIKE and ANYBODY."""
    bought = market.purchases
    codes_of = numbers(market, bought.product, bought.segment, bought.band)[: len(names)]
    return [
        grouped(bought.paid, code, once=not name.startswith("category"))
        for name, code in zip(names, codes_of, strict=True)
    ]


def numbers(market: Market, product: Integers, segment: Integers, band: Integers) -> list[Integers]:
    """The number of the group of ALIKE and ANYBODY for each product, segment and band (A,), -1 where there is none."""
    width, kinds = market.segments.table.num_rows, int(market.kind.max(initial=0)) + 2
    category = market.products.category[product]
    by_product, by_category = product * width + segment, category * width + segment
    of_kind = product * kinds + market.kind[segment] + 1
    in_category = [np.where(category < 0, -1, code) for code in (by_category * BANDS + band, by_category)]
    return [by_product * BANDS + band, by_product, *in_category, of_kind, product]
