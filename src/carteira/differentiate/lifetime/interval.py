"""Where a customer's discounted future contribution will fall: 80 % of outcomes, from the model's own distribution.

The number of purchases over the horizon has a closed form: after x repeat purchases in age T, with
z = horizon / (alpha + T + horizon) and q_n = B(a, b + x + n) / B(a, b + x), a living customer

    makes n purchases and stays       with probability q_n NB(n),         NB negative binomial (r + x, z)
    leaves at her n-th purchase       with probability (q_(n-1) - q_n) NB(N >= n)

(Fader, Hardie & Lee 2005, equation 8 with the posterior parameters). The outcomes are met at evenly spaced chances,
each with a normal margin (own uncertainty and variation between purchases), on a fixed grid: no random numbers, memory
for one customer at a time.
"""

from math import lgamma
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from carteira.differentiate.lifetime.compiled import compiled
from carteira.differentiate.lifetime.inputs import Vector

OUTCOMES = 60
TAIL = 0.1
FAR = 8.0


class Prospect(NamedTuple):
    """Per customer, what the interval needs; times in discounted years, money per purchase and per year."""

    alive: Vector
    shape: Vector
    chance: Vector
    """z above: how far the horizon reaches beyond what has been seen."""
    stays: Vector
    """b + x of the dropout distribution."""
    discount: Vector
    """Mean discount factor of a purchase within the horizon."""
    time_left: Vector
    """Discounted years of those who leave within the horizon."""
    margin: Vector
    uncertainty: Vector
    variation: Vector
    cost: Vector
    cost_uncertainty: Vector


def interval(prospect: Prospect, a: float, whole_time: float) -> tuple[Vector, Vector]:
    """The 10 % and 90 % points of each customer's value; `whole_time` is the horizon in discounted years."""
    chances = (np.arange(OUTCOMES) + 0.5) / OUTCOMES
    deviations = ndtri((np.argsort(np.argsort(_reversed_digits(OUTCOMES))) + 0.5) / OUTCOMES)
    low, high = np.empty(len(prospect.alive)), np.empty(len(prospect.alive))
    _quantiles(prospect, a, whole_time, chances, deviations, low, high)
    return low, high


def _reversed_digits(count: int) -> Vector:
    """Van der Corput's sequence: spreads the margins evenly over the outcomes."""
    return np.array([int(f"{i:012b}"[::-1], 2) for i in range(count)], dtype=np.float64)


@compiled
def _first_count(shape: float, z: float) -> tuple[int, float]:
    """A count below which practically nobody stays, and the negative binomial probability there."""
    mean = shape * z / (1 - z)
    start = max(int(mean - FAR * np.sqrt(mean / (1 - z))), 0)
    log_probability = lgamma(shape + start) - lgamma(shape) - lgamma(start + 1.0) + shape * np.log1p(-z)
    if start > 0:
        log_probability += start * np.log(z)
    return start, np.exp(log_probability)


@compiled
def _outcomes(
    alive: float, shape: float, z: float, stays: float, a: float, chances: Vector, counts: Vector, leaves: Vector
) -> None:
    """For each chance (ascending), the purchases of that outcome and whether the customer leaves; -1 = gone already."""
    start, staying = _first_count(shape, z)
    reached = 1 - alive
    at_least = kept = 1.0
    n, j = 0, 0
    left = False
    while j < chances.shape[0] and chances[j] < reached:
        counts[j] = -1
        j += 1
    while j < chances.shape[0]:
        if left:  # state "leaves at purchase n"
            before = kept
            kept *= (stays + n - 1) / (a + stays + n - 1)
            reached += alive * (before - kept) * at_least
        elif n >= start:
            reached += alive * kept * staying
        last = n > start and at_least * kept < 1e-9
        while j < chances.shape[0] and (chances[j] < reached or last):
            counts[j] = n
            leaves[j] = left
            j += 1
        if not left:
            if n >= start:
                at_least -= staying
                staying *= (shape + n) / (n + 1.0) * z
            n += 1
        left = not left


@compiled
def _quantiles(
    prospect: Prospect, a: float, whole_time: float, chances: Vector, deviations: Vector, low: Vector, high: Vector
) -> None:
    size = chances.shape[0]
    counts, leaves, values = np.empty(size), np.empty(size), np.empty(size)
    edge = int(TAIL * size)
    for i in range(low.shape[0]):
        shape, stays = prospect.shape[i], prospect.stays[i]
        _outcomes(prospect.alive[i], shape, prospect.chance[i], stays, a, chances, counts, leaves)
        for j in range(size):
            values[j] = 0.0
            if counts[j] >= 0:
                n = prospect.discount[i] * counts[j]
                years = prospect.time_left[i] if leaves[j] > 0 else whole_time
                of_margin = n * prospect.discount[i] * prospect.variation[i] + n * n * prospect.uncertainty[i]
                spread = np.sqrt(of_margin + years * years * prospect.cost_uncertainty[i])
                values[j] = n * prospect.margin[i] - years * prospect.cost[i] + spread * deviations[j]
        values.sort()
        low[i] = (values[edge - 1] + values[edge]) / 2
        high[i] = (values[size - edge - 1] + values[size - edge]) / 2
