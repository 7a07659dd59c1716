"""What customers do at given prices, as machine code. Customers come in blocks so that the inner loops are vectors.

All arithmetic is in float64, whatever the input. Kernels take a range of customers and leave the interpreter lock.
"""

import numpy as np

from carteira.customize.allocation.problem import Choice, Floats, Problem, Vector
from carteira.differentiate.lifetime.compiled import compiled

BLOCK = 128


@compiled
def _fill_unit(problem: Problem, start: int, stop: int, prices: Vector, unit: Floats) -> None:
    """`unit` (R, block): the price of a unit of each resource, times the customer's scale."""
    scale, pool, first_row = problem.scale[start:stop], problem.pool[start:stop], problem.first_row
    if len(problem.pool) > 1:
        for i in range(stop - start):
            for resource in range(len(unit)):
                unit[resource, i] = prices[first_row[resource] + pool[i, resource]]
    else:
        for resource in range(len(unit)):
            unit[resource] = prices[first_row[resource] + problem.pool[0, resource]]
    if len(problem.scale) > 1:
        for i in range(stop - start):
            for resource in range(len(unit)):
                unit[resource, i] *= scale[i, resource]
    else:
        for resource in range(len(unit)):
            unit[resource] *= problem.scale[0, resource]


@compiled
def _add_cell(problem: Problem, start: int, stop: int, unit: Floats, cell: int, cost: Vector) -> None:
    column, priced = problem.column[cell], unit[problem.resource[cell]]
    if len(problem.rate) > 1:
        rate = problem.rate[start:stop]
        for i in range(stop - start):
            cost[i] += rate[i, column] * priced[i]
    else:
        constant = problem.rate[0, column]
        for i in range(stop - start):
            cost[i] += constant * priced[i]


@compiled
def _fill_cost(problem: Problem, start: int, stop: int, prices: Vector, unit: Floats, cost: Floats) -> None:
    """`cost` (K, block): what each action costs at these prices."""
    minimums = len(prices) - len(cost)
    _fill_unit(problem, start, stop, prices, unit)
    for action in range(len(cost)):
        row = cost[action]
        row[:] = -prices[minimums + action]
        for cell in range(problem.first_cell[action], problem.first_cell[action + 1]):
            _add_cell(problem, start, stop, unit, cell, row)


@compiled
def _fill_reduced(problem: Problem, start: int, stop: int, prices: Vector, unit: Floats, reduced: Floats) -> None:
    """`reduced` (K, block): value less cost of each action; minus infinity where not eligible."""
    value, eligible = problem.value[start:stop], problem.eligible[start:stop]
    _fill_cost(problem, start, stop, prices, unit, reduced)
    for i in range(stop - start):
        for action in range(len(reduced)):
            reduced[action, i] = value[i, action] - reduced[action, i]
    for action in range(len(reduced)):
        row = reduced[action]
        if len(problem.eligible) > 1:
            for i in range(stop - start):
                row[i] = row[i] if eligible[i, action] else -np.inf
        elif not problem.eligible[0, action]:
            row[:] = -np.inf


@compiled
def _choose(reduced: Floats, count: int, best: Vector, chosen: Choice) -> None:
    """The action of the highest reduced value into `chosen`, that value into `best`; -1 and 0 where none is above 0."""
    best[:] = 0.0
    chosen[:] = -1
    for action in range(len(reduced)):
        row = reduced[action]
        for i in range(count):
            higher = row[i] > best[i]
            best[i] = row[i] if higher else best[i]
            chosen[i] = action if higher else chosen[i]


@compiled
def _add_use(problem: Problem, customer: int, action: int, used: Vector) -> None:
    """Adds to `used` (rows,) what the customer's action uses."""
    scale, pool, rate = problem.scale, problem.pool, problem.rate
    for cell in range(problem.first_cell[action], problem.first_cell[action + 1]):
        resource = problem.resource[cell]
        row = problem.first_row[resource] + pool[customer if len(pool) > 1 else 0, resource]
        amount = np.float64(rate[customer if len(rate) > 1 else 0, problem.column[cell]])
        used[row] += amount * scale[customer if len(scale) > 1 else 0, resource]
    used[len(used) - problem.value.shape[1] + action] -= 1


@compiled
def respond(problem: Problem, prices: Vector, start: int, stop: int) -> tuple[float, Vector]:
    """The sum of each customer's best reduced value at these prices, and what those actions use."""
    reduced, unit = np.empty((problem.value.shape[1], BLOCK)), np.empty((problem.scale.shape[1], BLOCK))
    best, chosen = np.empty(BLOCK), np.empty(BLOCK, np.int32)
    used, total = np.zeros(len(prices)), 0.0
    for first in range(start, stop, BLOCK):
        count = min(BLOCK, stop - first)
        _fill_reduced(problem, first, first + count, prices, unit, reduced)
        _choose(reduced, count, best, chosen)
        for i in range(count):
            total += best[i]
            if chosen[i] >= 0:
                _add_use(problem, first + i, chosen[i], used)
    return total, used


@compiled
def decide(
    problem: Problem, prices: Vector, width: Vector, start: int, stop: int, choice: Choice, doubt: Floats
) -> None:
    """Each customer's best action, and within how many widths of the prices it surely stays the best (`doubt`)."""
    actions = problem.value.shape[1]
    reduced, sway = np.empty((actions, BLOCK)), np.empty((actions, BLOCK))
    unit, best, chosen = np.empty((problem.scale.shape[1], BLOCK)), np.empty(BLOCK), np.empty(BLOCK, np.int32)
    for first in range(start, stop, BLOCK):
        count = min(BLOCK, stop - first)
        _fill_reduced(problem, first, first + count, prices, unit, reduced)
        _fill_cost(problem, first, first + count, width, unit, sway)
        _choose(reduced, count, best, chosen)
        for i in range(count):
            own = sway[chosen[i], i] if chosen[i] >= 0 else 0.0
            least = best[i] / own if own > 0 else np.inf
            for action in range(actions):
                both = own + sway[action, i]
                if action != chosen[i] and both > 0:
                    least = min(least, (best[i] - reduced[action, i]) / both)
            choice[first + i], doubt[first + i] = chosen[i], least


@compiled
def account(problem: Problem, choice: Choice, start: int, stop: int) -> tuple[float, Vector]:
    """The value of the chosen actions, and what they use."""
    used, total = np.zeros(problem.rows), 0.0
    for customer in range(start, stop):
        if choice[customer] >= 0:
            total += problem.value[customer, choice[customer]]
            _add_use(problem, customer, choice[customer], used)
    return total, used


@compiled
def tabulate(problem: Problem, prices: Vector, start: int, stop: int, table: Floats) -> None:
    """`table` (N, K): what each action costs each customer at these prices."""
    cost, unit = np.empty((problem.value.shape[1], BLOCK)), np.empty((problem.scale.shape[1], BLOCK))
    for first in range(start, stop, BLOCK):
        count = min(BLOCK, stop - first)
        _fill_cost(problem, first, first + count, prices, unit, cost)
        table[first : first + count] = cost[:, :count].T
