"""The effects of several treatments on each customer, with intervals, from logged data with known propensities."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.stats import norm

from carteira.customize.estimate import LEVEL, Estimate, mean_interval, normal_interval
from carteira.customize.uplift.calibration import TENTHS, fit_tenths
from carteira.customize.uplift.choice import ArmEffect, Heterogeneity, judge
from carteira.customize.uplift.crossfit import cross_fit, fit_learners
from carteira.customize.uplift.features import Design, FeatureCoder, Features
from carteira.customize.uplift.inputs import Campaign, Codes, Matrix, Vector, campaign
from carteira.customize.uplift.learners import Learner, Outcomes, fit_outcomes
from carteira.customize.uplift.prior import Belief, belief, believed, posterior, unknown
from carteira.customize.uplift.ranking import ranks
from carteira.errors import CarteiraError

CHUNK = 25_000
WORKERS = 2


@dataclass(frozen=True)
class Effects:
    """Incremental outcome of each of K arms against control, for any customer. Columns are arms 1..K."""

    arms: tuple[ArmEffect, ...]
    prior: Belief
    campaign: Campaign
    fold: Codes
    scores: Matrix
    """(N, K) held-out scores of the customers fitted on, by the learner chosen for each arm; 0 where there is none."""
    pseudo: Matrix
    """(N, K) their held-out pseudo-outcomes."""
    coder: FeatureCoder
    outcomes: Outcomes
    learners: dict[str, Learner]

    @property
    def learner(self) -> list[str]:
        """The learner chosen for each arm; empty where none was tried."""
        return [arm.learner for arm in self.arms]

    @property
    def heterogeneity(self) -> list[Heterogeneity]:
        """For each arm, whether customers are known to differ in its effect."""
        return [arm.heterogeneity for arm in self.arms]

    @property
    def policy_values(self) -> pa.Table:
        """Held-out values of every candidate, with 90 % intervals: one row per arm and policy.

        `value`: incremental outcome per customer when those with an effect above 0 are treated (by response: all).
        `gain`: of the policy's order over a random order, averaged over all budgets.
        """
        return pa.concat_tables([arm.policies for arm in self.arms])

    def average(self, level: float = LEVEL) -> list[Estimate]:
        """The average effect of each arm over the customers who might have had it, as the data say it."""
        return [_at_level(arm.average, level) for arm in self.arms]

    @property
    def posterior(self) -> Belief:
        """The average effect of each arm, prior and data together: what exploration draws from."""
        data = [arm.average for arm in self.arms]
        return posterior(self.prior, Belief(np.array([d.value for d in data]), np.array([d.error for d in data])))

    def predict(self, features: Features) -> Matrix:
        """(N, K) expected incremental outcomes.

        The average effect of the arm, plus the customer's own difference where heterogeneity is usable. Both are
        shrunk: the average towards the prior, or where there is none towards zero as far as it may be chance.
        """
        slopes = np.array([arm.line.shrunk for arm in self.arms])
        return self._levels() + self._apart(features) * slopes

    def interval(self, features: Features, level: float = LEVEL) -> tuple[Matrix, Matrix]:
        """(N, K) ends of the interval of the average effect among customers with scores in the same tenth.

        Where there is no usable heterogeneity it is the interval of the arm's average effect. A prior moves both.
        """
        known = self.posterior
        reach = norm.ppf((1 + level) / 2) * known.deviation
        apart = self._apart(features)
        low, high = (np.tile(known.mean + sign * reach, (len(apart), 1)) for sign in (-1, 1))
        for k, arm in enumerate(self.arms):
            if arm.heterogeneity.usable:
                rows = self.campaign.comparable(k + 1)
                score = self.scores[rows, k] - arm.line.centre
                tenths = fit_tenths(self.pseudo[rows, k], score, level)
                moved = known.mean[k] - arm.average.value
                own = tenths.of(apart[:, k])
                low[:, k], high[:, k] = tenths.low[own] + moved, tenths.high[own] + moved
        return low, high

    def response(self, features: Features) -> Vector:
        """(N,) expected outcome whatever is done: what to rank by where the reason is `uplift_rank_by_response`."""
        shares = np.bincount(self.campaign.treatment, minlength=len(self.arms) + 1) / len(self.campaign.treatment)
        return self._scored(features, 1, lambda design: (self.outcomes.expected(design) @ shares)[:, None])[:, 0]

    def segments(self, labels: npt.ArrayLike, level: float = LEVEL) -> pa.Table:
        """The average effect of each arm within each segment of the customers fitted on, and its interval.

        `labels`: (N,) one for each of them, known before the treatment. Columns arm, segment, customers (those who
        might have had both the arm and control), effect, error, low, high.
        """
        names, segment = np.unique(np.asarray(labels), return_inverse=True)
        rows: list[tuple[object, ...]] = []
        for arm in range(1, len(self.arms) + 1):
            comparable = self.campaign.comparable(arm)
            for code, name in enumerate(names):
                pseudo = self.pseudo[comparable & (segment == code), arm - 1]
                rows.append((arm, name, len(pseudo), *mean_interval(pseudo, level)))
        columns = ("arm", "segment", "customers", "effect", "error", "low", "high")
        return pa.table(dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True)))

    def tenths(self, arm: int) -> Codes:
        """(N,) tenth, 1 the highest, of each customer fitted on by her held-out score; all in one without a learner.

        The score comes from models that did not see the customer, so `segments` of these tenths are honest.
        """
        rank = ranks(self.scores[:, arm - 1], self.fold)
        return np.minimum((rank * TENTHS).astype(np.int64), TENTHS - 1) + 1

    def _levels(self) -> Vector:
        """The average effect of each arm as far as it is believed."""
        data = np.array([arm.average.value * believed(arm.average.value, arm.average.error) for arm in self.arms])
        return np.where(np.isfinite(self.prior.deviation), self.posterior.mean, data)

    def _apart(self, features: Features) -> Matrix:
        """(N, K) how far each customer's score is from the usual one; 0 for arms without usable heterogeneity."""
        usable = [arm for arm, found in enumerate(self.arms, 1) if found.heterogeneity.usable]
        users = {name: [arm for arm in usable if self.learner[arm - 1] == name] for name in self.learners}
        centre = np.array([arm.line.centre for arm in self.arms])

        def score(design: Design) -> Matrix:
            apart = np.zeros((len(design), len(self.arms)))
            for name, arms in users.items():
                if arms:
                    columns = np.array(arms) - 1
                    apart[:, columns] = self.learners[name].effects(design, arms) - centre[columns]
            return apart

        return self._scored(features, len(self.arms), score)

    def _scored(self, features: Features, columns: int, score: Callable[[Design], Matrix]) -> Matrix:
        """The scores (N, columns), made in chunks by two threads: memory for a chunk beside the result."""
        count = len(features)
        out = np.empty((count, columns))

        def work(first: int) -> None:
            part = slice(first, first + CHUNK)
            out[part] = score(self.coder.design(features[part]))

        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(work, range(0, count, CHUNK)))
        return out


