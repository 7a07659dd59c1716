"""Prices that keep the real use of resources on the plan: a controller nudges them where a week runs ahead or behind.

The plan's prices are right if customers come as the plan supposes. More of them, or others, would empty a budget by
Wednesday or leave it unspent. Feedback on real use as in Meituan's allocation of bonuses (KDD 2023), here a
proportional-integral controller on the logarithm of each price.
"""

import math
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from carteira.customize.decide.choosing import Vector
from carteira.customize.decide.decision import Prices
from carteira.customize.decide.tally import Pooled
from carteira.customize.options import Options

WEEK = 7 * 24 * 3600 * 1000
"""Milliseconds."""
STEP = 300_000
"""Milliseconds between two steps."""
PROPORTIONAL = 4.0
INTEGRAL = 20.0
MOST = math.log(2.0)
"""A price is halved or doubled at most: the plan stays the plan."""


def week_of(now: int, zone: ZoneInfo) -> int:
    """The beginning of the week, Monday 0:00 in the zone, in milliseconds since 1970."""
    here = datetime.fromtimestamp(now / 1000, zone)
    monday = (here - timedelta(days=here.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    return round(monday.astimezone(UTC).timestamp() * 1000)


def stepped(before: Prices | None, options: Options, used: dict[Pooled, float], week: int, now: int) -> Prices:
    """The factors on the plan's prices from now on.

    For each pool with planned use U of the week, of which the share t has passed, the error is e = used / U - t. With
    S the sum of e over the week so far (in weeks), held within MOST / INTEGRAL:

        factor = exp(PROPORTIONAL e + INTEGRAL S), held within [1/2, 2].

    Both terms hold still where the other side of the bound is reached, so nothing winds up. A new week begins at 1.
    """
    same = before is not None and before.week == week
    sums = dict(before.sums) if before and same else {}
    begun = before.at if before and same else week
    passed, since = (now - week) / WEEK, max(now - begun, 0) / WEEK
    factors = {}
    for resource in options.resources:
        for pool, planned in zip(resource.pools, resource.used, strict=True):
            if planned > 0:
                name = f"{resource.code}/{pool}"
                error = used.get((resource.code, pool), 0.0) / planned - passed
                sums[name] = _held(sums.get(name, 0.0) + error * since, MOST / INTEGRAL)
                factors[name] = math.exp(_held(PROPORTIONAL * error + INTEGRAL * sums[name], MOST))
    return Prices(now, week, factors, sums)


def paced(options: Options, prices: Prices | None, used: dict[Pooled, float]) -> Vector:
    """(R, P) the prices that decide: the plan's, by their factors; infinite where a capacity is used up."""
    found = options.prices.copy()
    for r, resource in enumerate(options.resources):
        for p, pool in enumerate(resource.pools):
            if prices is not None:
                found[r, p] *= prices.factors.get(f"{resource.code}/{pool}", 1.0)
            capacity = resource.capacity[p]
            if capacity is not None and used.get((resource.code, pool), 0.0) >= capacity:
                found[r, p] = np.inf
    return found


def _held(value: float, most: float) -> float:
    return min(max(value, -most), most)
