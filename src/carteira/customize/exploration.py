"""Who is held out, and what is tried on whom to learn: always by chances that are known, so that they can be logged.

Chance comes from a hash of the customer and the programme, never from a generator: asked again, the answer is the same.
"""

from hashlib import blake2b
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

from carteira.errors import CarteiraError

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
NODES = 64
CHUNK = 4_096


class Assignment(NamedTuple):
    """What each customer gets (0 = nothing), and what to log with it."""

    action: Codes
    """(N,) 0..K."""
    propensity: Vector
    """(N,) the chance that the customer had of what she got."""
    chances: Matrix
    """(N, K + 1) the chance of each action, the holdout included."""
    held_out: Flags
    """(N,) whether the programme leaves the customer out for good."""


def holdout(customer: npt.ArrayLike, programme: str, share: float) -> Flags:
    """(N,) who is held out of a programme: this share of the customers, by chance, the same whenever asked.

    The chance of being held out is `share` for everybody, whatever else is known of the customer. A larger share holds
    out the same customers and more; another programme others. `customer`: int64 ids.
    """
    if not 0 <= share <= 1:
        raise CarteiraError("exploration_share_invalid", share=share)
    return np.asarray(chance(customer, f"holdout {programme}") < share)


def thompson(
    mean: npt.ArrayLike, deviation: npt.ArrayLike, eligible: npt.ArrayLike | None = None, floor: float = 0.0
) -> Matrix:
    """(N, K + 1) chance that each action is the best one, nothing first: the chances of Thompson sampling.

    `mean` and `deviation` (N, K): what is believed of the net value of each action for each customer (effect x value -
    cost; normal, independent), against 0 for doing nothing. `eligible`: (N, K) which actions may be taken. `floor`: the
    least chance of every eligible action and of nothing, which keeps later estimates from resting on a few customers.

    The chance that action k is best is the integral of its density times the chances that the others lie below
    (Thompson 1933), by 64 nodes of equal probability. Since actions are drawn by the chances returned, these are the
    true propensities whatever the error of the integral. CarteiraError where an action's deviation is not a number:
    of what nothing is known, a prior must be entered first.
    """
    means, deviations = (np.asarray(values, dtype=np.float64) for values in (mean, deviation))
    if means.ndim != 2 or means.shape != deviations.shape:
        raise CarteiraError("exploration_shape")
    may = np.ones(means.shape, dtype=bool) if eligible is None else np.asarray(eligible, dtype=bool)
    if may.shape != means.shape:
        raise CarteiraError("exploration_shape")
    if not (np.isfinite(means) & np.isfinite(deviations) & (deviations >= 0))[may].all():
        raise CarteiraError("exploration_belief_invalid")
    if not 0 <= floor * (means.shape[1] + 1) <= 1:
        raise CarteiraError("exploration_floor_invalid", floor=floor, actions=means.shape[1] + 1)
    m, s = _after_nothing(means), _after_nothing(deviations)
    possible = np.hstack([np.ones((len(may), 1), dtype=bool), may])
    parts = [slice(first, first + CHUNK) for first in range(0, len(m), CHUNK)]
    best = np.concatenate([_chances_of_best(m[part], s[part], possible[part]) for part in parts] or [np.empty(m.shape)])
    return np.where(possible, floor + (1 - floor * possible.sum(axis=1, keepdims=True)) * best, 0.0)


def assign(
    customer: npt.ArrayLike, programme: str, occasion: str, chances: npt.ArrayLike, holdout_share: float = 0.0
) -> Assignment:
    """Draws an action for each customer by `chances` (N, K + 1), nothing first; those held out get nothing.

    The same customer, programme and `occasion` (such as a day) always draw the same. The logged chances count the
    holdout: share + (1 - share) x chance for nothing, (1 - share) x chance for each other action.
    """
    given = np.asarray(chances, dtype=np.float64)
    ids = np.atleast_1d(np.asarray(customer, dtype=np.int64))
    if given.ndim != 2 or len(given) != len(ids):
        raise CarteiraError("exploration_shape")
    if not (given >= 0).all() or np.abs(given.sum(axis=1) - 1).max(initial=0.0) > 1e-9:
        raise CarteiraError("exploration_chances_invalid")
    out = holdout(ids, programme, holdout_share)
    drawn = chance(ids, f"draw {programme} {occasion}")
    reached = np.cumsum(given, axis=1)
    action = (drawn[:, None] >= reached[:, :-1]).sum(axis=1)
    action = np.where(out, 0, action)
    logged = (1 - holdout_share) * given
    logged[:, 0] += holdout_share
    return Assignment(action, logged[np.arange(len(ids)), action], logged, out)


def chance(customer: npt.ArrayLike, purpose: str) -> Vector:
    """(N,) numbers in [0, 1), uniform over customers and independent between purposes, the same for ever."""
    key = np.frombuffer(blake2b(purpose.encode(), digest_size=16).digest(), dtype=np.uint64)
    ids = np.atleast_1d(np.asarray(customer, dtype=np.int64)).astype(np.uint64)
    return (_mixed(_mixed(ids ^ key[0]) ^ key[1]) >> np.uint64(11)).astype(np.float64) / 2.0**53


def _mixed(x: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """SplitMix64's finaliser (Steele, Lea & Flood 2014)."""
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def _after_nothing(values: Matrix) -> Matrix:
    """With the column of doing nothing, which is certain to bring 0."""
    return np.hstack([np.zeros((len(values), 1)), values])


def _chances_of_best(mean: Matrix, deviation: Matrix, possible: Flags) -> Matrix:
    """Rows sum to one; impossible actions have none."""
    nodes = ndtri((np.arange(NODES) + 0.5) / NODES)
    best = np.zeros_like(mean)
    for k in range(mean.shape[1]):
        at = mean[:, k, None] + deviation[:, k, None] * nodes
        others = np.ones_like(at)
        for j in range(mean.shape[1]):
            if j != k:
                below = _chance_below(at, mean[:, j, None], deviation[:, j, None])
                others *= np.where(possible[:, j, None], below, 1.0)
        best[:, k] = others.mean(axis=1) * possible[:, k]
    return best / best.sum(axis=1, keepdims=True)


def _chance_below(at: Matrix, mean: Matrix, deviation: Matrix) -> Matrix:
    """The chance that a normal value lies below `at`; half where it certainly equals it."""
    certain = 0.5 * (np.sign(at - mean) + 1)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.where(deviation > 0, ndtr((at - mean) / deviation), certain)
