"""A mixture of segments: each customer belongs to one of K, each segment spreads its counts and measures in its way.

Latent class model of multinomial counts (as purchase lines by category) and normal measures (as the share given away in
discounts), fitted by expectation and maximisation: McLachlan & Peel, Finite Mixture Models (2000), chapters 2 and 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import logsumexp

Floats = npt.NDArray[np.float64]

PRIOR_COUNT = 10.0
"""Counts of an average customer that each segment is given beforehand: no share is zero for lack of lines."""
LEAST_VARIANCE = 1e-3
TOLERANCE = 1e-5
MOST_STEPS = 300
CROWD = 30.0
"""Lines beyond which a customer weighs no more in the beginning of a fit."""


@dataclass(frozen=True)
class Customers:
    """What N customers are told apart by. `counts`: tables (N, C), each with categories of its own; `measures`: (N, M),
    NaN where unknown."""

    counts: tuple[Floats, ...]
    measures: Floats

    def __len__(self) -> int:
        return len(self.measures)

    def taken(self, rows: npt.NDArray[np.int64] | slice) -> "Customers":
        return Customers(tuple(table[rows] for table in self.counts), self.measures[rows])


@dataclass(frozen=True)
class Mixture:
    """K segments: `weight` (K,); `shares`: for each table of counts (K, C); `mean` and `deviation` (K, M)."""

    weight: Floats
    shares: tuple[Floats, ...]
    mean: Floats
    deviation: Floats
    log_likelihood: float = -np.inf

    def information_criterion(self, customers: int) -> float:
        """BIC, the less the better: Schwarz, Annals of Statistics 6 (1978)."""
        segments = len(self.weight)
        free = segments - 1 + 2 * self.mean.size + sum(shares.size - segments for shares in self.shares)
        return float(free * np.log(max(customers, 1)) - 2 * self.log_likelihood)

    def probabilities(self, customers: Customers) -> Floats:
        """How likely each customer belongs to each segment (N, K); rows add up to 1."""
        joint = self.log_joint(customers)
        return np.exp(joint - logsumexp(joint, axis=1, keepdims=True))

    def log_joint(self, customers: Customers) -> Floats:
        """Logarithm of the density of each customer with each segment (N, K), up to a constant of the customer."""
        joint = np.tile(np.log(self.weight), (len(customers), 1))
        for table, shares in zip(customers.counts, self.shares, strict=True):
            joint += table @ np.log(shares).T
        for measure, mean, deviation in zip(customers.measures.T, self.mean.T, self.deviation.T, strict=True):
            distance = (measure[:, None] - mean) / deviation
            joint += np.where(np.isnan(distance), 0.0, -0.5 * distance**2 - np.log(deviation))
        return joint


def fit_mixture(customers: Customers, segments: int, *, seed: int, starts: int = 4) -> Mixture:
    """The mixture of so many segments that explains the customers best, of several beginnings."""
    found = [_climb(customers, _beginning(customers, segments, seed * 1000 + start)) for start in range(starts)]
    return max(found, key=lambda mixture: mixture.log_likelihood)


def _climb(customers: Customers, belonging: Floats) -> Mixture:
    """Expectation and maximisation until the likelihood rises no more."""
    overall = [_overall(table) for table in customers.counts]
    last = -np.inf
    for _ in range(MOST_STEPS):
        mixture = _maximised(customers, belonging, overall)
        joint = mixture.log_joint(customers)
        level = logsumexp(joint, axis=1, keepdims=True)
        belonging, likelihood = np.exp(joint - level), float(level.sum())
        if likelihood - last < TOLERANCE * abs(likelihood):
            break
        last = likelihood
    return Mixture(mixture.weight, mixture.shares, mixture.mean, mixture.deviation, likelihood)


def _maximised(customers: Customers, belonging: Floats, overall: Sequence[Floats]) -> Mixture:
    """The segments that are likeliest when the customers belong to them so."""
    shares = []
    for table, usual in zip(customers.counts, overall, strict=True):
        held = belonging.T @ table + PRIOR_COUNT * usual
        shares.append(held / held.sum(axis=1, keepdims=True))
    known = ~np.isnan(customers.measures)
    values = np.where(known, customers.measures, 0.0)
    weight = np.maximum(belonging.T @ known, np.finfo(float).tiny)
    mean = belonging.T @ values / weight
    variance = np.maximum(belonging.T @ values**2 / weight - mean**2, 0.0) + LEAST_VARIANCE
    members = np.maximum(belonging.sum(axis=0), np.finfo(float).tiny)
    return Mixture(members / members.sum(), tuple(shares), mean, np.sqrt(variance))


def _overall(table: Floats) -> Floats:
    """The shares of the categories over everybody, none of them zero."""
    total = table.sum(axis=0) + 1e-9
    return np.asarray(total / total.sum())


def _beginning(customers: Customers, segments: int, seed: int) -> Floats:
    """A first guess of who belongs where (N, K): distant customers as centres (k-means++), everybody to the nearest."""
    if not len(customers):
        return np.zeros((0, segments))
    chance = np.random.default_rng(seed)
    points, weight = _points(customers)
    centres = points[[chance.choice(len(points), p=weight / weight.sum())]]
    while len(centres) < segments:
        distance = _distances(points, centres).min(axis=1) * weight
        chosen = (
            chance.choice(len(points), p=distance / distance.sum()) if distance.any() else len(centres) % len(points)
        )
        centres = np.vstack([centres, points[chosen]])
    for _ in range(20):
        nearest = _distances(points, centres).argmin(axis=1)
        members = np.zeros((len(points), segments))
        members[np.arange(len(points)), nearest] = weight
        held = members.sum(axis=0)
        centres = np.where(held[:, None] > 0, members.T @ points / np.maximum(held, 1e-12)[:, None], centres)
    belonging = np.full((len(points), segments), 0.1 / segments)
    belonging[np.arange(len(points)), nearest] += 0.9
    return belonging


def _points(customers: Customers) -> tuple[Floats, Floats]:
    """Customers as points (N, D) and their weight (N,): square roots of smoothed shares, and standardised measures."""
    parts, lines = [], np.zeros(len(customers))
    for table in customers.counts:
        total = table.sum(axis=1, keepdims=True)
        smoothed = (table + 5 * _overall(table)) / (total + 5)
        parts.append(3 * np.sqrt(smoothed))
        lines += total[:, 0]
    known = ~np.isnan(customers.measures)
    number = np.maximum(known.sum(axis=0), 1)
    centred = np.where(known, customers.measures - np.where(known, customers.measures, 0.0).sum(axis=0) / number, 0.0)
    spread = np.sqrt((centred**2).sum(axis=0) / number)
    parts.append(0.5 * centred / np.where(spread > 0, spread, 1.0))
    return np.hstack(parts), np.minimum(lines, CROWD) + 1.0


def _distances(points: Floats, centres: Floats) -> Floats:
    """Squared distances (N, K)."""
    squares = (points**2).sum(axis=1)[:, None] - 2 * points @ centres.T + (centres**2).sum(axis=1)
    return np.asarray(np.maximum(squares, 0.0))
