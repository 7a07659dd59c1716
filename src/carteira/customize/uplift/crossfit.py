"""Every customer scored by models that never saw it, nor its fold in any earlier step of theirs.

The DR-learner has two steps: pseudo-outcomes from outcome models, then their regression. For the fold f that is scored,
the pseudo-outcomes of another fold g come from outcome models fitted without f and g.
"""

from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from carteira.customize.uplift.features import Design, FeatureCoder, Features
from carteira.customize.uplift.inputs import Campaign, Codes, Flags, Matrix, Vector, campaign
from carteira.customize.uplift.learners import (
    LEARNERS,
    Learner,
    Outcomes,
    fit_outcomes,
    fit_regressed,
    fit_together,
    pseudo_outcomes,
)

FOLDS = 4
Pair = tuple[int, ...]


class HeldOut(NamedTuple):
    """Per customer, from models that did not see it."""

    fold: Codes
    effects: dict[str, Matrix]
    """Of each learner, (N, K) effects, not yet calibrated."""
    response: Vector
    """The expected outcome whatever the treatment: what a response model ranks by."""
    pseudo: Matrix
    """(N, K) doubly robust pseudo-outcomes."""


def folds(campaign: Campaign, seed: int) -> Codes:
    """A fold for each customer, every treatment and every binary outcome spread evenly over the folds."""
    rng = np.random.default_rng(seed)
    stratum = campaign.treatment * 2 + (campaign.outcome > 0) * campaign.binary
    order = np.lexsort((rng.random(len(stratum)), stratum))
    fold = np.empty(len(stratum), dtype=np.int64)
    fold[order] = np.arange(len(stratum)) % FOLDS
    return fold


def cross_fit(design: Design, campaign: Campaign, seed: int) -> HeldOut:
    """The held-out effects of every learner."""
    fold = folds(campaign, seed)
    left_out: list[Pair] = [*combinations(range(FOLDS), 1), *combinations(range(FOLDS), 2)]
    outcomes = {pair: fit_outcomes(design, campaign, ~np.isin(fold, pair)) for pair in left_out}
    arms = list(range(1, campaign.arms + 1))
    effects = {name: np.empty((len(fold), campaign.arms)) for name in LEARNERS}
    expected = np.empty((len(fold), campaign.arms + 1))
    for f in range(FOLDS):
        test = fold == f
        there = design.take(test)
        expected[test] = outcomes[f,].expected(there)
        pseudo = pseudo_outcomes(campaign, _expected_without(f, fold, design, outcomes))
        for name, learner in fit_learners(design, campaign, ~test, outcomes[f,], pseudo).items():
            effects[name][test] = learner.effects(there, arms)
    shares = np.bincount(campaign.treatment, minlength=campaign.arms + 1) / len(fold)
    return HeldOut(fold, effects, expected @ shares, pseudo_outcomes(campaign, expected))


def expected_outcomes(features: Features, treatment: npt.ArrayLike, outcome: npt.ArrayLike, seed: int = 0) -> Matrix:
    """(N, K + 1) expected outcomes of each customer under each treatment, from models that did not see the customer.

    Features, treatment and outcome as in `fit_effects`: what the doubly robust value of a policy needs.
    """
    given = campaign(treatment, outcome)
    design = FeatureCoder.learn(features).design(features)
    fold = folds(given, seed)
    expected = np.empty((len(fold), given.arms + 1))
    for f in range(FOLDS):
        expected[fold == f] = fit_outcomes(design, given, fold != f).expected(design.take(fold == f))
    return expected


def fit_learners(
    design: Design, campaign: Campaign, rows: Flags, outcomes: Outcomes, pseudo: Matrix
) -> dict[str, Learner]:
    """Every learner from the customers in `rows`, given their outcome models and their pseudo-outcomes."""
    return {
        "t_linear": outcomes.linear,
        "dr_linear": fit_regressed("dr_linear", design, pseudo),
        "s_boosting": fit_together(design, campaign, rows),
        "dr_boosting": fit_regressed("dr_boosting", design, pseudo),
        "t_boosting": outcomes.boosting,
    }


def _expected_without(f: int, fold: Codes, design: Design, outcomes: dict[Pair, Outcomes]) -> Matrix:
    """Expected outcomes of the customers of every other fold, from models without that fold and `f`."""
    expected = np.full((len(fold), len(outcomes[f,].linear.models)), np.nan)
    for g in range(FOLDS):
        if g != f:
            expected[fold == g] = outcomes[tuple(sorted((f, g)))].expected(design.take(fold == g))
    return expected
