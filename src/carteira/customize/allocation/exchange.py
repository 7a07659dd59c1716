"""Local search over whole allocations: one customer changes, or two change together, while the limits hold."""

from typing import NamedTuple

import numpy as np

from carteira.customize.allocation.options import Options
from carteira.customize.allocation.problem import Indices, Vector
from carteira.differentiate.lifetime.compiled import compiled


class Moves(NamedTuple):
    """Options as the kernels read them: their uses by option, and the options that use a row."""

    customer: Indices
    first_option: Indices
    value: Vector
    first_use: Indices
    row: Indices
    amount: Vector
    first_user: Indices
    user: Indices


def moves_of(options: Options, customers: int) -> Moves:
    """The options of so many customers."""
    use, by_row = options.use, options.use.tocsc()
    one, two, three, four = (np.asarray(a, np.int64) for a in (use.indptr, use.indices, by_row.indptr, by_row.indices))
    return Moves(options.customer, options.starts(customers), options.value, one, two, use.data, three, four)


@compiled
def _add(moves: Moves, option: int, sign: float, change: Vector) -> None:
    if option >= 0:
        for entry in range(moves.first_use[option], moves.first_use[option + 1]):
            change[moves.row[entry]] += sign * moves.amount[entry]


@compiled
def _exceeded(moves: Moves, option: int, change: Vector, left: Vector) -> int:
    """A row of the option where `change` uses more than is left, or -1. What is short already may not get shorter."""
    if option >= 0:
        for entry in range(moves.first_use[option], moves.first_use[option + 1]):
            row = moves.row[entry]
            if change[row] > 0 and change[row] > left[row]:
                return row
    return -1


@compiled
def _relief(moves: Moves, option: int, change: Vector, left: Vector) -> float:
    """By how much `change` reduces what is short in the rows of the option."""
    total = 0.0
    if option >= 0:
        for entry in range(moves.first_use[option], moves.first_use[option + 1]):
            row = moves.row[entry]
            if left[row] < 0 and change[row] < 0:
                total += min(-left[row], -change[row])
    return total


@compiled
def _value(moves: Moves, option: int) -> float:
    return moves.value[option] if option >= 0 else 0.0


@compiled
def _partner(
    moves: Moves, taken: Indices, left: Vector, change: Vector, new: int, row: int, least: float
) -> tuple[int, int]:
    """The customer, and her new option, who makes room in `row` at the lowest loss below `least`; (-1, -1): nobody.

    `change` holds the move of the first customer to `new`.
    """
    best, partner, option = -least, -1, -1
    for position in range(moves.first_user[row], moves.first_user[row + 1]):
        user = moves.user[position]
        other = moves.customer[user]
        if other == moves.customer[new]:
            continue
        old = taken[other]
        first, last = user, user + 1
        if old == user:
            first, last = moves.first_option[other] - 1, moves.first_option[other + 1]
        for candidate in range(first, last):
            exchange = candidate if candidate >= moves.first_option[other] else -1
            gain = _value(moves, exchange) - _value(moves, old)
            if exchange == old or gain <= best:
                continue
            _add(moves, old, -1.0, change)
            _add(moves, exchange, 1.0, change)
            exceeded = max(_exceeded(moves, new, change, left), _exceeded(moves, exchange, change, left))
            exceeded = max(exceeded, _exceeded(moves, old, change, left))
            exceeded = max(exceeded, _exceeded(moves, taken[moves.customer[new]], change, left))
            _add(moves, old, 1.0, change)
            _add(moves, exchange, -1.0, change)
            if exceeded < 0:
                best, partner, option = gain, other, exchange
    return partner, option


@compiled
def improve(moves: Moves, taken: Indices, left: Vector, urgency: float, rounds: int) -> None:
    """Changes `taken` (customers,) and `left` (rows,) while that gains, for so many rounds over all options.

    `urgency` is what it gains to relieve a row that is short by one.
    """
    change = np.zeros(len(left))
    for _ in range(rounds):
        changed = False
        for new in range(len(moves.value)):
            mover = moves.customer[new]
            old, other, option = taken[mover], -1, -1
            if new == old:
                continue
            _add(moves, old, -1.0, change)
            _add(moves, new, 1.0, change)
            gain = moves.value[new] - _value(moves, old) + urgency * _relief(moves, new, change, left)
            row = max(_exceeded(moves, new, change, left), _exceeded(moves, old, change, left))
            if row >= 0 and gain > 0:
                other, option = _partner(moves, taken, left, change, new, row, gain)
            if gain > 0 and (row < 0 or other >= 0):
                taken[mover] = new
                if other >= 0:
                    _add(moves, taken[other], -1.0, change)
                    _add(moves, option, 1.0, change)
                    taken[other] = option
                left -= change
                changed = True
            change[:] = 0.0
        if not changed:
            return
