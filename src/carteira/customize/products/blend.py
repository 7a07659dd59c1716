"""The chance of a purchase from several features: a logistic regression that departs from stated weights."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit

from carteira.customize.products.purchases import Flags, Floats

BELIEF = 20.0
"""Purchases whose evidence weighs as much as a stated weight."""


def fit_blend(
    features: Floats, bought: Flags, prior: tuple[float, ...], signals: tuple[int, ...]
) -> npt.NDArray[np.float64]:
    """Intercept and weights (1 + F,) that best foretell `bought` (N,) from `features` (N, F).

    Maximum of the likelihood less BELIEF / 2 x (weight - prior)^2 x variance of the feature; of the intercept, at the
    features' mean, with a belief of 1. The weights of `signals` are kept at 0 or above. Without rows: the prior.
    """
    stated = np.array(prior)
    if not len(features):
        return stated
    mean, spread = features.mean(axis=0), np.maximum(features.std(axis=0), 1e-6)
    standard = np.column_stack([np.ones(len(features)), (features - mean) / spread])
    start = np.append(stated[0] + stated[1:] @ mean, stated[1:] * spread)
    belief = np.append(1.0, np.full(len(spread), BELIEF))

    def objective(weights: Floats) -> tuple[float, Floats]:
        log_odds = standard @ weights
        away = weights - start
        value = np.logaddexp(0, log_odds).sum() - log_odds[bought].sum() + belief @ away**2 / 2
        return float(value), standard.T @ (expit(log_odds) - bought) + belief * away

    bounds = [(0.0 if number - 1 in signals else None, None) for number in range(len(start))]
    found = minimize(objective, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = found[1:] / spread
    return np.append(found[0] - weights @ mean, weights)


def chance(features: Floats, weights: Floats) -> Floats:
    """The chance (N,) by the blend."""
    return np.asarray(expit(weights[0] + features @ weights[1:]), dtype=np.float64)


def over_longer(chance: Floats, times: float) -> Floats:
    """The chance within a period `times` as long, at a constant rate."""
    return np.asarray(-np.expm1(times * np.log1p(-np.minimum(chance, 1 - 1e-12))), dtype=np.float64)
