"""The prices paid as numbers, and the groups within which they are compared."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from carteira.customize.pricing.comparison import Level, Paid, thirds
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


def levels(market: Market, product: Integers, segment: Integers, band: Integers) -> list[Level]:
    """The groups of ALIKE and ANYBODY, for answers about these products, segments and bands (A,)."""
    bought, category = market.purchases, market.products.category
    width, kinds = market.segments.table.num_rows, int(market.kind.max(initial=0)) + 2

    def groups(product: Integers, segment: Integers, band: Integers) -> list[Integers]:
        by_product, by_category = product * width + segment, category[product] * width + segment
        in_category = [np.where(category[product] < 0, -1, code) for code in (by_category * BANDS + band, by_category)]
        return [by_product * BANDS + band, by_product, *in_category, product * kinds + market.kind[segment], product]

    paid = groups(bought.product, bought.segment, bought.band)
    wanted = groups(product, segment, band)
    return [Level(one, np.where(other < 0, -2, other)) for one, other in zip(paid, wanted, strict=True)]
