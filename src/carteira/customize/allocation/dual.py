"""Prices by descent of the Lagrangian dual: limits at their prices, and what customers gain at those prices."""

import numpy as np
from scipy.optimize import Bounds, minimize

from carteira.customize.allocation.limits import Limits
from carteira.customize.allocation.population import Population
from carteira.customize.allocation.problem import Vector

EVALUATIONS = 150
NEAR = 1e-8
"""Of the dual: less progress than this ends the descent."""


def dual(population: Population, limits: Limits, prices: Vector) -> tuple[float, Vector]:
    """The dual at these prices, an upper bound of what can be reached, and a subgradient: limit less use.

    D(p) = p limit + sum over customers of max(0, max over actions of value - p use); Everett 1963, Geoffrion 1974.
    """
    gained, used = population.respond(prices)
    return gained + float(prices @ limits.limit), np.where(limits.ceiling > 0, limits.limit - used, 0.0)


def descend(population: Population, limits: Limits, start: Vector, low: Vector, high: Vector) -> Vector:
    """Prices near the minimum of the dual between `low` and `high`, by L-BFGS: good to a percent.

    The dual has kinks, where the method stalls; the exact end is the business of the linear programme.
    """
    unit, size = limits.unit, max(abs(dual(population, limits, start)[0]), 1e-300)
    found: list[tuple[float, Vector]] = []

    def scaled(point: Vector) -> tuple[float, Vector]:
        prices = np.clip(point * unit, low, high)
        height, slope = dual(population, limits, prices)
        found.append((height, prices))
        return height / size, slope * unit / size

    bounds = Bounds(low / unit, high / unit)
    minimize(
        scaled,
        start / unit,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxfun": EVALUATIONS, "ftol": NEAR, "gtol": 1e-12},
    )
    return min(found, key=lambda pair: pair[0])[1]
