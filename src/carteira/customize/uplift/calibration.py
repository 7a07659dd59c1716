"""From a learner's score to an effect: the straight line that held-out data support, and its uncertainty."""

from typing import NamedTuple

import numpy as np

from carteira.customize.uplift.inputs import Vector
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
