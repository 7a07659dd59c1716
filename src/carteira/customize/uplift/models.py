"""Models of an outcome given features: logistic and ridge regression, gradient boosting, and a plain mean."""

from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np
from scipy.special import expit
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.linear_model import LogisticRegression, Ridge
from threadpoolctl import ThreadpoolController

from carteira.customize.uplift.features import Design
from carteira.customize.uplift.inputs import Vector

FEWEST = 100
"""Customers that a model of an outcome needs; with fewer, their mean stands for all."""
THREADS = ThreadpoolController()


class Model(Protocol):
    """A fitted model: the expected outcome of each customer of a design."""

    def predict(self, design: Design) -> Vector: ...


class Size(NamedTuple):
    """How much a boosted model may learn: trees, how fast, leaves of each, the least share of customers in a leaf."""

    trees: int
    rate: float
    leaves: int
    share: float


OUTCOME = Size(trees=60, rate=0.08, leaves=8, share=0.01)
EFFECT = Size(trees=40, rate=0.05, leaves=4, share=0.04)
"""An effect is a small signal in much noise: fewer, larger steps of learning would follow chance."""


@dataclass(frozen=True)
class Mean:
    """The same for everybody."""

    value: float

    def predict(self, design: Design) -> Vector:
        return np.full(len(design), self.value)


@dataclass(frozen=True)
class Linear:
    """Ridge or logistic regression on the scaled features."""

    intercept: float
    weights: Vector
    binary: bool

    def predict(self, design: Design) -> Vector:
        score = self.intercept + design.scaled @ self.weights
        return np.asarray(expit(score) if self.binary else score)


@dataclass(frozen=True)
class Boosted:
    """Gradient boosted trees on the raw features."""

    trees: Any

    def predict(self, design: Design) -> Vector:
        with THREADS.limit(limits=1, user_api="openmp"):
            if isinstance(self.trees, HistGradientBoostingClassifier):
                return np.asarray(self.trees.predict_proba(design.raw)[:, 1])
            return np.asarray(self.trees.predict(design.raw))


def fit_linear(design: Design, outcome: Vector, binary: bool) -> Model:
    """Logistic regression of a binary outcome, else ridge regression, both with the penalty of one observation."""
    if _too_little(outcome):
        return Mean(float(outcome.mean()) if len(outcome) else 0.0)
    if binary:
        logistic = LogisticRegression(C=1.0, solver="newton-cholesky").fit(design.scaled, outcome)
        return Linear(float(logistic.intercept_[0]), logistic.coef_[0], True)
    ridge = Ridge(alpha=1.0).fit(design.scaled, outcome)
    return Linear(float(ridge.intercept_), ridge.coef_, False)


def fit_boosting(design: Design, outcome: Vector, binary: bool, size: Size = OUTCOME) -> Model:
    """Boosted trees, in one thread: OpenMP's wait for each other on a busy machine, tens of times as long.

    Nor are models fitted in threads of our own: scikit-learn swaps the warning filters of the whole process meanwhile.
    """
    if _too_little(outcome):
        return Mean(float(outcome.mean()) if len(outcome) else 0.0)
    kind = HistGradientBoostingClassifier if binary else HistGradientBoostingRegressor
    trees = kind(
        max_iter=size.trees,
        learning_rate=size.rate,
        max_leaf_nodes=size.leaves,
        min_samples_leaf=max(20, int(size.share * len(outcome))),
        max_bins=63,
        early_stopping=False,
        random_state=0,
    )
    with THREADS.limit(limits=1, user_api="openmp"):
        return Boosted(trees.fit(design.raw, outcome))


def _too_little(outcome: Vector) -> bool:
    return len(outcome) < FEWEST or bool(np.ptp(outcome) == 0)
