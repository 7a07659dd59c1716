"""Optimal prices by zooming in: a sample tells roughly, then only those customers count who are still undecided.

Inside a box of prices a customer whose best action cannot change is a constant. So each step looks at all customers
once, keeps the few that are undecided, and finds the best prices in the box for them; the last step is exact. Where
prices end on a wall of their box, the box is moved.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from carteira.customize.allocation.core import solve_core
from carteira.customize.allocation.dual import descend
from carteira.customize.allocation.limits import Limits
from carteira.customize.allocation.options import Options, options_of, options_within
from carteira.customize.allocation.population import Population
from carteira.customize.allocation.problem import Choice, Indices, Vector

SAMPLE, SAMPLE_PER_LIMIT = 20_000, 200
STEP = 8
"""Customers for each one in the sample."""
CORE, CORE_PER_LIMIT = 500, 60
"""Customers in the linear programme."""
ERRORS = 3.0
"""Half the width of a box in standard errors of the sample."""
START = 0.3
LEAST = 1e-3
"""Of the guessed size of a price: the least width of a box, for prices near zero."""
FAR = 1e30
ROUNDING = 1e-6
MOVES = 60


class Box(NamedTuple):
    """Prices between `low` and `high`, and who is undecided there."""

    low: Vector
    high: Vector
    choice: Choice
    """Everybody's action at the centre; -1 for the undecided."""
    customers: Indices
    undecided: Population
    limits: Limits
    """What the decided leave."""

    def walls(self, prices: Vector) -> npt.NDArray[np.bool_]:
        """Which prices lie at a wall of the box that is not a bound of the prices themselves."""
        with np.errstate(invalid="ignore"):
            margin = ROUNDING * (self.high - self.low)
            above = (self.high < self.limits.ceiling) & (prices > self.high - margin)
        return above | (self.low > 0) & (prices < self.low + margin)


class Optimum(NamedTuple):
    """Optimal prices, who is decided (`choice`), and the `options` of the other `customers`, with those `taken`."""

    prices: Vector
    choice: Choice
    customers: Indices
    options: Options
    taken: Indices
    """(customers,): the option of each, or -1; a customer torn between options has none."""


def optimum(population: Population, limits: Limits) -> Optimum:
    """The minimum of the dual: exact but for rounding."""
    prices, box = _rough(population, limits)
    for _ in range(MOVES):
        found = _exact(box, prices)
        walls = box.walls(found.prices)
        if not walls.any():
            break
        width = (box.high - box.low) / 2 * np.where(walls, 3, 1)
        prices, box = _descended(population, limits, found.prices, width)
    else:
        found = _exact(box, prices)
    choice = box.choice.copy()
    choice[box.customers] = found.choice
    return found._replace(choice=choice, customers=box.customers[found.customers])


def core_size(limits: Limits) -> int:
    """Customers in the linear programme at the end, ties apart."""
    return CORE + CORE_PER_LIMIT * limits.number


def _rough(population: Population, limits: Limits) -> tuple[Vector, Box]:
    """Prices by descent, and a box around them that holds the optimum as far as can be told."""
    if len(population) <= SAMPLE + SAMPLE_PER_LIMIT * limits.number:
        start = np.minimum(START * limits.unit, limits.ceiling)
        box = _box(population, limits, start, limits.unit, FAR, limits.ceiling)
        return descend(population, limits, start, box.low, box.high), box
    draws = np.arange(len(population) // STEP) * STEP
    sample = population.of(draws + np.random.default_rng(len(draws)).integers(0, STEP, len(draws)))
    prices, _ = _rough(sample, limits.times(len(sample) / len(population)))
    width = ERRORS * _relative_error(sample, prices) * np.maximum(prices, LEAST * limits.unit)
    prices, box = _descended(population, limits, prices, width)
    for _ in range(MOVES):
        walls = box.walls(prices)
        if not walls.any():
            break
        width = width * np.where(walls, 3, 1)
        prices, box = _descended(population, limits, prices, width)
    return prices, box


def _exact(box: Box, prices: Vector) -> Optimum:
    """The best prices in a box, by linear programmes over the least decided of its customers."""
    size = core_size(box.limits)
    width = np.maximum(prices, LEAST * box.limits.unit)
    for _ in range(MOVES):
        doubt = box.undecided.decide(prices, width).doubt
        reach = max(float(np.partition(doubt, size)[size]), ROUNDING) if len(doubt) > size else FAR
        inner = _box(box.undecided, box.limits, prices, width, reach, box.high, box.low)
        options = options_within(inner.undecided, prices, reach * width)
        prices, taken = solve_core(options, len(inner.customers), inner.limits.limit, inner.low, inner.high)
        walls = inner.walls(prices) & ~box.walls(prices)
        if not walls.any():
            break
        width = width * np.where(walls, 3, 1)
    return Optimum(prices, inner.choice, inner.customers, options, taken)


def _descended(population: Population, limits: Limits, centre: Vector, width: Vector) -> tuple[Vector, Box]:
    """The best prices, by descent, in the box around `centre`, and the box."""
    box = _box(population, limits, centre, width, 1.0, limits.ceiling)
    return descend(box.undecided, box.limits, centre, box.low, box.high), box


def _box(
    population: Population,
    limits: Limits,
    centre: Vector,
    width: Vector,
    reach: float,
    high: Vector,
    low: Vector | float = 0.0,
) -> Box:
    """The box that reaches so many widths to each side of `centre`, but never below `low` or above `high`."""
    width = np.where(limits.ceiling > 0, width, 0.0)
    choice, doubt = population.decide(centre, width)
    customers = np.flatnonzero(doubt <= reach)
    choice[customers] = -1
    left = limits._replace(limit=limits.limit - population.account(choice)[1])
    side = reach * (1 - ROUNDING) * width
    low, high = np.maximum(centre - side, low), np.minimum(centre + side, high)
    return Box(low, high, choice, customers, population.of(customers), left)


def _relative_error(sample: Population, prices: Vector) -> Vector:
    """The standard error of each price as a share of it: one over the root of the effective number of its users."""
    choice = sample.decide(prices, prices).choice
    takers = np.flatnonzero(choice >= 0)
    use = options_of(sample.problem, takers, choice[takers].astype(np.int64)).use
    squares = np.maximum(np.asarray(use.power(2).sum(axis=0)), 1e-300)
    return 1 / np.sqrt(np.maximum(np.asarray(use.sum(axis=0)) ** 2 / squares, 1.0))
