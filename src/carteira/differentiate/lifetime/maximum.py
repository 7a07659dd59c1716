"""Maximum likelihood of positive parameters: quasi-Newton to get near, Newton to land, curvature for the errors."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

from carteira.differentiate.lifetime.inputs import Vector

Objective = Callable[[Vector], tuple[float, Vector]]
EDGE = 12.0
"""Log parameters stay within this distance of their start's scale: beyond, the likelihood is flat in doubles."""
STEEPEST = 1e-7
STEP = 1e-4


class Maximum(NamedTuple):
    """Where the mean log-likelihood peaks over log parameters, with the curvature there (the observed information)."""

    log_parameters: Vector
    mean_log_likelihood: float
    information: Vector
    converged: bool

    @property
    def peaked(self) -> bool:
        """Whether the likelihood falls off in every direction, so that the parameters are identified."""
        return bool(np.linalg.eigvalsh(self.information)[0] > 1e-9)

    def errors(self, customers: int) -> Vector:
        """Standard errors of the log parameters; not a number when they are not identified."""
        if not self.peaked:
            return np.full(len(self.log_parameters), np.nan)
        return np.asarray(np.sqrt(np.diag(np.linalg.inv(self.information)) / customers))


def within_edge(objective: Objective) -> Objective:
    """The objective with log parameters held inside the edge: flat beyond, so the search stops there."""

    def held(log_parameters: Vector) -> tuple[float, Vector]:
        inside = np.clip(log_parameters, -EDGE, EDGE)
        value, gradient = objective(inside)
        return value, np.where(inside == log_parameters, gradient, 0.0)

    return held


def minimum(objective: Objective, start: Vector, inverse_curvature: Vector | None = None) -> tuple[Vector, Vector]:
    """Quasi-Newton (BFGS) to a place of small gradient: log parameters and the inverse curvature met on the way."""
    known = np.eye(len(start)) if inverse_curvature is None else inverse_curvature
    found = minimize(objective, start, method="BFGS", jac=True, options={"gtol": STEEPEST / 3, "hess_inv0": known})
    inverse: Vector = np.asarray(found.hess_inv, dtype=np.float64)
    return np.clip(found.x, -EDGE, EDGE), (inverse + inverse.T) / 2


def land(objective: Objective, log_parameters: Vector) -> Maximum:
    """Newton steps from a place near the top, while they help."""
    here = log_parameters
    value, gradient = objective(here)
    curvature = _curvature(objective, here)
    for _ in range(5):
        if np.abs(gradient).max() < STEEPEST / 1000 or np.linalg.eigvalsh(curvature)[0] <= 1e-9:
            break
        there = np.clip(here - np.linalg.solve(curvature, gradient), -EDGE, EDGE)
        new_value, new_gradient = objective(there)
        if not np.abs(new_gradient).max() < np.abs(gradient).max():
            break
        here, value, gradient = there, new_value, new_gradient
        curvature = curvature if np.abs(gradient).max() < STEEPEST else _curvature(objective, here)
    outward = (np.abs(here) >= EDGE) & (gradient * here < 0)
    level = np.abs(np.where(outward, 0.0, gradient)).max() <= STEEPEST * 10
    return Maximum(here, -value, curvature, bool(np.isfinite(value) and level))


def _curvature(objective: Objective, here: Vector) -> Vector:
    """Second derivatives by central differences of the analytic gradient."""
    rows = [(objective(here + step)[1] - objective(here - step)[1]) / (2 * STEP) for step in STEP * np.eye(len(here))]
    curvature = np.array(rows)
    return np.asarray((curvature + curvature.T) / 2)
