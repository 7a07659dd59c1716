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


def simulate(count: int, seed: int, *, binary: bool, confounded: bool = True, differ: bool = True) -> Simulated:
    """Two arms. The first helps most and harms some (sleeping dogs); the second helps by the same for all.

    Outcomes are 0 and 1, or lognormal amounts with many zeros. `confounded`: what was done depends on what also drives
    the outcome, by known propensities. `differ`: whether customers differ in the effect of the first arm.
    """
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(count, 6))
    x[:, 4] = np.exp(x[:, 4])
    x[:, 5] = rng.integers(0, 2, count)
    level = -1.6 + 0.7 * x[:, 0] + 0.4 * x[:, 5] - 0.3 * np.abs(x[:, 1])
    first = 0.5 + (0.9 * x[:, 2] - 0.5 * (x[:, 1] > 0.5) if differ else 0.0)
    chance = expit(np.column_stack([level, level + first, level + 0.4]))
    score = np.column_stack([np.zeros(count), 0.8 * x[:, 0], -0.5 * x[:, 0]]) if confounded else np.zeros((count, 3))
    propensity = np.exp(score) / np.exp(score).sum(axis=1, keepdims=True)
    propensity = 0.1 + 0.7 * propensity
    treatment = (rng.random(count)[:, None] >= np.cumsum(propensity, axis=1)[:, :2]).sum(axis=1)
    happened = rng.random(count) < chance[np.arange(count), treatment]
    if binary:
        return Simulated(x, treatment, happened.astype(float), propensity, chance)
    spread = 1.0
    size = np.exp(2 + 0.3 * x[:, 0])
    amount = size * np.exp(spread * rng.normal(size=count) - spread**2 / 2)
    return Simulated(x, treatment, happened * amount, propensity, chance * size[:, None])
