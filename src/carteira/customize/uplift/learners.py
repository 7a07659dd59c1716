"""Learners of effects: S (one model, the treatment a feature), T (a model per treatment), DR (doubly robust).

Kuenzel, Sekhon, Bickel & Yu 2019 name S and T; Kennedy 2023 gives DR: the regression of a pseudo-outcome whose mean,
given the features, is the effect when either the outcome models or the propensities are right.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from carteira.customize.uplift.features import Design
from carteira.customize.uplift.inputs import Campaign, Codes, Flags, Matrix, Vector
from carteira.customize.uplift.models import EFFECT, Model, fit_boosting, fit_linear

LEARNERS = ("t_linear", "dr_linear", "s_boosting", "dr_boosting", "t_boosting")
"""Simplest first."""


class Learner(Protocol):
    """Fitted: the effects (N, len(arms)) of some arms (1..K) on the customers of a design, not yet calibrated."""

    def effects(self, design: Design, arms: list[int]) -> Matrix: ...


@dataclass(frozen=True)
class Separate:
    """The T-learner: for each treatment, control first, a model of the outcome of those who had it."""

    models: list[Model]

    def expected(self, design: Design) -> Matrix:
        """(N, K + 1) expected outcomes."""
        return np.column_stack([model.predict(design) for model in self.models])

    def effects(self, design: Design, arms: list[int]) -> Matrix:
        without = self.models[0].predict(design)
        return np.column_stack([self.models[arm].predict(design) - without for arm in arms])


@dataclass(frozen=True)
class Together:
    """The S-learner: one model of the outcome, with a feature for each of K treatments."""

    model: Model
    count: int

    def effects(self, design: Design, arms: list[int]) -> Matrix:
        without = self._under(design, 0)
        return np.column_stack([self._under(design, arm) - without for arm in arms])

    def _under(self, design: Design, arm: int) -> Vector:
        return self.model.predict(treated(design, np.full(len(design), arm), self.count))


@dataclass(frozen=True)
class Regressed:
    """The DR-learner: for each arm, a model of its pseudo-outcome."""

    models: list[Model]

    def effects(self, design: Design, arms: list[int]) -> Matrix:
        return np.column_stack([self.models[arm - 1].predict(design) for arm in arms])


class Outcomes(NamedTuple):
    """The outcome models of every treatment, linear and boosted."""

    linear: Separate
    boosting: Separate

    def expected(self, design: Design) -> Matrix:
        """(N, K + 1) expected outcomes: the mean of both models, which is seldom worse than the better one."""
        return (self.linear.expected(design) + self.boosting.expected(design)) / 2


def fit_outcomes(design: Design, campaign: Campaign, rows: Flags) -> Outcomes:
    """The outcome models of every treatment, from the customers in `rows`."""

    def fitted(fit: Callable[[Design, Vector, bool], Model], arm: int) -> Model:
        given = rows & (campaign.treatment == arm)
        return fit(design.take(given), campaign.outcome[given], campaign.binary)

    arms = range(campaign.arms + 1)
    linear, boosting = ([fitted(fit, arm) for arm in arms] for fit in (fit_linear, fit_boosting))
    return Outcomes(Separate(linear), Separate(boosting))


def fit_together(design: Design, campaign: Campaign, rows: Flags) -> Together:
    """The S-learner from the customers in `rows`."""
    whole = treated(design.take(rows), campaign.treatment[rows], campaign.arms)
    return Together(fit_boosting(whole, campaign.outcome[rows], campaign.binary), campaign.arms)


def treated(design: Design, treatment: Codes, arms: int) -> Design:
    """The design with a column of 0 and 1 for each treatment."""
    return Design(np.hstack([design.raw, treatment[:, None] == np.arange(1, arms + 1)]), design.scaled)


def pseudo_outcomes(campaign: Campaign, expected: Matrix) -> Matrix:
    """(N, K) doubly robust pseudo-outcomes, given expected outcomes (N, K + 1); missing where not comparable.

    expected_k - expected_0 + 1[had k] / p_k (outcome - expected_k) - 1[had 0] / p_0 (outcome - expected_0)
    (Robins, Rotnitzky & Zhao 1994).
    """
    own = np.arange(campaign.arms + 1) == campaign.treatment[:, None]
    weight = np.divide(own, campaign.propensity, out=np.zeros_like(expected), where=campaign.propensity > 0)
    corrected = expected + weight * (campaign.outcome[:, None] - expected)
    effect = corrected[:, 1:] - corrected[:, :1]
    for arm in range(1, campaign.arms + 1):
        effect[~campaign.comparable(arm), arm - 1] = np.nan
    return effect


def fit_regressed(kind: str, design: Design, pseudo: Matrix) -> Regressed:
    """The DR-learner `dr_linear` or `dr_boosting`, over the customers that have a pseudo-outcome of the arm."""

    def fitted(effect: Vector) -> Model:
        known = ~np.isnan(effect)
        if kind == "dr_linear":
            return fit_linear(design.take(known), effect[known], False)
        return fit_boosting(design.take(known), effect[known], False, EFFECT)

    return Regressed([fitted(effect) for effect in pseudo.T])
