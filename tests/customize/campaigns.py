"""Simulated campaigns whose effects are known: several arms, confounding by known propensities, sleeping dogs."""

from typing import NamedTuple

import numpy as np
from scipy.special import expit


class Simulated(NamedTuple):
    """What the company knows, and the truth: the expected outcome (N, K + 1) of each customer under each treatment."""

    features: np.ndarray
    treatment: np.ndarray
    outcome: np.ndarray
    propensity: np.ndarray
    expected: np.ndarray

    @property
    def effects(self) -> np.ndarray:
        """(N, K) true effects."""
        return self.expected[:, 1:] - self.expected[:, :1]


def simulate(count: int, seed: int, *, binary: bool) -> Simulated:
    """Two arms. The first helps most and harms some (sleeping dogs); the second helps nearly all by as much.

    Outcomes are 0 and 1, or lognormal amounts with many zeros. What was done depends on what also drives the outcome,
    by known propensities: the plain difference between treated and others is wrong.
    """
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(count, 6))
    x[:, 4] = np.exp(x[:, 4])
    x[:, 5] = rng.integers(0, 2, count)
    level = -1.6 + 0.7 * x[:, 0] + 0.4 * x[:, 5] - 0.3 * np.abs(x[:, 1])
    first = 0.5 + 0.9 * x[:, 2] - 0.5 * (x[:, 1] > 0.5)
    chance = expit(np.column_stack([level, level + first, level + 0.4]))
    odds = np.exp(np.column_stack([np.zeros(count), 0.8 * x[:, 0], -0.5 * x[:, 0]]))
    propensity = 0.1 + 0.7 * odds / odds.sum(axis=1, keepdims=True)
    treatment = (rng.random(count)[:, None] >= np.cumsum(propensity, axis=1)[:, :2]).sum(axis=1)
    happened = rng.random(count) < chance[np.arange(count), treatment]
    if binary:
        return Simulated(x, treatment, happened.astype(float), propensity, chance)
    usual = np.exp(2 + 0.3 * x[:, 0])
    amount = usual * np.exp(rng.normal(size=count) - 0.5)
    return Simulated(x, treatment, happened * amount, propensity, chance * usual[:, None])
