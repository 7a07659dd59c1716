"""What the next purchase is expected to contribute, and what serving a customer costs a year: own data, shrunk.

The contribution uses Buehlmann's credibility, (n mean + k book) / (n + k): the best linear estimate whatever the
distribution, so it takes negative margins; the Gamma-Gamma expectation has the same form (k = (q - 1) / p) but refuses
them, and one return would switch the model of the whole book. Moment estimates of k follow the few largest customers;
here k is the one that best foretells each purchase from the customer's other purchases (leave one out), every customer
measured on her own scale. On CDNOW and Online Retail that k foretells the holdout as well as Gamma-Gamma or better.
"""

from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize_scalar

from carteira.differentiate.lifetime.inputs import Vector

WEAKEST, STRONGEST = 1e-2, 1e3
ENOUGH = 200_000
WITHOUT_REPEATERS = 1.0
"""Weight of the book, in purchases, when nobody bought twice and the data cannot tell."""


class Margin(NamedTuple):
    """Per customer: expected contribution per purchase, its variance, and the variance of one purchase around it."""

    expected: Vector
    uncertainty: Vector
    variation: Vector
    book: float
    credibility: float


class ServiceCost(NamedTuple):
    """Per customer: expected cost per year while she stays, and its variance; the book's average."""

    expected: Vector
    uncertainty: Vector
    book: float


def shrunken_margin(purchases: Vector, contribution: Vector, squares: Vector) -> Margin:
    """Credibility estimate from each customer's number of purchases (>= 1), their sum and their sum of squares."""
    if not len(purchases):
        return Margin(purchases, purchases, purchases, 0.0, WITHOUT_REPEATERS)
    squares = np.maximum(squares, contribution**2 / purchases)  # returns on other days are in the sum only
    k = _credibility(purchases, contribution, squares)
    weight = purchases / (purchases + k)
    book = float(weight @ (contribution / purchases) / weight.sum())
    typical = (squares + k * float(weight @ (squares / purchases) / weight.sum())) / (purchases + k)
    variation = _within_share(purchases, contribution, squares) * typical
    return Margin((contribution + k * book) / (purchases + k), variation / (purchases + k), variation, book, k)


def service_cost(cost: Vector, share_of_year: Vector, alive: Vector) -> ServiceCost:
    """Each customer's cost in the last year, the part of the year before she came filled with the book's average.

    `cost` was caused in `share_of_year` (0..1) of a year. The book's average and spread are those of living customers
    (weights `alive`): those who left during the year cost less of it, and the forecast is for those who stay.
    """
    weight = alive * share_of_year
    if not weight.any():
        return ServiceCost(cost, np.zeros_like(cost), 0.0)
    rate = np.divide(cost, share_of_year, out=np.zeros_like(cost), where=share_of_year > 0)
    book = float(weight @ rate / weight.sum())
    spread = float(weight @ (rate - book) ** 2 / weight.sum())
    unseen = 1 - share_of_year
    return ServiceCost(cost + unseen * book, unseen**2 * spread, book)


def _credibility(n: Vector, total: Vector, squares: Vector) -> float:
    """The k of least leave-one-out squared error over customers with two purchases or more, relative to their scale."""
    again = np.flatnonzero(n > 1)
    again = again[:: len(again) // ENOUGH + 1]
    n, total, squares = n[again], total[again], squares[again]
    if not squares.any():
        return WITHOUT_REPEATERS
    relative = on_own_scale(n, squares)
    mean = total / n

    def error(log_k: float) -> float:
        k = np.exp(log_k)
        weight = n / (n + k)
        book = weight @ mean / weight.sum()
        own = 1 + 1 / (n - 1 + k)  # left-out purchase y: its error is own * y - rest
        rest = (total + k * book) / (n - 1 + k)
        return float(relative @ (own**2 * squares - 2 * own * rest * total + n * rest**2))

    found = minimize_scalar(error, bounds=(np.log(WEAKEST), np.log(STRONGEST)), method="bounded")
    return float(np.exp(found.x))


def _within_share(n: Vector, total: Vector, squares: Vector) -> float:
    """The part of a customer's mean square that is variation between her own purchases, 0..1."""
    again = n > 1
    n, total, squares = n[again], total[again], squares[again]
    if not squares.any():
        return 0.5
    relative = on_own_scale(n, squares)
    around = np.maximum(squares - total**2 / n, 0.0)
    return min(float(relative @ around) / float(relative @ ((n - 1) * squares / n)), 1.0)


def on_own_scale(n: Vector, squares: Vector) -> Vector:
    """Weights that measure each customer on her own scale, the small ones on the book's; the squares are not all 0."""
    own = squares / n
    usual = np.median(own[own > 0])
    return np.asarray(1 / (own + usual), dtype=np.float64)
