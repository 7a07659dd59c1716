"""Instances, and what enumeration and HiGHS say of them."""

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

Array = np.ndarray[Any, Any]
USE = np.array([[60, 0, 0, 0], [60, 60, 0, 0], [0, 0, 12, 0], [0, 0, 12, 1], [0, 0, 0, 1.5]])


def campaign(customers: int, seed: int = 0) -> dict[str, Array]:
    """Visits, calls and discounts with tight capacities, personal use and some actions that do harm."""
    rng = np.random.default_rng(seed)
    potential = rng.lognormal(4, 1.2, (customers, 1))
    value = potential * [0.3, 0.38, 0.12, 0.2, 0.06] * rng.gamma(0.8, 1.25, (customers, 5))
    value[rng.random(value.shape) < 0.12] *= -0.5
    scale = np.stack(
        [0.7 + rng.gamma(2, 0.3, customers), np.ones(customers), np.ones(customers), 0.05 * potential[:, 0]], axis=1
    )
    scale[:, 1] = scale[:, 0]
    capacity = np.array([1.2 * customers, 0.24 * customers, 1.2 * customers, 0.25 * scale[:, 3].sum()])
    return {
        "value": value.astype(np.float32),
        "use": USE,
        "capacity": capacity,
        "eligible": rng.random(value.shape) > 0.15,
        "scale": scale.astype(np.float32),
    }


def amounts(use: Array, scale: Array | None, customers: int) -> Array:
    """(N, K, R): what each action uses with each customer, in float64."""
    each = np.broadcast_to(use, (customers, *use.shape[-2:])).astype(np.float64)
    return each if scale is None else each * scale.astype(np.float64)[:, None, :]


def used(choice: Array, amount: Array) -> Array:
    """(R,): what a choice uses."""
    taken = np.flatnonzero(choice >= 0)
    return np.asarray(amount[taken, choice[taken]].sum(axis=0))


def enumerated(
    value: Array, amount: Array, capacity: Array, eligible: Array, minimum: Sequence[int] | Array
) -> float | None:
    """The best of all allocations; None where none meets the minimums."""
    customers, actions = value.shape
    best = None
    options = [[-1, *np.flatnonzero(eligible[customer])] for customer in range(customers)]
    for each in itertools.product(*options):
        choice = np.array(each, dtype=int)
        counts = np.bincount(choice[choice >= 0], minlength=actions)
        if (counts >= minimum).all() and (used(choice, amount) <= capacity).all():
            taken = np.flatnonzero(choice >= 0)
            total = float(value[taken, choice[taken]].sum())
            best = total if best is None else max(best, total)
    return best


def linear_optimum(
    value: Array, amount: Array, capacity: Array, eligible: Array, minimum: Array | None = None
) -> float:
    """The optimum of the linear programme, by SciPy's HiGHS with its interior point method."""
    customer, action = np.nonzero(eligible)
    count, (customers, actions) = len(customer), value.shape
    each = sparse.csr_array((np.ones(count), (customer, np.arange(count))), shape=(customers, count))
    rows = [each, sparse.csr_array(amount[customer, action].T)]
    most = [np.ones(customers), capacity]
    if minimum is not None:
        rows.append(sparse.csr_array((-np.ones(count), (action, np.arange(count))), shape=(actions, count)))
        most.append(-minimum.astype(float))
    gain = value[customer, action].astype(np.float64)
    found = linprog(-gain, A_ub=sparse.vstack(rows, format="csc"), b_ub=np.concatenate(most), method="highs-ipm")
    return -float(found.fun)
