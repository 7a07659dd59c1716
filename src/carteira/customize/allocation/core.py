"""The exact end: a linear programme over the few options that are still open, inside a box of prices.

Prices held in a box are slack that is sold at the lower and bought at the upper price (Marsten, Hogan & Blankenship 1975,
the boxstep method). Where the optimum lies inside, the prices are those of the whole problem.
"""

from typing import NamedTuple

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from carteira.customize.allocation.options import Options
from carteira.customize.allocation.problem import Vector


OPEN = 1e15
"""A box without a wall on that side."""


class Core(NamedTuple):
    """Prices (rows,) and shares of the options (between 0 and 1) at the optimum."""

    prices: Vector
    share: Vector


def solve_core(options: Options, left: Vector, low: Vector, high: Vector) -> Core:
    """The best shares of the options for the limits that are `left`, with prices between `low` and `high`."""
    owners, owner = np.unique(options.customer, return_inverse=True)
    count, bounded = len(owner), np.flatnonzero(high > 0)
    one_each = sparse.csr_array((np.ones(count), (owner, np.arange(count))), shape=(len(owners), count))
    sold, bought = np.flatnonzero(low[bounded] > 0), np.flatnonzero(high[bounded] < OPEN)
    trade = sparse.eye_array(len(bounded), format="csc")
    uses = sparse.hstack([options.use[:, bounded].T, trade[:, sold], -trade[:, bought]])
    each = sparse.hstack([one_each, sparse.csr_array((len(owners), len(sold) + len(bought)))])
    gain = np.concatenate([options.value, low[bounded][sold], -high[bounded][bought]])
    most = np.concatenate([np.ones(len(owners)), left[bounded]])
    found = linprog(-gain, A_ub=sparse.vstack([each, uses], format="csc"), b_ub=most, method="highs-ds")
    prices = np.zeros(len(high))
    prices[bounded] = np.clip(-found.ineqlin.marginals[len(owners) :], low[bounded], high[bounded])
    return Core(prices, found.x[:count])
