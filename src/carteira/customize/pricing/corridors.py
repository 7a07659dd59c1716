"""Between which prices a product is sold to a segment: floor, usual, target, ceiling."""

import numpy as np
import pyarrow as pa

from carteira.customize.pricing.comparison import NOT_FOUND, Comparison, Groups, compare
from carteira.customize.pricing.purchases import ALIKE, ANYBODY, BANDS, Market, levels, market_of, numbers
from carteira.customize.pricing.reading import floats, known
from carteira.differentiate.peers import Floats, Integers

LARGEST_SERVICE = 0.5
"""Of revenue: a segment that costs more to serve needs other terms of service, not another price."""
AT_ONCE = 2_000
"""Products at a time, to bound the memory."""


def price_corridors(paid: pa.Table, products: pa.Table, customers: pa.Table, *, least_margin: float) -> pa.Table:
    """The table `price_corridors`: prices per piece in minor units, tax included, for each product sold in the last
    365 days, kind of customer, needs segment and range of quantity (quantity_from up to below quantity_to pieces in an
    order line; null: no end).

    ceiling_price: the list price, where none is given the average price before discount. usual_low, usual_price and
    usual_high: quartiles of what comparable customers pay after discount, null where fewer than 20 can be compared;
    basis: whom they rest on (the product in like quantities, the product, its category in like quantities, its category
    within the segment; else the product for the kind of customer, or for anybody); customers: how many they are.
    floor_price = unit cost / ((1 - tax share) (1 - cost to serve share - `least_margin`)): at it the segment's revenue
    leaves the least margin after product cost and cost to serve; null where no unit cost is known. target_price: the
    upper quartile, not below the floor, never above the ceiling. cost_to_serve_share: of the segment's revenue.

    `paid`, `products`, `customers`: the tables `price_paid`, `price_products` and `price_customers`.
    """
    market = market_of(paid, products, customers)
    shares = service_shares(market, customers)
    groups = levels(market, (*ALIKE, *ANYBODY))
    count = len(market.products.ids)
    blocks = [np.arange(first, min(first + AT_ONCE, count)) for first in range(0, max(count, 1), AT_ONCE)]
    return pa.concat_tables([_block(market, groups, block, shares, least_margin) for block in blocks])


def service_shares(market: Market, customers: pa.Table) -> Floats:
    """What serving each segment costs, as a share of its revenue (segments,); that of all where it has none."""
    count, place = market.segments.table.num_rows, market.segments.of_customer
    cost, revenue = (np.bincount(place, floats(customers[name]), count) for name in ("cost_to_serve", "revenue"))
    overall = cost.sum() / revenue.sum() if revenue.sum() > 0 else 0.0
    share = np.divide(cost, revenue, out=np.full(count, overall), where=revenue > 0)
    return np.asarray(np.clip(share, 0.0, LARGEST_SERVICE))


def floor_price(unit_cost: Floats, tax_share: Floats, service_share: Floats, least_margin: float) -> Floats:
    """The price at which cost, tax, service and the least margin are just paid."""
    return np.asarray(unit_cost / ((1 - tax_share) * (1 - service_share - least_margin)))


def _block(market: Market, groups: list[Groups], block: Integers, shares: Floats, least_margin: float) -> pa.Table:
    segments = market.segments.table
    product, segment, band = (
        each.ravel() for each in np.meshgrid(block, np.arange(segments.num_rows), np.arange(BANDS), indexing="ij")
    )
    cuts = np.column_stack([np.zeros(len(market.thirds)), market.thirds, np.full(len(market.thirds), np.inf)])
    begin, end = cuts[product, band], cuts[product, band + 1]
    kept = begin < end
    product, segment, band, begin, end = (each[kept] for each in (product, segment, band, begin, end))
    found = compare(groups, numbers(market, product, segment, band))
    listed = market.products.table.take(pa.array(product))
    rows = segments.take(pa.array(segment))
    limits = {"quantity_from": pa.array(begin), "quantity_to": known(end)}
    prices = _prices(listed, found, shares[segment], least_margin)
    named = {name: listed[name] for name in ("product_id", "product_name", "category")}
    basis = pa.array(np.array([*ALIKE, *ANYBODY, ""])[found.level], pa.string(), mask=found.level == NOT_FOUND)
    counted = {"basis": basis, "customers": pa.array(found.customers, pa.int64())}
    return pa.table({**named, "kind": rows["kind"], "segment": rows["segment"], **limits, **prices, **counted})


def _prices(products: pa.Table, found: Comparison, service_share: Floats, least_margin: float) -> dict[str, pa.Array]:
    unit_price, list_price, cost, tax = (
        floats(products[name]) for name in ("unit_price", "list_price", "unit_cost", "tax_share")
    )
    ceiling = np.where(np.isnan(list_price), unit_price, list_price)
    low, middle, high = (np.minimum(unit_price * quartile, ceiling) for quartile in found[:3])
    floor = floor_price(cost, tax, service_share, least_margin)
    return {
        "floor_price": known(floor),
        "usual_low": known(low),
        "usual_price": known(middle),
        "usual_high": known(high),
        "target_price": known(np.minimum(np.fmax(high, floor), ceiling)),
        "ceiling_price": known(ceiling),
        "cost_to_serve_share": pa.array(service_share),
    }
