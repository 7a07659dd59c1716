"""From a learner's score to an effect: the straight line that held-out data support, and what each tenth shows."""

from typing import NamedTuple

import numpy as np

from carteira.customize.estimate import mean_interval
from carteira.customize.uplift.inputs import Codes, Vector
from carteira.customize.uplift.prior import believed


class Line(NamedTuple):
    """effect = average effect + slope (score - centre); the slope is 0 where the score says nothing."""

    centre: float
    slope: float
    error: float
    """The standard error of the slope."""

    @property
    def shrunk(self) -> float:
        """The slope as far as it is believed."""
        return self.slope * believed(self.slope, self.error)


class Tenths(NamedTuple):
    """Intervals of the average effect in each tenth of the scores, lowest first, and the highest score in each."""

    cuts: Vector
    low: Vector
    high: Vector

    def of(self, score: Vector) -> Codes:
        """The tenth of each score, from 0."""
        return np.searchsorted(self.cuts, score).astype(np.int64)


TENTHS = 10
FLAT = Line(0.0, 0.0, 0.0)


def fit_line(pseudo: Vector, score: Vector) -> Line:
    """The best linear predictor of the pseudo-outcomes given a held-out score.

    A slope of 1 says that the score is right as it is, 0 that it says nothing (Chernozhukov, Demirer, Duflo &
    Fernandez-Val 2018); the error allows for unequal variances (White 1980).
    """
    centre = float(score.mean())
    apart = score - centre
    spread = float(apart @ apart)
    if spread <= 1e-24 * len(score):
        return FLAT
    slope = float(apart @ pseudo) / spread
    residual = pseudo - pseudo.mean() - slope * apart
    return Line(centre, slope, float(np.sqrt(np.square(apart * residual).sum())) / spread)


def fit_tenths(pseudo: Vector, score: Vector, level: float) -> Tenths:
    """The tenths of held-out scores, fewer where many scores are equal."""
    cuts = np.unique(np.quantile(score, np.arange(1, TENTHS) / TENTHS, method="inverted_cdf"))
    cuts = cuts[cuts < score.max()]
    tenth = np.searchsorted(cuts, score)
    found = [mean_interval(pseudo[tenth == one], level) for one in range(len(cuts) + 1)]
    return Tenths(cuts, np.array([one.low for one in found]), np.array([one.high for one in found]))
