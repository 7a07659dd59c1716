"""Do the customers' contributions drift, all together? Then what they brought in the past is restated at today's level.

Prices, costs and discounts move for everybody, so the drift is measured over the whole book: within each customer, the
slope of the contribution over time as a share of her revenue. One customer's own purchases vary far too much to show
it: forgetting the older ones instead loses more than it gains. A slope that may be chance is believed in part.
"""

from typing import NamedTuple

import numpy as np

from carteira.differentiate.lifetime.inputs import Vector
from carteira.differentiate.lifetime.margin import on_own_scale


class Purchases(NamedTuple):
    """Per customer: number of purchases (>= 1), the sum of their contributions and of the squares, their revenue, and
    when: the mean of the days ago, the sum of squares around it, and that of its products with the contributions."""

    number: Vector
    contribution: Vector
    squares: Vector
    spend: Vector
    days_ago: Vector
    days_ago_squares: Vector
    contribution_by_days_ago: Vector


class Trend(NamedTuple):
    """Change of the contribution per day, as a share of revenue; its standard error; how far it is believed, 0..1."""

    slope: float
    error: float
    weight: float


NO_TREND = Trend(0.0, 0.0, 0.0)


def contribution_trend(seen: Purchases) -> Trend:
    """The slope by least squares within customers, each on her own scale; needs some dozens who bought again.

    The error is that of customers, not of purchases (it holds whatever the purchases of one customer have in common).
    The weight, 1 - error^2 / slope^2, is the credibility of one observation: none within one error of zero.
    """
    if not seen.squares.any():
        return NO_TREND
    revenue = _revenue(seen)
    weight = on_own_scale(seen.number, seen.squares)
    pull = -weight * revenue * seen.contribution_by_days_ago
    leverage = weight * revenue**2 * seen.days_ago_squares
    if not leverage.any():
        return NO_TREND
    slope = float(pull.sum() / leverage.sum())
    error = float(np.sqrt(((pull - slope * leverage) ** 2).sum()) / leverage.sum())
    return Trend(slope, error, 1 - (error / slope) ** 2 if abs(slope) > error else 0.0)


def restated(seen: Purchases, trend: Trend) -> tuple[Vector, Vector]:
    """Each customer's sum of contributions and of their squares, had all her purchases been made today."""
    gain = trend.weight * trend.slope * _revenue(seen)
    total = seen.contribution + gain * seen.days_ago * seen.number
    around = np.maximum(seen.squares - seen.contribution**2 / seen.number, 0.0)
    around += 2 * gain * seen.contribution_by_days_ago + gain**2 * seen.days_ago_squares
    return total, total**2 / seen.number + np.maximum(around, 0.0)


def _revenue(seen: Purchases) -> Vector:
    """Of a purchase; those who returned more than they bought have none."""
    return np.maximum(seen.spend, 0.0) / seen.number
