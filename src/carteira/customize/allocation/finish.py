"""From shares to whole customers: those who are torn at the optimal prices are settled one by one, then together."""

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from carteira.customize.allocation import highs
from carteira.customize.allocation.exchange import improve, moves_of
from carteira.customize.allocation.options import Options
from carteira.customize.allocation.population import WORKERS
from carteira.customize.allocation.problem import Indices, Vector

ROUNDS = 20
MOST = 450
"""Customers in one integer programme."""
SMALL = 200
"""Options up to which an integer programme is solved to the end."""
NODES, ALL_NODES = 5, 100_000
CLOSE_ENOUGH = 5e-6
"""Of the bound: a smaller gap is left."""
STOP = 0.05
"""Of the gap before: where integer programmes stop."""


class Rest(NamedTuple):
    """What is still to settle."""

    options: Options
    prices: Vector
    minimums: int
    """The first row that is a minimum: it may be short, all others may not."""
    urgency: float
    """The worth of one more customer where a minimum is short."""


def finish(rest: Rest, taken: Indices, left: Vector, decided: float, bound: float) -> Indices:
    """The option of each customer (-1: none), close to the best within what is `left` (rows,; infinite: no limit).

    `taken` are those that the linear programme gave whole; `decided` is what all other customers bring.
    """
    taken, left = _fitting(rest, taken, left)
    improve(moves_of(rest.options, len(taken)), taken, left, rest.urgency, ROUNDS)
    gap = bound - decided - rest.options.value[taken[taken >= 0]].sum()
    if gap <= CLOSE_ENOUGH * abs(bound) and (left >= 0).all():
        return taken
    blocks = _blocks(rest, taken, left)
    tolerance = max(CLOSE_ENOUGH * abs(bound), STOP * gap) / max(len(blocks), 1)
    changed = taken.copy()
    with ThreadPoolExecutor(WORKERS) as workers:
        settled = workers.map(lambda customers: _together(rest, taken, left, customers, tolerance), blocks)
        for customers, options in zip(blocks, settled, strict=True):
            changed[customers] = options
    changed, changed_left = _fitting(rest, changed, left + _used(rest, taken))
    return changed if _worth(rest, changed, changed_left) > _worth(rest, taken, left) else taken


def _used(rest: Rest, taken: Indices) -> Vector:
    return np.asarray(rest.options.use[taken[taken >= 0]].sum(axis=0))


def _worth(rest: Rest, taken: Indices, left: Vector) -> float:
    return rest.options.value[taken[taken >= 0]].sum() + rest.urgency * np.minimum(left, 0).sum()


def _fitting(rest: Rest, taken: Indices, left: Vector) -> tuple[Indices, Vector]:
    """`taken` without what rounding made too much of, the least valuable first, and what is left then."""
    taken, left = taken.copy(), left - _used(rest, taken)
    while (left[: rest.minimums] < 0).any():
        row = int(np.argmin(left[: rest.minimums]))
        held = taken[taken >= 0]
        users = held[rest.options.use[held][:, [row]].toarray().ravel() > 0]
        if not len(users):
            break
        dropped = users[np.argmin(rest.options.value[users])]
        taken[rest.options.customer[dropped]] = -1
        left += rest.options.use[[dropped]].toarray().ravel()
    return taken, left


def _blocks(rest: Rest, taken: Indices, left: Vector) -> list[Indices]:
    """Customers who share no limit with others, apart, and of each block those who are most torn."""
    options, customers = rest.options, len(taken)
    limited = np.flatnonzero(np.isfinite(left))
    one_each = sparse.csr_array(
        (np.ones(len(options.value)), (options.customer, np.arange(len(options.value)))),
        shape=(customers, len(options.value)),
    )
    shared = one_each @ abs(options.use[:, limited])
    _, block = connected_components(sparse.block_array([[None, shared], [shared.T, None]]), directed=False)
    open_ = np.unique(options.customer)
    order = open_[np.lexsort((_lead(rest, taken)[open_], block[open_]))]
    parts = np.split(order, np.flatnonzero(np.diff(block[order])) + 1)
    return [np.sort(part[:MOST]) for part in parts if len(part)]


def _lead(rest: Rest, taken: Indices) -> Vector:
    """By how much the prices must move before each customer would rather change; below zero where she would already."""
    options, owner = rest.options, rest.options.customer
    cost = options.use @ rest.prices
    reduced, weight = options.value - cost, np.maximum(np.abs(cost), np.finfo(float).tiny)
    has = taken >= 0
    own, own_weight = np.where(has, reduced[taken], 0.0), np.where(has, weight[taken], 0.0)
    other = np.flatnonzero(taken[owner] != np.arange(len(owner)))
    mover = owner[other]
    with np.errstate(over="ignore"):
        lead = np.where(has, own / np.where(has, own_weight, 1.0), np.inf)
        np.minimum.at(lead, mover, (own[mover] - reduced[other]) / (own_weight[mover] + weight[other]))
    return lead


def _together(rest: Rest, taken: Indices, left: Vector, customers: Indices, tolerance: float) -> Indices:
    """The options of these customers (-1: none), chosen together by an integer programme."""
    chosen = np.flatnonzero(np.isin(rest.options.customer, customers))
    options, held = rest.options.select(chosen), np.isin(chosen, taken)
    remaining, left = left, left + np.asarray(options.use[held].sum(axis=0))
    size = abs(options.use).max(axis=0).toarray().ravel()
    rows = np.flatnonzero(np.isfinite(left) & (size > 0))
    short = rows >= rest.minimums
    owner = np.searchsorted(customers, options.customer)
    each = sparse.csr_array(
        (np.ones(len(chosen)), (owner, np.arange(len(chosen)))), shape=(len(customers), len(chosen))
    )
    use = sparse.diags_array(1 / size[rows]) @ options.use[:, rows].T
    shortage = sparse.eye_array(len(rows), format="csc")[:, short]
    matrix = sparse.block_array([[each, None], [use, -shortage]], format="csc")
    gain = np.concatenate([options.value, np.full(short.sum(), -rest.urgency)])
    upper = np.concatenate([np.ones(len(chosen)), np.full(short.sum(), float(len(customers)))])
    start = np.concatenate([held.astype(float), np.maximum(0, -remaining[rows][short])])
    exact = len(chosen) <= SMALL
    nearly = 0.0 if exact else tolerance / max(abs(gain @ start), tolerance)
    limits = np.concatenate([np.ones(len(customers)), left[rows] / size[rows]])
    share = highs.whole(gain, matrix, limits, upper, start, nearly, ALL_NODES if exact else NODES)
    together = np.full(len(taken), -1)
    picked = chosen[share[: len(chosen)] > 0.5]
    together[rest.options.customer[picked]] = picked
    return together[customers]
