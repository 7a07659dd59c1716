"""The whole way for one problem: optimal prices, those who are torn, the account."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from carteira.customize.allocation.dual import dual
from carteira.customize.allocation.finish import Rest, finish
from carteira.customize.allocation.limits import Limits
from carteira.customize.allocation.population import Population
from carteira.customize.allocation.problem import Choice, Floats, Indices, Problem, Vector
from carteira.customize.allocation.zoom import Optimum, optimum

OPEN = 5_000
"""Customers who are settled one by one, at most; more are open only where many are alike."""
ROUNDING = 1e-11
"""Of a capacity whose uses are no whole numbers: kept free, so that no order of summing exceeds it."""


class Settled(NamedTuple):
    """Everybody's action, the prices, and what comes of both."""

    choice: Choice
    prices: Vector
    objective: float
    bound: float
    used: Vector


def settle(population: Population, limits: Limits) -> Settled:
    """An allocation within the limits, close to the best; minimums may be missed, at the price of their ceiling."""
    found = _thinned(optimum(population, limits))
    problem, prices = population.problem, found.prices
    bound = dual(population, limits, prices)[0]
    decided, used = population.account(found.choice)
    kept_free = ROUNDING * np.where(_inexact(problem), limits.limit, 0.0)
    left = np.where(limits.ceiling > 0, limits.limit - kept_free - used, np.inf)
    rest = Rest(found.options, prices, problem.minimums, float(limits.ceiling[problem.minimums :].max(initial=0.0)))
    taken = finish(rest, found.taken, left, decided, bound)
    choice = _with(found, taken[taken >= 0])
    objective, used = population.account(choice)
    return Settled(choice, prices, objective, bound, used)


def _with(found: Optimum, taken: Indices) -> Choice:
    choice = found.choice.copy()
    choice[found.customers[found.options.customer[taken]]] = found.options.action[taken]
    return choice


def _thinned(found: Optimum) -> Optimum:
    """The same with the linear programme's word taken for most, where very many are open."""
    if len(found.customers) <= OPEN:
        return found
    kept = np.arange(0, len(found.customers), -(-len(found.customers) // OPEN))
    stays = np.zeros(len(found.customers), bool)
    stays[kept] = True
    option = np.flatnonzero(stays[found.options.customer])
    settled = found.taken[~stays & (found.taken >= 0)]
    place = np.cumsum(stays) - 1
    options = found.options.select(option)
    taken = np.where(found.taken[kept] >= 0, np.searchsorted(option, found.taken[kept]), -1)
    options = options._replace(customer=place[options.customer])
    return Optimum(found.prices, _with(found, settled), found.customers[kept], options, taken)


def _inexact(problem: Problem) -> npt.NDArray[np.bool_]:
    """(rows,): where uses are no whole numbers, so that their sum depends on its order."""
    inexact = np.zeros(problem.rows, bool)
    pools = (problem.minimums // len(problem.first_row)) if len(problem.first_row) else 0
    for resource, first in enumerate(problem.first_row):
        rates = problem.rate[:, problem.column[problem.resource == resource]]
        whole = _whole(problem.scale[:, resource]) and all(_whole(column) for column in rates.T)
        inexact[first : first + pools] = not whole
    return inexact


def _whole(numbers: Floats) -> bool:
    """Whether all are whole numbers; the first few mostly tell."""
    return all(bool(np.array_equal(part, np.rint(part))) for part in (numbers[:1000], numbers))
