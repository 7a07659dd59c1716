"""Which learner an arm's effects come from, and whether any of them can be used: judged on held-out customers."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from carteira.customize.estimate import Estimate, mean_interval, normal_interval
from carteira.customize.uplift.calibration import FLAT, Line, fit_line
from carteira.customize.uplift.crossfit import HeldOut
from carteira.customize.uplift.inputs import Campaign, Vector
from carteira.customize.uplift.learners import LEARNERS
from carteira.customize.uplift.ranking import chance_of_best, gain_contributions, ranks

FEWEST_AVERAGE = 30
"""Customers of the arm, and of control, without whom there is no experiment."""
FEWEST_LEARNER = 300
"""Those without whom no learner is tried."""
SIGNIFICANT = 0.05
NOTHING = Estimate(0.0, np.inf, -np.inf, np.inf)
SURE_ZERO = Estimate(0.0, 0.0, 0.0, 0.0)


class Heterogeneity(NamedTuple):
    """Whether customers are known to differ in the effect of an arm.

    `reason` is a code: `uplift_usable`, `uplift_no_heterogeneity` (no order beats chance), `uplift_rank_by_response`
    (that of the response model does, and no learner's is as good), `uplift_too_few`, `uplift_no_experiment`.
    """

    usable: bool
    reason: str
    p_value: float
    """The chance that the best of these orders looked as good if customers did not differ."""
    gain: Estimate
    """Of the chosen learner's order over a random order, per customer, averaged over all budgets."""
    over_response: Estimate
    """The same over the response model's order."""
    slope: Estimate
    """Of effects on the learner's scores: 1 where these are right as they are, 0 where they say nothing."""
    spread: float
    """Standard deviation of the calibrated effects between customers."""


class ArmEffect(NamedTuple):
    """What held-out customers say of one arm."""

    learner: str
    """The chosen learner; empty where none was tried."""
    average: Estimate
    line: Line
    """The calibration; flat where heterogeneity is not usable."""
    heterogeneity: Heterogeneity
    policies: pa.Table


def judge(held_out: HeldOut, campaign: Campaign, arm: int, seed: int) -> ArmEffect:
    """The verdict on arm 1..K."""
    rows = campaign.comparable(arm)
    pseudo = held_out.pseudo[rows, arm - 1]
    had = min(int((campaign.treatment[rows] == one).sum()) for one in (0, arm))
    if had < FEWEST_AVERAGE:
        return _without("uplift_no_experiment", arm, NOTHING)
    average = mean_interval(pseudo)
    if had < FEWEST_LEARNER:
        return _without("uplift_too_few", arm, average)
    fold = held_out.fold[rows]
    scores = {name: held_out.effects[name][rows, arm - 1] for name in LEARNERS}
    scores["response"] = held_out.response[rows]
    contributions = {name: gain_contributions(pseudo, ranks(score, fold)) for name, score in scores.items()}
    learner = choose(contributions)
    line = fit_line(pseudo, scores[learner])
    trials = np.column_stack([contributions[name] for name in LEARNERS])
    heterogeneity = _verdict(contributions, learner, line, chance_of_best(trials, seed))
    kept = line if heterogeneity.usable else FLAT
    heterogeneity = heterogeneity._replace(spread=kept.shrunk * float(scores[learner].std()))
    return ArmEffect(learner, average, kept, heterogeneity, _policies(arm, learner, pseudo, scores, contributions))


def choose(contributions: dict[str, Vector]) -> str:
    """The simplest learner whose held-out gain is within one standard error of the best one's.

    The error is that of the difference, customer by customer (the rule of Breiman, Friedman, Olshen & Stone 1984):
    the best of similar learners is best by luck.
    """
    best = max(LEARNERS, key=lambda name: float(contributions[name].mean()))
    for name in LEARNERS:
        behind = mean_interval(contributions[best] - contributions[name])
        if behind.value <= behind.error:
            return name
    return best


def _verdict(contributions: dict[str, Vector], learner: str, line: Line, p_value: float) -> Heterogeneity:
    over_response = mean_interval(contributions[learner] - contributions["response"])
    if p_value < SIGNIFICANT and line.shrunk > 0 and over_response.value >= 0:
        reason = "uplift_usable"
    elif mean_interval(contributions["response"]).low > 0:
        reason = "uplift_rank_by_response"
    else:
        reason = "uplift_no_heterogeneity"
    gain, slope = mean_interval(contributions[learner]), normal_interval(line.slope, line.error)
    return Heterogeneity(reason == "uplift_usable", reason, p_value, gain, over_response, slope, 0.0)


def _policies(
    arm: int, learner: str, pseudo: Vector, scores: dict[str, Vector], contributions: dict[str, Vector]
) -> pa.Table:
    """Of every way to decide on this arm: value of treating whom it would treat, and gain of its order over chance."""
    average = mean_interval(pseudo)
    found = {
        name: (mean_interval(pseudo * (scores[name] > 0)), mean_interval(contributions[name])) for name in LEARNERS
    }
    found["response"] = (average, mean_interval(contributions["response"]))
    found["treat_all"] = (average, SURE_ZERO)
    found["treat_nobody"] = (SURE_ZERO, SURE_ZERO)
    return _table(arm, learner, found)


def _without(reason: str, arm: int, average: Estimate) -> ArmEffect:
    found = {"treat_all": (average, SURE_ZERO), "treat_nobody": (SURE_ZERO, SURE_ZERO)}
    heterogeneity = Heterogeneity(False, reason, 1.0, SURE_ZERO, SURE_ZERO, SURE_ZERO, 0.0)
    return ArmEffect("", average, FLAT, heterogeneity, _table(arm, "", found))


def _table(arm: int, learner: str, found: dict[str, tuple[Estimate, Estimate]]) -> pa.Table:
    values, gains = zip(*found.values(), strict=True)
    columns: dict[str, object] = {"arm": [arm] * len(found), "policy": list(found)}
    for name, estimates in (("value", values), ("gain", gains)):
        columns[name] = [one.value for one in estimates]
        columns[f"{name}_low"] = [one.low for one in estimates]
        columns[f"{name}_high"] = [one.high for one in estimates]
    columns["chosen"] = [name == learner for name in found]
    return pa.table(columns)
