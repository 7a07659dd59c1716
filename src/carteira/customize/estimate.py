"""An estimate with its uncertainty: the mean of independent contributions, one per customer."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.stats import norm, t

Vector = npt.NDArray[np.float64]
LEVEL = 0.9


class Estimate(NamedTuple):
    """A value, its standard error, and the ends of its interval."""

    value: float
    error: float
    low: float
    high: float


def normal_interval(value: float, error: float, level: float = LEVEL) -> Estimate:
    """The estimate with its normal interval of this level."""
    reach = float(norm.ppf((1 + level) / 2)) * error
    return Estimate(value, error, value - reach, value + reach)


def mean_interval(contributions: Vector, level: float = LEVEL) -> Estimate:
    """The mean of the contributions with Student's interval; no width is known for fewer than two (infinite)."""
    count = len(contributions)
    if count < 2:
        return Estimate(float(contributions.sum()), np.inf, -np.inf, np.inf)
    value, error = float(contributions.mean()), float(contributions.std(ddof=1) / np.sqrt(count))
    reach = float(t.ppf((1 + level) / 2, count - 1)) * error
    return Estimate(value, error, value - reach, value + reach)
