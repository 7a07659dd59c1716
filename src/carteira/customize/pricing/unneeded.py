"""Discounts beyond what comparable customers get for the same products, and what taking them back would leave."""

import numpy as np
import pyarrow as pa

from carteira.customize.pricing.comparison import NOT_FOUND, compare
from carteira.customize.pricing.purchases import ALIKE, Market, levels, market_of, numbers
from carteira.customize.pricing.reading import Segments, known
from carteira.differentiate.peers import Floats

SCHEMA = pa.schema(
    {
        "customer_id": pa.int64(),
        "discount": pa.int64(),
        "compared_share": pa.float64(),
        "comparable_customers": pa.int64(),
        "price_index": pa.float64(),
        "unneeded_discount": pa.int64(),
        "kept_low": pa.int64(),
        "kept": pa.int64(),
        "kept_high": pa.int64(),
    }
)


def customer_price(paid: pa.Table, products: pa.Table, customers: pa.Table, elasticity: pa.Table) -> pa.Table:
    """The table `customer_price`: one row for each of `customers`, what it paid in the last 365 days against what
    comparable customers pay. Money in minor units a year.

    discount: given on its purchases; compared_share: the part of what it paid that could be compared, with at least 20
    customers of its kind and needs segment who buy the product (or its category, in like quantities where there are
    enough); comparable_customers: the fewest that a comparison rests on. price_index: what it paid over what it would
    have paid at their median (1: as usual). unneeded_discount: by how much what it paid lies below their lower
    quartile, that is below what three quarters of them pay at least; never above its discount, 0 where it pays as much.

    kept: what the margin would gain if that discount was not given, after the orders that the higher price loses by the
    elasticity of its segment; kept_low and kept_high: the least and the most within the elasticity's interval. Null
    where there is no such discount, the elasticity is not known, or no cost. Below 0: better give it.

    `paid`, `products`, `customers`, `elasticity`: the tables `price_paid`, `price_products`, `price_customers` and
    `price_elasticity`.
    """
    market = market_of(paid, products, customers)
    bought = market.purchases
    wanted = numbers(market, bought.product, bought.segment, bought.band)[: len(ALIKE)]
    found = compare(levels(market, ALIKE), wanted)
    compared = np.where(found.level == NOT_FOUND, 0.0, 1.0)
    count, of = customers.num_rows, bought.paid.customer
    discount, net, compared_net, middle, low = (
        np.bincount(of, values, count)
        for values in (
            bought.gross - bought.net,
            bought.net,
            compared * bought.net,
            np.nan_to_num(found.middle) * bought.gross,
            np.nan_to_num(found.low) * bought.gross,
        )
    )
    unneeded = np.clip(low - compared_net, 0.0, np.maximum(discount, 0.0))
    fewest = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(fewest, of[compared > 0], found.customers[compared > 0])
    return pa.table(
        {
            "customer_id": customers["customer_id"],
            "discount": pa.array(np.rint(discount).astype(np.int64)),
            "compared_share": known(np.divide(compared_net, net, out=np.full(count, np.nan), where=net > 0)),
            "comparable_customers": pa.array(fewest, pa.int64(), mask=compared_net <= 0),
            "price_index": known(np.divide(compared_net, middle, out=np.full(count, np.nan), where=middle > 0)),
            "unneeded_discount": pa.array(np.rint(unneeded).astype(np.int64), mask=compared_net <= 0),
            **_kept(market, unneeded, compared, answers(market.segments, elasticity)),
        },
        SCHEMA,
    )


def answers(segments: Segments, elasticity: pa.Table) -> Floats:
    """The elasticity of each segment and the ends of its interval (segments, 3): never above 0, NaN where not known."""
    names = ("elasticity_low", "elasticity", "elasticity_high")
    told = {
        (row["kind"], row["segment"]): [np.nan if row[name] is None else min(row[name], 0.0) for name in names]
        for row in elasticity.select(["kind", "segment", "category", *names]).to_pylist()
        if row["category"] is None
    }
    unknown = [np.nan] * 3
    rows = segments.table.to_pylist()
    return np.array([told.get((row["kind"], row["segment"]), unknown) for row in rows]).reshape(-1, 3)


def kept_of(unneeded: Floats, net: Floats, revenue: Floats, margin: Floats, elasticity: Floats) -> Floats:
    """What is kept of a discount that is taken back: f (margin + unneeded x revenue / net) - margin, where
    f = (1 + unneeded / net)^elasticity is the part of the orders that stays."""
    stays = (1 + unneeded / net) ** elasticity
    return np.asarray(stays * (margin + unneeded * revenue / net) - margin)


def _kept(market: Market, unneeded: Floats, compared: Floats, elasticity: Floats) -> dict[str, pa.Array]:
    bought, count = market.purchases, len(unneeded)
    of = bought.paid.customer
    names = (bought.net, bought.revenue, bought.known_revenue, bought.product_cost)
    net, revenue, known_revenue, cost = (np.bincount(of, compared * values, count) for values in names)
    telling = np.flatnonzero((unneeded >= 0.5) & (known_revenue > 0))
    margin = revenue - cost * np.divide(revenue, known_revenue, out=np.zeros(count), where=known_revenue > 0)
    own = elasticity[market.segments.of_customer[telling]]
    kept = np.full((count, 3), np.nan)
    columns = np.stack([unneeded, net, revenue, margin])[:, telling, None]
    kept[telling] = kept_of(columns[0], columns[1], columns[2], columns[3], own)
    ends = {"kept_low": kept.min(axis=1), "kept": kept[:, 1], "kept_high": kept.max(axis=1)}
    return {name: _whole(values) for name, values in ends.items()}


def _whole(values: Floats) -> pa.Array:
    missing = np.isnan(values)
    return pa.array(np.rint(np.where(missing, 0.0, values)).astype(np.int64), mask=missing)
