"""What a living customer of a BG/NBD (or, with a = 0, an NBD) model is expected to do next.

After x repeat purchases in age T the purchase rate is gamma(r + x, alpha + T) and the dropout chance beta(a, b + x).
With w = s / (alpha + T + s), s units of time ahead,

    still alive(s)   = E[exp(-rate p s)]      = (1 - w)^a 2F1(a, a + b - r; a + b + x; w)
    purchase rate(s) = E[rate exp(-rate p s)] = (r + x) / (alpha + T) (1 - w)^a 2F1(a, a + b - r - 1; a + b + x; w)

(Euler's transformation of the hypergeometric function). Their integrals over the horizon are the expected purchases
(equation 10 of Fader, Hardie & Lee 2005) and the expected time alive; discounting is a factor under the integral. Every
integrand is smooth in log(1 + s / scale), so a few Gauss-Legendre nodes give ten digits, also where the printed formula
divides by zero (a = 1), cancels (short horizons) or overflows (many purchases).
"""

from typing import NamedTuple

import numpy as np
from scipy.special import hyp2f1

from carteira.differentiate.lifetime.compiled import compiled
from carteira.differentiate.lifetime.inputs import Vector

NODES = 12
PANEL = 2.5
CHUNK = 4_096
SERIES_UP_TO = 0.98
FAST_DECAY = 8.0
LARGEST_A = 30.0
LOWEST_SECOND = -8.0
HUGE = 1e200


class Future(NamedTuple):
    """Per living customer over the horizon; discounted values count a unit at time s as exp(-discount s)."""

    purchases: Vector
    discounted_purchases: Vector
    discounted_time: Vector
    still_alive: Vector


def expected_future(
    parameters: tuple[float, float, float, float], frequency: Vector, age: Vector, horizon: float, discount: float = 0.0
) -> Future:
    """The expected future of living customers with these repeat purchases and ages, in the models' unit of time."""
    r, alpha, a, b = parameters
    shape, rate, total = r + frequency, alpha + age, a + b + frequency
    scale = rate * np.minimum(1.0, total / ((shape + 1.0) * (a + 1.0)))
    widest = float(np.log1p(horizon / scale.min(initial=1e300)))
    points, weights = _nodes(max(1, int(np.ceil(widest / PANEL))))
    out = np.empty((4, len(age)))
    for first in range(0, len(age), CHUNK):
        part = slice(first, first + CHUNK)
        width = np.log1p(horizon / scale[part])[:, None]
        ahead = scale[part, None] * np.expm1(width * points)
        survival, buying = _survival(a, b, frequency[part], shape[part], rate[part], ahead)
        step = width * weights * (ahead + scale[part, None])
        kept = np.exp(-discount * ahead)
        inside = slice(0, -1)  # the last point is the end of the horizon itself, with weight zero
        out[0, part] = (step * buying)[:, inside].sum(axis=1)
        out[1, part] = (step * buying * kept)[:, inside].sum(axis=1)
        out[2, part] = (step * survival * kept)[:, inside].sum(axis=1)
        out[3, part] = survival[:, -1]
    return Future(*out)


def _nodes(panels: int) -> tuple[Vector, Vector]:
    """Gauss-Legendre points and weights on [0, 1], panel by panel, then the point 1 with weight zero."""
    points, weights = np.polynomial.legendre.leggauss(NODES)
    starts = np.arange(panels)[:, None]
    every = ((starts + (points + 1) / 2) / panels).ravel()
    return np.append(every, 1.0), np.append(np.tile(weights / (2 * panels), panels), 0.0)


def _survival(
    a: float, b: float, frequency: Vector, shape: Vector, rate: Vector, ahead: Vector
) -> tuple[Vector, Vector]:
    """Still alive, and the purchase rate, `ahead` (customers x points) units of time from now."""
    w = ahead / (rate[:, None] + ahead)
    survival, buying = np.empty_like(w), np.empty_like(w)
    _series(a, b, frequency, shape, w, survival, buying)
    second = a + b - shape + frequency - 1
    mild = (a <= LARGEST_A) & (second >= LOWEST_SECOND)
    slow = shape + 1 - a < FAST_DECAY
    row, column = np.nonzero((w > SERIES_UP_TO) & (mild & slow)[:, None])
    if len(row):
        far, total = w[row, column], a + b + frequency[row]
        left = (1 - far) ** a
        survival[row, column] = left * hyp2f1(a, second[row] + 1, total, far)
        buying[row, column] = left * hyp2f1(a, second[row], total, far)
    return survival, buying * (shape / rate)[:, None]


@compiled
def _direct(power: float, beta: float, total: float, w: float) -> float:
    """(1 - w)^power 2F1(power, beta; total; w): every term is positive, so nothing cancels; scaled against overflow."""
    term = value = 1.0
    log_scale = power * np.log1p(-w)
    for k in range(10_000_000):
        ratio = (power + k) * (beta + k) / ((total + k) * (k + 1.0)) * w
        term *= ratio
        value += term
        if ratio < 1 and term < 1e-16 * (1 - w) * value:
            break
        if value > HUGE:
            term /= HUGE
            value /= HUGE
            log_scale += np.log(HUGE)
    return float(np.exp(log_scale + np.log(value)))


@compiled
def _series(a: float, b: float, frequency: Vector, shape: Vector, w: Vector, survival: Vector, buying: Vector) -> None:
    """Fill survival and buying (in units of the present rate) by series; slow ones (w near 1) are left out."""
    for i in range(w.shape[0]):
        total = a + b + frequency[i]
        second = a + b - shape[i] + frequency[i] - 1.0
        mild = a <= LARGEST_A and second >= LOWEST_SECOND
        for j in range(w.shape[1]):
            far = w[i, j]
            if not mild:
                survival[i, j] = _direct(shape[i], b + frequency[i], total, far)
                buying[i, j] = _direct(shape[i] + 1.0, b + frequency[i], total, far)
            elif far <= SERIES_UP_TO or shape[i] + 1 - a >= FAST_DECAY:
                living = buyer = 1.0
                term = other = 1.0
                enough = 1e-16 * (1 - far)
                for k in range(100_000):
                    common = (a + k) * far / ((total + k) * (k + 1.0))
                    term *= common * (second + 1.0 + k)
                    other *= common * (second + k)
                    living += term
                    buyer += other
                    if abs(term) <= enough * living and abs(other) <= enough * abs(buyer):
                        break
                left = (1 - far) ** a
                survival[i, j] = left * living
                buying[i, j] = left * buyer
