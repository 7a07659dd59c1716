"""The Qini curve and coefficient of a randomised two-arm experiment."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from carteira.customize.uplift.inputs import Vector


class Curve(NamedTuple):
    """Customers reached, from the highest score down, and the incremental outcomes among the treated so far."""

    reached: Vector
    gain: Vector

    @property
    def area(self) -> float:
        """Under the curve."""
        return float(np.trapezoid(self.gain, self.reached))


def qini_curve(outcome: npt.ArrayLike, score: npt.ArrayLike, treated: npt.ArrayLike) -> Curve:
    """Radcliffe 2007: sum of outcomes of the treated - of the controls x treated / controls, among the first n.

    Customers of one score are reached together.
    """
    y, s, t = (np.asarray(column, dtype=np.float64).ravel() for column in (outcome, score, treated))
    order = np.argsort(-s, kind="stable")
    y, s, t = y[order], s[order], t[order]
    last = np.append(np.flatnonzero(np.diff(s)), len(s) - 1)
    count, control = np.cumsum(t)[last], np.cumsum(1 - t)[last]
    expected = np.divide(np.cumsum(y * (1 - t))[last] * count, control, out=np.zeros(len(last)), where=control > 0)
    return Curve(np.append(0.0, count + control), np.append(0.0, np.cumsum(y * t)[last] - expected))


def qini(outcome: npt.ArrayLike, score: npt.ArrayLike, treated: npt.ArrayLike) -> float:
    """The area between the curve and the straight line, as a share of that of a perfect order; 0 is chance.

    The perfect order has the treated with an outcome first and the controls with one last. This is the normalisation
    of scikit-uplift's `qini_auc_score`.
    """
    y, t = np.asarray(outcome, dtype=np.float64).ravel(), np.asarray(treated, dtype=np.float64).ravel()
    curve, perfect = qini_curve(y, score, t), qini_curve(y, y * (2 * t - 1), t)
    chance = float(curve.gain[-1] * curve.reached[-1]) / 2
    return (curve.area - chance) / (perfect.area - chance)
