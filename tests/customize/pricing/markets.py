"""Simulated markets in which the answer to the price is known."""

from datetime import date

import numpy as np
import pyarrow as pa

AS_OF = date(2026, 1, 1)
YEARS = 2.0
FIRST = (AS_OF - date(1970, 1, 1)).days - round(365 * YEARS)
MOST_PURCHASES = 400


def customers_of(segment: np.ndarray) -> pa.Table:
    """Companies 0, 1 ... of these needs segments."""
    count = len(segment)
    return pa.table(
        {
            "customer_id": pa.array(np.arange(count)),
            "kind": pa.repeat("company", count),
            "segment": pa.array(segment, pa.int64()),
            "revenue": pa.repeat(1000, count),
            "cost_to_serve": pa.repeat(100, count),
        }
    )


def market(
    elasticity: list[float], each: int, seed: int, *, discount: float = 0.2, creep: float = 0.0, leaving: float = 0.0
) -> tuple[pa.Table, pa.Table]:
    """`price_occasions` and `price_customers` of `each` companies per segment; segment k answers with `elasticity[k]`.

    Each has a purchase rate and a discount of its own, the higher the rate the higher the discount. A purchase is made
    at that discount x (0.5 to 1.5), and the next follows after an exponential time at rate x price^elasticity.
    `creep`: by how much discounts grow a year; `leaving`: the chance that a purchase is the last one.
    """
    chance = np.random.default_rng(seed)
    segment = np.repeat(np.arange(len(elasticity)), each)
    answer, count = np.array(elasticity)[segment], len(segment)
    size = chance.gamma(2.0, 0.5, count)
    usual = discount * (0.5 + size / 2) * chance.uniform(0.5, 1.5, count)
    day, alive = chance.uniform(0, 60, count), np.ones(count, bool)
    rows = []
    for _ in range(MOST_PURCHASES):
        alive &= day < 365 * YEARS
        grown = usual * (1 + creep) ** np.minimum(day / 365 - YEARS, 0.0)
        price = 1 - np.minimum(grown * chance.uniform(0.5, 1.5, count), 0.6)
        who = np.flatnonzero(alive)
        rows.append((who, day[who], price[who]))
        alive &= chance.random(count) >= leaving
        day = day + np.maximum(chance.exponential(365 / (8 * size) / price**answer), 1.0)
    who, day, price = (np.concatenate(column) for column in zip(*rows, strict=True))
    on = FIRST + np.floor(day).astype(np.int32)
    occasions = pa.table(
        {
            "customer_id": pa.array(who),
            "category": pa.repeat("tools", len(who)),
            "ordered_on": pa.array(on, pa.int32()).cast(pa.date32()),
            "quarter": pa.array(np.floor(day / 91).astype(np.int64)),
            "net": pa.array(price * 100),
            "usual": pa.repeat(100.0, len(who)),
        }
    )
    return occasions, customers_of(segment)
