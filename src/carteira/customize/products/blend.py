"""The chance of a purchase from several features: a calibrated logistic regression around stated weights."""

from typing import NamedTuple

import numpy as np
from scipy.optimize import isotonic_regression, minimize
from scipy.special import expit, logit

from carteira.customize.products.purchases import Flags, Floats

BELIEF = 20.0
"""Purchases whose evidence weighs as much as a stated weight."""
MOST_STEPS = 50
PURCHASES_PER_STEP = 50
PART = 0.95
"""How much of the correction is applied: the whole would make equal what the blend tells apart."""


class Blend(NamedTuple):
    """Intercept and weights of the features (1 + F,), and the correction of the log-odds at some of them, ascending."""

    weights: Floats
    log_odds: Floats
    correction: Floats

    def chance(self, features: Floats) -> Floats:
        """The chance (N,) of a purchase given the features (N, F)."""
        plain = self.weights[0] + np.einsum(
            "nf,f->n", features, self.weights[1:]
        )  # the same bits in blocks of any size
        return np.asarray(expit(plain + np.interp(plain, self.log_odds, self.correction)), dtype=np.float64)


def stated(prior: tuple[float, ...]) -> Blend:
    """The blend of a book that cannot tell."""
    return Blend(np.array(prior), np.zeros(1), np.zeros(1))


def fit_blend(features: Floats, bought: Flags, prior: tuple[float, ...], signals: tuple[int, ...]) -> Blend:
    """The blend that best foretells `bought` (N,) from `features` (N, F), and never ranks otherwise than its weights.

    Maximum of the likelihood less BELIEF / 2 x (weight - prior)^2 x variance of the feature; of the intercept, at the
    features' mean, with a belief of 1. The weights of `signals` are kept at 0 or above. The correction is isotonic
    regression over steps of equally many rows. Without rows: what is stated.
    """
    if not len(features):
        return stated(prior)
    given = np.array(prior)
    mean, spread = features.mean(axis=0), np.maximum(features.std(axis=0), 1e-6)
    standard = np.column_stack([np.ones(len(features)), (features - mean) / spread])
    start = np.append(given[0] + given[1:] @ mean, given[1:] * spread)
    belief = np.append(1.0, np.full(len(spread), BELIEF))

    def objective(weights: Floats) -> tuple[float, Floats]:
        log_odds = standard @ weights
        away = weights - start
        value = np.logaddexp(0, log_odds).sum() - log_odds[bought].sum() + belief @ away**2 / 2
        return float(value), standard.T @ (expit(log_odds) - bought) + belief * away

    bounds = [(0.0 if number - 1 in signals else None, None) for number in range(len(start))]
    found = minimize(objective, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = found[1:] / spread
    return Blend(np.append(found[0] - weights @ mean, weights), *_correction(standard @ found, bought))


def over_longer(chance: Floats, times: float) -> Floats:
    """The chance within a period `times` as long, at a constant rate."""
    return np.asarray(-np.expm1(times * np.log1p(-np.minimum(chance, 1 - 1e-12))), dtype=np.float64)


def _correction(log_odds: Floats, bought: Flags) -> tuple[Floats, Floats]:
    steps = min(MOST_STEPS, int(bought.sum()) // PURCHASES_PER_STEP, len(bought))
    if steps < 2:
        return np.zeros(1), np.zeros(1)
    order = np.argsort(log_odds, kind="stable")
    begin = np.arange(steps) * len(order) // steps
    size = np.diff(np.append(begin, len(order)))
    middle = np.add.reduceat(log_odds[order], begin) / size
    share = (np.add.reduceat(bought[order].astype(np.float64), begin) + expit(middle)) / (size + 1)
    level = np.clip(isotonic_regression(share, weights=size).x, 1e-9, 1 - 1e-9)
    return middle, PART * (logit(level) - middle)
