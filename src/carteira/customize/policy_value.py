"""What a way of deciding would have brought, from what another way of deciding did and logged."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from carteira.customize.estimate import LEVEL, Estimate, mean_interval, normal_interval
from carteira.errors import CarteiraError

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.float64]


class PolicyValue(NamedTuple):
    """The expected outcome per customer under a policy, three estimates of it, and how far the log supports it."""

    ips: Estimate
    """Inverse propensity scores: unbiased."""
    snips: Estimate
    """The same, its weights made to sum to one: less variance for a bias that vanishes."""
    dr: Estimate
    """Doubly robust: unbiased, and of the least variance when the expected outcomes are any good."""
    effective_customers: float
    """So many customers, decided on by the policy itself, would say as much (Kish 1965)."""
    mean_weight: Estimate
    """1 where the log supports the policy; clearly below, it takes actions that the log never took."""


def policy_value(
    policy: npt.ArrayLike,
    action: npt.ArrayLike,
    outcome: npt.ArrayLike,
    propensity: npt.ArrayLike,
    expected: npt.ArrayLike,
    level: float = LEVEL,
) -> PolicyValue:
    """The value of `policy` on logged decisions, with intervals of this level.

    `policy`: (N,) the action it would take, or (N, A) the chance of each. `action`: (N,) what was done, 0..A-1;
    `outcome`: (N,) what came of it; `propensity`: (N,) the logged chance of what was done. `expected`: (N, A) expected
    outcomes from models that did not see the customer (`carteira.customize.uplift.expected_outcomes`). With
    w = policy's chance of what was done / propensity:

        IPS = mean of w outcome            SNIPS = sum of w outcome / sum of w
        DR = mean of sum over a of policy_a expected_a + w (outcome - expected of what was done)

    (Horvitz & Thompson 1952; Swaminathan & Joachims 2015; Dudik, Langford & Li 2011). CarteiraError names
    contradictions.
    """
    done, result, chance, predicted = _checked(action, outcome, propensity, expected)
    target = _target(policy, predicted.shape)
    own = (np.arange(len(done)), done)
    weight = target[own] / chance
    direct = (target * predicted).sum(axis=1)
    return PolicyValue(
        mean_interval(weight * result, level),
        _self_normalised(weight, result, level),
        mean_interval(direct + weight * (result - predicted[own]), level),
        float(weight.sum() ** 2 / np.square(weight).sum()) if weight.any() else 0.0,
        mean_interval(weight, level),
    )


def _self_normalised(weight: Vector, outcome: Vector, level: float) -> Estimate:
    """A ratio of means, its error by the delta method."""
    if not weight.any():
        return Estimate(np.nan, np.inf, -np.inf, np.inf)
    value = float(weight @ outcome / weight.sum())
    error = mean_interval(weight * (outcome - value)).error / float(weight.mean())
    return normal_interval(value, error, level)


def _target(policy: npt.ArrayLike, shape: tuple[int, ...]) -> Matrix:
    target = np.asarray(policy, dtype=np.float64)
    if target.shape == shape[:1]:
        _refuse(~np.isin(target, np.arange(shape[1])), "policy_action_unknown", actions=shape[1])
        target = (np.arange(shape[1]) == target[:, None]).astype(np.float64)
    if target.shape != shape:
        raise CarteiraError("policy_shape", rows=shape[0], actions=shape[1])
    wrong = ~(target >= 0).all(axis=1) | (np.abs(target.sum(axis=1) - 1) > 1e-6)
    _refuse(wrong, "policy_not_probabilities")
    return target


def _checked(
    action: npt.ArrayLike, outcome: npt.ArrayLike, propensity: npt.ArrayLike, expected: npt.ArrayLike
) -> tuple[npt.NDArray[np.int64], Vector, Vector, Matrix]:
    done, result, chance, predicted = (
        np.asarray(column, dtype=np.float64) for column in (action, outcome, propensity, expected)
    )
    if not len(done):
        raise CarteiraError("policy_empty")
    if done.ndim != 1 or not done.shape == result.shape == chance.shape == predicted.shape[:1] or predicted.ndim != 2:
        raise CarteiraError("policy_shape", rows=len(done), actions=predicted.shape[-1])
    _refuse(~np.isfinite(result) | ~np.isfinite(predicted).all(axis=1), "policy_outcome_missing")
    _refuse(~np.isin(done, np.arange(predicted.shape[1])), "policy_action_unknown", actions=predicted.shape[1])
    _refuse(~((chance > 0) & (chance <= 1)), "policy_propensity_invalid")
    return done.astype(np.int64), result, chance, predicted


def _refuse(wrong: npt.NDArray[np.bool_], code: str, **arguments: str | int) -> None:
    if wrong.any():
        raise CarteiraError(code, "", row=int(np.argmax(wrong)) + 1, **arguments)
