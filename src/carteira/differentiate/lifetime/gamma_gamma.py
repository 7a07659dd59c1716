"""Gamma-Gamma: the mean value of a customer's purchases, for values that are all positive (Fader & Hardie 2013)."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import digamma, gammaln

from carteira.differentiate.lifetime.inputs import Vector, columns
from carteira.differentiate.lifetime.maximum import Maximum, Objective, land, minimum, within_edge
from carteira.errors import CarteiraError

SUBSAMPLE_FROM = 60_000
SUBSAMPLE = 30_000


class GammaGammaParameters(NamedTuple):
    """Purchases vary around a customer's mean as gamma(p), the means between customers by (q, v); v is in money."""

    p: float
    q: float
    v: float


@dataclass(frozen=True)
class GammaGammaModel:
    """A Gamma-Gamma model with its parameters; `boundary` names why they are not to be trusted ("" when they are)."""

    parameters: GammaGammaParameters
    log_likelihood: float
    converged: bool
    boundary: str
    standard_errors: GammaGammaParameters

    def expected_value(self, frequency: npt.ArrayLike, monetary_value: npt.ArrayLike) -> Vector:
        """Each customer's expected mean value per purchase, given the number and the mean of those observed.

        Equation 5 of Fader & Hardie (2013): p (v + x m) / (p x + q - 1). Infinite where the model has no mean (q <= 1
        and no purchase to learn from).
        """
        p, q, v = self.parameters
        x, mean = columns(frequency=frequency, monetary_value=monetary_value)
        freedom = p * x + q - 1
        return np.where(freedom > 0, p * (v + x * mean) / np.where(freedom > 0, freedom, 1.0), np.inf)


def fit_gamma_gamma(frequency: npt.ArrayLike, monetary_value: npt.ArrayLike) -> GammaGammaModel:
    """The Gamma-Gamma model of greatest likelihood for the number of purchases of each customer and their mean value.

    Customers without purchases (frequency 0) say nothing and are left out. Raises CarteiraError when a mean value of a
    buyer is not positive (use the shrunken mean margin instead) or when there is no buyer.
    """
    x, mean = columns(frequency=frequency, monetary_value=monetary_value)
    x, mean = x[x > 0], mean[x > 0]
    if not len(x):
        raise CarteiraError("lifetime_no_buyers")
    if not (mean > 0).all():
        raise CarteiraError("lifetime_value_not_positive", hint="lifetime_use_shrunken_margin")
    scale = float(np.median(mean))
    objective = within_edge(_objective(x, mean / scale))
    start, inverse_curvature = np.log(np.array([4.0, 4.0, 0.75])), None
    if len(x) > SUBSAMPLE_FROM:
        some = np.random.default_rng(0).integers(0, len(x), SUBSAMPLE)
        start, inverse_curvature = minimum(within_edge(_objective(x[some], mean[some] / scale)), start)
    top = land(objective, minimum(objective, start, inverse_curvature)[0])
    unit = np.array([1.0, 1.0, scale])
    parameters = GammaGammaParameters(*(np.exp(top.log_parameters) * unit).tolist())
    errors = GammaGammaParameters(*(np.array(parameters) * top.errors(len(x))).tolist())
    log_likelihood = top.mean_log_likelihood * len(x) - len(x) * float(np.log(scale))
    return GammaGammaModel(parameters, log_likelihood, top.converged, _boundary(parameters, top), errors)


def _boundary(parameters: GammaGammaParameters, top: Maximum) -> str:
    p, q, _ = parameters
    if q <= 1:
        return "value_mean_infinite"
    if q > 1e3:
        return "value_same_for_all"
    if p > 1e3:
        return "value_never_varies"
    return "" if top.peaked else "likelihood_flat"


def _objective(x: Vector, mean: Vector) -> Objective:
    """Minus the mean log-likelihood, and its gradient, over the logs of (p, q, v)."""
    counts, code = np.unique(x, return_inverse=True)
    weights, customers = np.bincount(code).astype(np.float64), len(x)
    total = x * mean
    log_total, sum_log_mean = np.log(total), float(np.log(mean).sum())

    def objective(log_parameters: Vector) -> tuple[float, Vector]:
        p, q, v = np.exp(log_parameters)
        shape = p * counts
        log_share = np.log1p(v / total)  # -log of the weight of the customer's own data
        by_customer = np.bincount(code, weights=log_share, minlength=len(counts)) @ (shape + q)
        own, both = digamma(shape), digamma(shape + q)
        value = weights @ (gammaln(shape + q) - gammaln(shape) - gammaln(q)) - by_customer
        value += q * (customers * np.log(v) - log_total.sum()) - sum_log_mean
        weight_v = v / (total + v)
        gradient = np.array(
            [
                p * (weights @ (counts * (both - own)) - x @ log_share),
                q * (weights @ (both - digamma(q)) + customers * np.log(v) - log_total.sum() - log_share.sum()),
                customers * q - (p * x + q) @ weight_v,
            ]
        )
        return float(-value / customers), -gradient / customers

    return objective
