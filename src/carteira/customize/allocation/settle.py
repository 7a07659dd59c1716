"""The whole way for one problem: optimal prices, those who are torn, the account."""

from typing import NamedTuple

import numpy as np

from carteira.customize.allocation.dual import dual
from carteira.customize.allocation.finish import Rest, finish
from carteira.customize.allocation.limits import Limits
from carteira.customize.allocation.options import options_of
from carteira.customize.allocation.population import Population
from carteira.customize.allocation.problem import Choice, Indices, Vector
from carteira.customize.allocation.zoom import Optimum, core_size, optimum

ROUNDING = 1e-11
"""Of each capacity: kept free where the order of summing decides whether it is exceeded."""


class Settled(NamedTuple):
    """Everybody's action, the prices, and what comes of both."""

    choice: Choice
    prices: Vector
    objective: float
    bound: float
    used: Vector


def settle(population: Population, limits: Limits) -> Settled:
    """An allocation within the limits, close to the best; minimums may be missed, at the price of their ceiling."""
    found = _thinned(optimum(population, limits), 2 * core_size(limits))
    problem, prices = population.problem, found.prices
    bound = dual(population, limits, prices)[0]
    decided, decided_use = population.account(found.choice)
    rest = Rest(found.options, prices, problem.minimums, float(limits.ceiling[problem.minimums :].max(initial=0.0)))
    capacities = np.flatnonzero(limits.ceiling[: problem.minimums] > 0)
    for kept_free in (0.0, ROUNDING):
        available = limits.limit - kept_free * np.maximum(limits.limit, 0)
        left = np.where(limits.ceiling > 0, available - decided_use, np.inf)
        taken = finish(rest, found.taken, left, decided, bound)
        choice = _with(found, taken[taken >= 0])
        objective, used = population.account(choice)
        if (used[capacities] <= limits.limit[capacities]).all():
            break
    else:
        choice = _shed(population, limits, choice)
        objective, used = population.account(choice)
    return Settled(choice, prices, objective, bound, used)


def _shed(population: Population, limits: Limits, choice: Choice) -> Choice:
    """`choice` without the least valuable actions where a capacity is exceeded: prices that did not converge."""
    choice = choice.copy()
    for row in np.flatnonzero(limits.ceiling[: population.problem.minimums] > 0):
        excess = population.account(choice)[1][row] - limits.limit[row]
        if excess > 0:
            takers = np.flatnonzero(choice >= 0)
            options = options_of(population.problem, takers, choice[takers].astype(np.int64))
            amount = options.use[:, [row]].toarray().ravel()
            order = np.argsort(np.where(amount > 0, options.value, np.inf), kind="stable")
            dropped = order[: np.searchsorted(np.cumsum(amount[order]), excess * (1 + ROUNDING)) + 1]
            choice[takers[dropped]] = -1
    return choice


def _with(found: Optimum, taken: Indices) -> Choice:
    choice = found.choice.copy()
    choice[found.customers[found.options.customer[taken]]] = found.options.action[taken]
    return choice


def _thinned(found: Optimum, most: int) -> Optimum:
    """The same with the linear programme's word taken for most, where more are open, as many are alike."""
    if len(found.customers) <= most:
        return found
    kept = np.arange(0, len(found.customers), -(-len(found.customers) // most))
    stays = np.zeros(len(found.customers), bool)
    stays[kept] = True
    option = np.flatnonzero(stays[found.options.customer])
    settled = found.taken[~stays & (found.taken >= 0)]
    place = np.cumsum(stays) - 1
    options = found.options.select(option)
    taken = np.where(found.taken[kept] >= 0, np.searchsorted(option, found.taken[kept]), -1)
    options = options._replace(customer=place[options.customer])
    return Optimum(found.prices, _with(found, settled), found.customers[kept], options, taken)
