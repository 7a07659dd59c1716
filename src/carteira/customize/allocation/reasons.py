"""Why a customer gets what she gets: what each action would be worth, once its use of scarce resources is paid for."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from carteira.customize.allocation.inputs import numbers, problem_of
from carteira.customize.allocation.population import Population
from carteira.customize.allocation.problem import Vector


def reduced_values(
    value: npt.ArrayLike,
    use: npt.ArrayLike,
    shadow_prices: npt.ArrayLike,
    minimum_prices: npt.ArrayLike | None = None,
    eligible: npt.ArrayLike | None = None,
    scale: npt.ArrayLike | None = None,
    pool: npt.ArrayLike | None = None,
) -> Vector:
    """(N, K): value less the price of what the action uses, plus the price of its minimum; -inf where not eligible.

    The best action above zero is what the customer gets, but for the few in whom the last unit is divided. What an
    action lacks to the best is by how much others make better use of its resources. All arguments as in `allocate`,
    for any customers: the same prices decide about one who comes later.
    """
    prices = np.asarray(shadow_prices, np.float64)
    problem = problem_of(value, use, prices.shape, eligible, scale, pool)
    actions = problem.value.shape[1]
    bonus = np.zeros(actions) if minimum_prices is None else numbers("minimum_prices", minimum_prices, (actions,))
    with ThreadPoolExecutor(1) as workers:
        return Population(problem, workers).reduced(np.concatenate([prices.ravel(), bonus]))
