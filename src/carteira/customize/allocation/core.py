"""The exact end: a linear programme over the few options that are still open, inside a box of prices.

Prices held in a box are slack that is sold at the lower and bought at the upper price (Marsten, Hogan & Blankenship
1975, the boxstep method). Where the optimum lies inside, the prices are those of the whole problem. Customers with the
same options count as one, so that ties stay small.
"""

from typing import NamedTuple

import numpy as np
from scipy import sparse

from carteira.customize.allocation import highs
from carteira.customize.allocation.options import Options
from carteira.customize.allocation.problem import Indices, Vector

OPEN = 1e15
"""A wall so far out that there is none."""
WHOLE = 1e-7


class Core(NamedTuple):
    """Prices (rows,) at the optimum, and the option that each customer takes whole (-1: none)."""

    prices: Vector
    taken: Indices


def solve_core(options: Options, customers: int, left: Vector, low: Vector, high: Vector) -> Core:
    """The best use of what is `left` (rows,) by so many customers, with prices between `low` and `high`."""
    kinds = _kinds(options, customers)
    count, bounded = len(kinds.option), np.flatnonzero(high > 0)
    sold, bought = bounded[low[bounded] > 0], bounded[high[bounded] < OPEN]
    shape = (len(kinds.size), count + len(sold) + len(bought))
    each = sparse.csr_array((np.ones(count), (kinds.of_option, np.arange(count))), shape=shape)
    trade = sparse.eye_array(len(high), format="csc")
    uses = sparse.hstack([options.use[kinds.option].T, trade[:, sold], -trade[:, bought]], format="csr")[bounded]
    gain = np.concatenate([options.value[kinds.option], low[sold], -high[bought]])
    most = np.concatenate([kinds.size, left[bounded]])
    found = highs.linear(gain, sparse.vstack([each, uses], format="csc"), most)
    prices = np.zeros(len(high))
    prices[bounded] = np.clip(found.prices[len(kinds.size) :], low[bounded], high[bounded])
    return Core(prices, _dealt(kinds, options.starts(customers), found.share[:count]))


class _Kinds(NamedTuple):
    """Customers with the same options are of one kind."""

    of_customer: Indices
    size: Indices
    option: Indices
    """The options of the first customer of each kind, in the order of the options."""
    of_option: Indices


def _kinds(options: Options, customers: int) -> _Kinds:
    generator = np.random.default_rng(0)
    rows, actions = options.use.shape[1], int(options.action.max(initial=0)) + 1
    mixed = options.value * generator.normal() + options.use @ generator.normal(size=rows) + generator.normal()
    signature = np.bincount(options.customer, mixed * generator.normal(size=actions)[options.action], customers)
    _, lead, kind, size = np.unique(signature, return_index=True, return_inverse=True, return_counts=True)
    option = np.flatnonzero(lead[kind[options.customer]] == options.customer)
    return _Kinds(kind, size, option, kind[options.customer[option]])


def _dealt(kinds: _Kinds, first_option: Indices, share: Vector) -> Indices:
    """The option of each customer: every kind hands out its options, whole ones only, to its members in order."""
    order = np.argsort(kinds.of_option, kind="stable")
    kind, count = kinds.of_option[order], np.floor(share[order] + WHOLE).astype(np.int64)
    before = np.cumsum(count) - count
    first = np.searchsorted(kind, kind)
    rank = np.arange(len(kind)) - first
    place = (np.cumsum(kinds.size) - kinds.size)[kind] + before - before[first]
    place = np.repeat(place - before, count) + np.arange(count.sum())
    member = np.argsort(kinds.of_customer, kind="stable")[place]
    taken = np.full(len(kinds.of_customer), -1)
    taken[member] = first_option[member] + np.repeat(rank, count)
    return taken
