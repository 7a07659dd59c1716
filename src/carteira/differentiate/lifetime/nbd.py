"""NBD: purchases without dropout, for books in which nobody can be seen to leave (Ehrenberg 1959)."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from carteira.differentiate.lifetime.grouping import cells
from carteira.differentiate.lifetime.inputs import Vector, histories, horizon_of
from carteira.differentiate.lifetime.maximum import Objective, land, minimum, within_edge
from carteira.errors import CarteiraError


class NbdParameters(NamedTuple):
    """Purchase rates are gamma(r, alpha), alpha in the unit of time of the data."""

    r: float
    alpha: float


@dataclass(frozen=True)
class NbdModel:
    """An NBD model with its parameters; `boundary` names why they are not to be trusted ("" when they are)."""

    parameters: NbdParameters
    log_likelihood: float
    converged: bool
    boundary: str
    standard_errors: NbdParameters

    def expected_purchases(
        self, horizon: float, frequency: npt.ArrayLike, recency: npt.ArrayLike, age: npt.ArrayLike
    ) -> Vector:
        """Purchases expected from each customer in the next `horizon` units: (r + x) / (alpha + T) x horizon."""
        rows = histories(frequency, recency, age)
        return (self.parameters.r + rows.frequency) / (self.parameters.alpha + rows.age) * horizon_of(horizon)

    def probability_alive(self, frequency: npt.ArrayLike, recency: npt.ArrayLike, age: npt.ArrayLike) -> Vector:
        """1 for everybody: in this model nobody leaves."""
        return np.ones(len(histories(frequency, recency, age).age))


def fit_nbd(frequency: npt.ArrayLike, recency: npt.ArrayLike, age: npt.ArrayLike) -> NbdModel:
    """The NBD model of greatest likelihood; recency is checked but carries no information here.

    The likelihood is that of the purchase times, like BG/NBD's with a dropout chance of zero, so the two compare.
    Raises CarteiraError for an empty or contradictory input.
    """
    rows = histories(frequency, recency, age)
    if not len(rows.age):
        raise CarteiraError("lifetime_empty")
    if not rows.frequency.any():
        never = NbdParameters(1e-12, max(float(rows.age.max()), 1.0))
        return NbdModel(never, 0.0, True, "no_repeat_purchases", NbdParameters(float("nan"), float("nan")))
    scale = float(np.median(rows.age[rows.age > 0]))
    found = cells(rows.frequency, rows.age)
    weights = np.bincount(found.codes).astype(np.float64)
    objective = within_edge(_objective(rows.frequency[found.first], rows.age[found.first], weights, scale))
    top = land(objective, minimum(objective, np.log(np.array([0.5, 0.25])))[0])
    r, alpha = (np.exp(top.log_parameters) * np.array([1.0, scale])).tolist()
    errors = (np.array([r, alpha]) * top.errors(len(rows.age))).tolist()
    boundary = "rate_same_for_all" if r > 1e3 else "" if top.peaked else "likelihood_flat"
    log_likelihood = top.mean_log_likelihood * len(rows.age)
    return NbdModel(NbdParameters(r, alpha), log_likelihood, top.converged, boundary, NbdParameters(*errors))


def _objective(x: Vector, age: Vector, weights: Vector, scale: float) -> Objective:
    """Minus the mean log-likelihood, and its gradient, over the logs of (r, alpha / scale)."""
    counts = np.bincount(x.astype(np.int64), weights=weights)
    more = np.cumsum(counts[::-1])[::-1][1:]  # customers with more than j repeat purchases
    steps, customers = np.arange(len(more), dtype=np.float64), weights.sum()

    def objective(log_parameters: Vector) -> tuple[float, Vector]:
        r, alpha = np.exp(log_parameters) * np.array([1.0, scale])
        log_age = np.log1p(age / alpha)
        value = more @ np.log((r + steps) / alpha) - weights @ ((r + x) * log_age)
        gradient = np.array(
            [
                r * (more @ (1 / (r + steps)) - weights @ log_age),
                weights @ ((r + x) * age / (alpha + age)) - more.sum(),
            ]
        )
        return float(-value / customers), -gradient / customers

    return objective
