"""Estimates of groups drawn towards what they belong to, as far as their own data leave it open (empirical Bayes)."""

from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq

from carteira.differentiate.peers import Floats

LEAST_SPREAD = 0.3
"""Groups are never taken to be more alike than this: a handful of them cannot show that they are the same."""


class Pooled(NamedTuple):
    """Per group: mean and standard deviation of what is known of its value, and the weight of its own data (0 to 1)."""

    value: Floats
    error: Floats
    weight: Floats


def common_mean(value: Floats, error: Floats) -> tuple[float, float]:
    """The mean over groups and its standard error: random effects, weights 1 / (error^2 + spread^2).

    An `error` of infinity: nothing is known of the group. NaN and infinity where nothing is known of any.
    """
    known = np.isfinite(error)
    if not known.any():
        return np.nan, np.inf
    value, error = value[known], error[known]
    weight = 1 / (error**2 + spread(value, error) ** 2)
    return float(weight @ value / weight.sum()), float(weight.sum() ** -0.5)


def pooled(value: Floats, error: Floats, towards: Floats, towards_error: Floats) -> Pooled:
    """Each group's own estimate and that of what it belongs to, weighted by what is known of each (N,).

    With own error s, error v of the estimate `towards` and the spread t of groups around it, the prior is
    Normal(towards, v^2 + t^2), and the posterior has the precision 1 / s^2 + 1 / (v^2 + t^2) and the mean weighted by
    these. As t is estimated from k groups, the variance grows by 2 / (k - 3) (1 - weight)^2 (value - towards)^2
    (S + t^2) / (s^2 + t^2), S the mean of s^2 (Morris 1983, Parametric empirical Bayes inference); k - 3 is at least 1.
    Both errors may be infinite: nothing is known.
    """
    both = np.isfinite(error) & np.isfinite(towards_error)
    deviation = (value - towards)[both]
    between = spread(deviation, np.hypot(error, towards_error)[both], 0.0)
    own, prior = (1 / error**2, 1 / (towards_error**2 + between**2))
    total = own + prior
    sums = np.where(own > 0, value, 0.0) * own + np.where(prior > 0, towards, 0.0) * prior
    known = total > 0
    mean, weight = (np.divide(part, total, out=np.full(len(total), np.nan), where=known) for part in (sums, own))
    variance = np.divide(1, total, out=np.full(len(total), np.inf), where=known)
    variance[both] += (1 - weight[both]) ** 2 * _unsure_of_spread(deviation, error[both], between)
    return Pooled(mean, np.sqrt(variance), np.nan_to_num(weight))


def _unsure_of_spread(deviation: Floats, error: Floats, between: float) -> Floats:
    groups, square = len(deviation), between**2
    if not groups:
        return deviation
    relative = (float((error**2).mean()) + square) / (error**2 + square)
    return np.asarray(2 / max(groups - 3, 1) * deviation**2 * relative)


def spread(value: Floats, error: Floats, centre: float | None = None) -> float:
    """How far the true values lie around their centre, never below LEAST_SPREAD.

    It is the t with sum of w (value - centre)^2 = number of values, w = 1 / (error^2 + t^2); where the centre is not
    given it is the mean weighted by w, and one less is asked for (Paule and Mandel 1982).
    """
    asked = len(value) if centre is not None else len(value) - 1

    def excess(square: float) -> float:
        weight = 1 / (error**2 + square)
        middle = centre if centre is not None else weight @ value / weight.sum()
        return float(weight @ (value - middle) ** 2) - asked

    least = LEAST_SPREAD**2
    if asked < 1 or excess(least) <= 0:
        return LEAST_SPREAD
    return float(brentq(excess, least, least + float(np.ptp(np.append(value, centre or 0.0)) ** 2) * len(value))) ** 0.5