def fit_effects(
    features: Features,
    treatment: npt.ArrayLike,
    outcome: npt.ArrayLike,
    propensity: npt.ArrayLike | None = None,
    prior: Belief | None = None,
    seed: int = 0,
) -> Effects:
    """The effects of the arms of a campaign, or of any logged treatments whose propensities are known.

    `features`: (N, P) numbers, missing where unknown, or an Arrow table of numbers and texts; known before the
    treatment. `treatment`: (N,) 0 for control, 1..K for the arms. `outcome`: (N,) binary or any numbers. `propensity`:
    (N, K + 1) the chance that each customer had of each treatment, control first; without it, the campaign was
    randomised with one share for all. `prior`: what is expected of the arms before these data, or where there are none
    (it may name more arms than were tried). The same input and seed give the same result. CarteiraError names
    contradictions.
    """
    given = campaign(treatment, outcome, propensity, 0 if prior is None else len(prior.mean))
    expected = unknown(given.arms) if prior is None else _known_arms(prior, given.arms)
    coder = FeatureCoder.learn(features)
    design = coder.design(features)
    if len(design) != len(given.outcome):
        raise CarteiraError("uplift_lengths_differ", lengths=f"{len(design)}, {len(given.outcome)}")
    held_out = cross_fit(design, given, seed)
    everybody = np.ones(len(design), dtype=bool)
    outcomes = fit_outcomes(design, given, everybody)
    learners = fit_learners(design, given, everybody, outcomes, held_out.pseudo)
    arms = tuple(judge(held_out, given, arm, seed) for arm in range(1, given.arms + 1))
    scores = np.zeros_like(held_out.pseudo)
    for k, arm in enumerate(arms):
        if arm.learner:
            scores[:, k] = held_out.effects[arm.learner][:, k]
    return Effects(arms, expected, given, held_out.fold, scores, held_out.pseudo, coder, outcomes, learners)


def _known_arms(prior: Belief, arms: int) -> Belief:
    """The prior for every arm; nothing is expected of those that it does not name."""
    checked, rest = belief(*prior), unknown(arms - len(prior.mean))
    return Belief(*(np.concatenate(both) for both in zip(checked, rest, strict=True)))


def _at_level(estimate: Estimate, level: float) -> Estimate:
    return normal_interval(estimate.value, estimate.error, level)
