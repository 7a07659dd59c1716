"""BG/NBD: how often customers buy while they are with us, and who has already left (Fader, Hardie & Lee 2005)."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from carteira.differentiate.lifetime.compiled import compiled
from carteira.differentiate.lifetime.future import expected_future
from carteira.differentiate.lifetime.grouping import Groups, cells, group
from carteira.differentiate.lifetime.inputs import Codes, Histories, Vector, histories, horizon_of
from carteira.differentiate.lifetime.maximum import Maximum, Objective, land, minimum, within_edge
from carteira.errors import CarteiraError

SUBSAMPLE_FROM = 60_000
SUBSAMPLE = 30_000


class BetaGeoParameters(NamedTuple):
    """Purchase rates are gamma(r, alpha) (alpha in the unit of time of the data), dropout chances beta(a, b)."""

    r: float
    alpha: float
    a: float
    b: float


@dataclass(frozen=True)
class BetaGeoModel:
    """A BG/NBD model with its parameters; `boundary` names why they are not to be trusted ("" when they are)."""

    parameters: BetaGeoParameters
    log_likelihood: float
    converged: bool
    boundary: str
    standard_errors: BetaGeoParameters

    def expected_purchases(
        self, horizon: float, frequency: npt.ArrayLike, recency: npt.ArrayLike, age: npt.ArrayLike
    ) -> Vector:
        """Purchases expected from each customer in the next `horizon` units of time, given their history.

        Equation 10 of Fader, Hardie & Lee (2005), as the integral of the purchase rate (see `future`), which keeps its
        digits where the printed formula cancels or overflows.
        """
        horizon = horizon_of(horizon)
        rows = histories(frequency, recency, age)
        found = cells(rows.frequency, rows.age)
        ahead = expected_future(self.parameters, rows.frequency[found.first], rows.age[found.first], horizon)
        return ahead.purchases[found.codes] * alive(self.parameters, rows)

    def probability_alive(self, frequency: npt.ArrayLike, recency: npt.ArrayLike, age: npt.ArrayLike) -> Vector:
        """The chance that each customer has not left; 1 without repeat purchase (Fader, Hardie & Lee 2008)."""
        return alive(self.parameters, histories(frequency, recency, age))

    def log_densities(self, frequency: npt.ArrayLike, recency: npt.ArrayLike, age: npt.ArrayLike) -> Vector:
        """The log-likelihood of each customer's history (equation 6); add them up to score customers held out."""
        rows = histories(frequency, recency, age)
        found = cells(*rows)
        x, t, age_ = (column[found.first] for column in rows)
        return _log_density(self.parameters, x, t, age_)[found.codes]


def fit_beta_geo(frequency: npt.ArrayLike, recency: npt.ArrayLike, age: npt.ArrayLike) -> BetaGeoModel:
    """The BG/NBD model of greatest likelihood for repeat purchases, first-to-last and first-to-end in one unit of time.

    Raises CarteiraError for an empty or contradictory input. Never fails to answer otherwise: `converged` and
    `boundary` say when the answer must not be used ("dropout_not_identifiable", "no_repeat_purchases", ...).
    """
    rows = histories(frequency, recency, age)
    if not len(rows.age):
        raise CarteiraError("lifetime_empty")
    if not rows.frequency.any():
        return _no_repeats(rows)
    scale = float(np.median(rows.age[rows.age > 0]))
    groups = group(rows)
    objective = within_edge(_objective(groups, scale))
    start, inverse_curvature = np.log(np.array([0.5, 0.25, 0.8, 2.0])), None
    if len(groups.age) > SUBSAMPLE_FROM:
        some = np.random.default_rng(0).integers(0, len(rows.age), SUBSAMPLE)
        part = group(Histories(*(column[some] for column in rows)))
        start, inverse_curvature = minimum(within_edge(_objective(part, scale)), start)
    where, _ = minimum(objective, start, inverse_curvature)
    return _model(land(objective, where), groups, scale)


def alive(parameters: BetaGeoParameters, rows: Histories) -> Vector:
    """P(alive) of checked histories; 1 for everybody when a is zero (nobody leaves)."""
    r, alpha, a, b = parameters
    if a == 0:
        return np.ones(len(rows.age))
    x, t, age = rows
    log_odds = np.log(a / (b + np.maximum(x, 1) - 1)) + (r + x) * np.log((alpha + age) / (alpha + t))
    return np.where(x > 0, expit(-log_odds), 1.0)


def _log_density(parameters: BetaGeoParameters, x: Vector, t: Vector, age: Vector) -> Vector:
    r, alpha, a, b = parameters
    steps = np.arange(x.max(initial=0.0))
    chain = np.concatenate([[0.0], np.cumsum(np.log((r + steps) / alpha) - np.log1p(a / (b + steps)))])
    log_age = np.log1p(age / alpha)
    log_odds = np.log(a / (b + np.maximum(x, 1) - 1)) + (r + x) * (log_age - np.log1p(t / alpha))
    return np.asarray(chain[x.astype(np.int64)] - (r + x) * log_age + np.where(x > 0, np.logaddexp(0, log_odds), 0.0))


