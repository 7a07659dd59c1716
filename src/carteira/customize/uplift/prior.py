"""What is believed of each arm's average effect: what people expect, what data say, and both together."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from carteira.customize.uplift.inputs import Vector
from carteira.errors import CarteiraError


class Belief(NamedTuple):
    """For each arm a mean and a standard deviation; an infinite deviation says that nothing is known."""

    mean: Vector
    deviation: Vector


def belief(mean: npt.ArrayLike, deviation: npt.ArrayLike) -> Belief:
    """A prior that people enter; CarteiraError unless means are numbers and deviations above 0 (infinite: unknown)."""
    both = [np.atleast_1d(np.asarray(values, dtype=np.float64)) for values in (mean, deviation)]
    if both[0].ndim != 1 or both[0].shape != both[1].shape:
        raise CarteiraError("uplift_prior_lengths", lengths=", ".join(str(values.size) for values in both))
    if not np.isfinite(both[0]).all() or not (both[1] > 0).all():
        raise CarteiraError("uplift_prior_invalid")
    return Belief(*both)


def unknown(arms: int) -> Belief:
    """Nothing is known of any arm."""
    return Belief(np.zeros(arms), np.full(arms, np.inf))


def posterior(prior: Belief, data: Belief) -> Belief:
    """Both together: the mean weighted by precision, 1 / deviation^2 (normal prior, normal data)."""
    least = np.finfo(np.float64).tiny ** 0.25  # so that certainty outweighs all, and still is a number
    weights = [1 / np.square(np.maximum(one.deviation, least)) for one in (prior, data)]
    total = weights[0] + weights[1]
    mean = np.divide(weights[0] * prior.mean + weights[1] * data.mean, total, out=np.zeros_like(total), where=total > 0)
    return Belief(mean, np.divide(1.0, np.sqrt(total), out=np.full_like(total, np.inf), where=total > 0))


def believed(value: float, error: float) -> float:
    """How far an estimate is believed where nobody has said what to expect: max(0, 1 - error^2 / value^2).

    The weight of the data when the prior is normal around zero, its variance taken from the estimate itself
    (positive-part empirical Bayes, Efron & Morris 1973): an effect that may be chance is believed in part only, or not.
    """
    return max(0.0, 1 - (error / value) ** 2) if value and np.isfinite(error) else 0.0
