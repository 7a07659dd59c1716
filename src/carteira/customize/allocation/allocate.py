"""Who gets which action, when resources are scarce: prices of the resources, and the best for each customer at them."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from carteira.customize.allocation.closed import closed_prices, without_closed
from carteira.customize.allocation.inputs import capacity_of, minimum_of, problem_of
from carteira.customize.allocation.limits import limits_of
from carteira.customize.allocation.minimums import refuse_missed
from carteira.customize.allocation.population import WORKERS, Population
from carteira.customize.allocation.problem import Floats
from carteira.customize.allocation.result import Allocation
from carteira.customize.allocation.settle import settle

URGENCY = 1e4
"""The highest price of a minimum, in sizes of the largest value."""


def allocate(
    value: npt.ArrayLike,
    use: npt.ArrayLike,
    capacity: npt.ArrayLike,
    eligible: npt.ArrayLike | None = None,
    minimum: npt.ArrayLike | None = None,
    scale: npt.ArrayLike | None = None,
    pool: npt.ArrayLike | None = None,
) -> Allocation:
    """At most one action for each customer, for the highest sum of values that the capacities allow.

    `value` (N, K): what each action brings with each customer, float32 or float64. An action of negative value is only
    taken for a minimum. `use` (K, R): what it uses of each resource, times `scale` (N, R) where given; or (N, K, R).
    `capacity` (R,), infinite where there is no limit; or (R, P) with `pool` (N, R), whole numbers that say whose
    capacity of each resource a customer uses. `eligible` (N, K). `minimum` (K,): the least number of customers of each
    action. The same input gives the same answer.

    Raises CarteiraError: shapes that do not fit, missing, infinite or negative numbers, minimums that cannot be met.
    """
    available = capacity_of(capacity, pool is not None)
    everything = problem_of(value, use, available.shape, eligible, scale, pool)
    least = minimum_of(minimum, everything.value.shape[1])
    flat = available.ravel()
    closed = np.concatenate([flat == 0, np.zeros(len(least), bool)])
    problem = without_closed(everything, closed) if closed.any() else everything
    with ThreadPoolExecutor(WORKERS) as workers:
        population = Population(problem, workers)
        limits = limits_of(problem, flat, least, URGENCY * _largest(problem.value))
        settled = settle(population, limits)
        refuse_missed(population, limits, settled)
        prices = settled.prices
        if closed.any():
            prices = closed_prices(everything, population, prices, closed)
    return Allocation(
        choice=settled.choice,
        shadow_prices=prices[: len(flat)].reshape(available.shape),
        minimum_prices=prices[len(flat) :],
        objective=settled.objective,
        bound=settled.bound,
        used=settled.used[: len(flat)].reshape(available.shape),
    )


def _largest(value: Floats) -> float:
    """The largest absolute value, or 1 where all are zero."""
    return max(float(value.max(initial=0.0)), -float(value.min(initial=0.0))) or 1.0
