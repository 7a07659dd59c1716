"""Limits of zero: what would use them is out of reach, and their price is what would keep everybody from it."""

import numpy as np
import numpy.typing as npt

from carteira.customize.allocation.population import CHUNK, Population
from carteira.customize.allocation.problem import Problem, Vector

Flags = npt.NDArray[np.bool_]


def without_closed(problem: Problem, closed: Flags) -> Problem:
    """The problem without the options that use a closed limit (rows,)."""
    columns = []
    for action in range(problem.value.shape[1]):
        allowed = problem.eligible[:, action]
        for cell in range(problem.first_cell[action], problem.first_cell[action + 1]):
            amount, row = _uses(problem, cell)
            allowed = allowed & ~(closed[row] & (amount > 0))
        columns.append(allowed)
    return problem._replace(eligible=np.stack(np.broadcast_arrays(*columns), axis=1))


def closed_prices(everything: Problem, still_open: Population, prices: Vector, closed: Flags) -> Vector:
    """`prices`, with those of closed limits: the most that a unit of each would add, were others not closed too."""
    prices = prices.copy()
    for start in range(0, len(still_open), CHUNK):
        customers = np.arange(start, min(start + CHUNK, len(still_open)))
        best = still_open.of(customers).reduced(prices * ~closed).max(axis=1, initial=0.0)
        part = everything.of(customers)
        reduced = still_open.with_problem(part).reduced(prices * ~closed)
        for action in range(part.value.shape[1]):
            for cell in range(part.first_cell[action], part.first_cell[action + 1]):
                amount, row = np.broadcast_arrays(*_uses(part, cell), best)[:2]
                users = np.flatnonzero(closed[row] & (amount > 0) & (reduced[:, action] > best))
                worth = (reduced[users, action] - best[users]) / amount[users]
                np.maximum.at(prices, row[users], worth)
    return prices


def _uses(problem: Problem, cell: int) -> tuple[Vector, npt.NDArray[np.int64]]:
    """What each customer uses in this cell, and the row: (N or 1,) each."""
    resource = problem.resource[cell]
    amount = problem.rate[:, problem.column[cell]].astype(np.float64) * problem.scale[:, resource]
    return amount, problem.first_row[resource] + problem.pool[:, resource].astype(np.int64)