@compiled
def _row_terms(
    frequency: Codes, recency: Codes, age: Codes, weights: Vector, by_frequency: Vector, by_time: Vector
) -> tuple[float, float, float, float, float]:
    """Sum over groups of the terms that mix frequency and time, and the derivatives for r, log alpha, log a and b.

    by_frequency: x, r + x, log(a / (b + x - 1)), 1 / (b + x - 1); by_time: log(1 + t / alpha), t / (alpha + t).
    """
    value = d_r = d_alpha = d_a = d_b = 0.0
    for i in range(frequency.shape[0]):
        code = frequency[i]
        weight = weights[i]
        power = by_frequency[1, code]
        log_age = by_time[0, age[i]]
        share = by_time[1, age[i]]
        if by_frequency[0, code] > 0:
            log_last = by_time[0, recency[i]]
            log_odds = by_frequency[2, code] + power * (log_age - log_last)
            small = np.exp(-abs(log_odds))
            larger = 1.0 / (1.0 + small)
            gone = larger if log_odds > 0 else small * larger
            value += weight * (max(log_odds, 0.0) - np.log(larger) - power * log_age)
            d_r -= weight * (log_age - gone * (log_age - log_last))
            d_alpha += weight * power * (share - gone * (share - by_time[1, recency[i]]))
            d_a += weight * gone
            d_b -= weight * gone * by_frequency[3, code]
        else:
            value -= weight * power * log_age
            d_r -= weight * log_age
            d_alpha += weight * power * share
    return value, d_r, d_alpha, d_a, d_b


def _objective(groups: Groups, scale: float) -> Objective:
    """Minus the mean log-likelihood, and its gradient, over the logs of (r, alpha / scale, a, b)."""
    counts = np.bincount(groups.frequencies[groups.frequency].astype(np.int64), weights=groups.weights)
    customers = counts.sum()
    more = np.cumsum(counts[::-1])[::-1][1:]  # customers with more than j repeat purchases
    purchases, steps = more.sum(), np.arange(len(more), dtype=np.float64)
    x, times = groups.frequencies, groups.times

    def objective(log_parameters: Vector) -> tuple[float, Vector]:
        r, alpha, a, b = np.exp(log_parameters) * np.array([1.0, scale, 1.0, 1.0])
        before = b + np.maximum(x, 1) - 1
        by_frequency = np.array([x, r + x, np.log(a / before), 1 / before])
        by_time = np.array([np.log1p(times / alpha), times / (alpha + times)])
        rows = _row_terms(groups.frequency, groups.recency, groups.age, groups.weights, by_frequency, by_time)
        value = rows[0] + more @ (np.log((r + steps) / alpha) - np.log1p(a / (b + steps)))
        gradient = np.array(
            [
                r * (rows[1] + more @ (1 / (r + steps))),
                rows[2] - purchases,
                rows[3] - a * (more @ (1 / (a + b + steps))),
                b * (rows[4] + more @ (a / ((b + steps) * (a + b + steps)))),
            ]
        )
        return float(-value / customers), -gradient / customers

    return objective


def _model(top: Maximum, groups: Groups, scale: float) -> BetaGeoModel:
    parameters = BetaGeoParameters(*(np.exp(top.log_parameters) * np.array([1.0, scale, 1.0, 1.0])).tolist())
    customers = float(groups.weights.sum())
    log_likelihood = top.mean_log_likelihood * customers
    x, t, age = groups.frequencies[groups.frequency], groups.times[groups.recency], groups.times[groups.age]
    nobody_leaves = BetaGeoParameters(parameters.r, parameters.alpha, 1e-300, 1.0)
    gain = log_likelihood - float(groups.weights @ _log_density(nobody_leaves, x, t, age))
    errors = np.array(parameters) * top.errors(int(customers))
    return BetaGeoModel(
        parameters, log_likelihood, top.converged, _boundary(parameters, gain, top), BetaGeoParameters(*errors.tolist())
    )


def _boundary(parameters: BetaGeoParameters, gain: float, top: Maximum) -> str:
    """Which parameters ran away: the likelihood has no interior peak there and the standard errors mean nothing."""
    r, _, a, b = parameters
    if gain < 0.01:
        return "dropout_not_identifiable"
    if r > 1e3:
        return "rate_same_for_all"
    if a > 1e3 * b:
        return "dropout_certain"
    if a + b > 1e4:
        return "dropout_same_for_all"
    if a + b < 1e-3:
        return "dropout_all_or_nothing"
    return "" if top.peaked else "likelihood_flat"


def _no_repeats(rows: Histories) -> BetaGeoModel:
    """Nobody came back: the likelihood is greatest where nobody ever does (r tends to zero)."""
    scale = max(float(rows.age.max()), 1.0)
    nan = float("nan")
    parameters = BetaGeoParameters(1e-12, scale, 1.0, 1.0)
    return BetaGeoModel(parameters, 0.0, True, "no_repeat_purchases", BetaGeoParameters(nan, nan, nan, nan))
