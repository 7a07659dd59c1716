"""A short list of what may still be decided: (customer, action) pairs with their values and uses."""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

from carteira.customize.allocation.population import Population
from carteira.customize.allocation.problem import Indices, Problem, Vector


class Options(NamedTuple):
    """One entry per option; `use` (options, rows) is what taking it uses of each limit."""

    customer: Indices
    action: Indices
    value: Vector
    use: sparse.csr_array

    def starts(self, customers: int) -> Indices:
        """(customers + 1,): where the options of each customer begin."""
        return np.searchsorted(self.customer, np.arange(customers + 1))

    def select(self, chosen: Indices) -> "Options":
        """Some of the options."""
        return Options(self.customer[chosen], self.action[chosen], self.value[chosen], self.use[chosen])


def options_of(problem: Problem, customer: Indices, action: Indices) -> Options:
    """The options of these pairs; `customer` counts within the problem."""
    cells = problem.first_cell[action + 1] - problem.first_cell[action]
    option = np.repeat(np.arange(len(action)), cells)
    offset = np.arange(len(option)) - np.repeat(np.cumsum(cells) - cells, cells)
    cell = problem.first_cell[action[option]] + offset
    resource, owner = problem.resource[cell], customer[option]
    amount = _entries(problem.rate, owner, problem.column[cell]) * _entries(problem.scale, owner, resource)
    row = problem.first_row[resource] + _entries(problem.pool, owner, resource).astype(np.int64)
    entries = np.concatenate([amount, np.full(len(action), -1.0)])
    rows = np.concatenate([option, np.arange(len(action))])
    columns = np.concatenate([row, problem.rows - problem.value.shape[1] + action])
    use = sparse.csr_array((entries, (rows, columns)), shape=(len(action), problem.rows))
    use.sum_duplicates()
    return Options(customer, action, problem.value[customer, action].astype(np.float64), use)


def options_within(population: Population, prices: Vector, width: Vector) -> Options:
    """The options that may be the best of their customer while prices move by no more than `width`."""
    reduced, sway = population.reduced(prices), population.sway(width)
    surely = np.max(reduced - sway, axis=1, initial=0.0)
    return options_of(population.problem, *np.nonzero(reduced + sway >= surely[:, None]))


def _entries(table: npt.NDArray[Any], row: Indices, column: Indices) -> Vector:
    return table[row if len(table) > 1 else row * 0, column].astype(np.float64)
