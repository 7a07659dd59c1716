"""By how much an action raises purchases, in each group of customers: from experiments and from what people expect.

The lift of a group is the purchases of the treated against those of the held out, each against what was to be expected
of them before. The logarithms of the groups' ratios are drawn towards what people expect and towards each other:
theta_g ~ N(expected_g + shift, tau^2), shift ~ N(0, deviation^2), tau averaged over a half-normal prior (the normal
hierarchical model: Gelman et al., Bayesian Data Analysis, 5.4).
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from carteira.errors import CarteiraError

Vector = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

USUAL_SPREAD = 0.1
"""Scale of the half-normal prior of tau: how far groups usually differ from what is expected of them."""
SPREADS = 60
FEWEST_PURCHASES = 5
"""Purchases that each arm of a group needs for a ratio of its own."""


class Lift(NamedTuple):
    """What is believed of an action's effect: a share of purchases by group, 0.1 for a tenth more."""

    mean: Vector
    """(G + 1,): of each group, and last of customers whose group is not known."""
    covariance: Vector
    """(G + 1, G + 1)"""
    treated: int
    held_out: int
    """Customers behind it; none where it is only expected."""

    @property
    def deviation(self) -> Vector:
        """(G + 1,)"""
        return np.sqrt(np.diag(self.covariance))


class Ratios(NamedTuple):
    """Log ratios of treated to held out by group, and their variances; infinite where there are too few purchases."""

    log: Vector
    variance: Vector


def expected_lift(expected: npt.ArrayLike, deviation: float) -> Lift:
    """The lift where there is no experiment: `expected` (G + 1,) as people say, give or take one deviation for all."""
    mean = np.asarray(expected, np.float64)
    _check(mean, deviation)
    return Lift(mean, np.full((len(mean), len(mean)), deviation**2), 0, 0)


def learned_lift(
    purchases: npt.ArrayLike,
    due: npt.ArrayLike,
    treated: npt.ArrayLike,
    group: npt.ArrayLike,
    expected: npt.ArrayLike,
    deviation: float,
) -> Lift:
    """The lift from a randomised experiment, one row per participant.

    `purchases` after the treatment; `due`: what was to be expected of each before it (whatever its level); `treated`,
    or held out; `group`: 0..G-1, G where not known. `expected` (G + 1,): the effect that people expect in each group
    and in others, as a share of purchases, give or take `deviation`. CarteiraError where columns differ in length, an
    expected effect is not above -1, or the deviation not above 0.
    """
    bought, usual = (np.asarray(column, np.float64) for column in (purchases, due))
    arm, own, prior = np.asarray(treated, bool), np.asarray(group, np.int64), np.asarray(expected, np.float64)
    if not len(bought) == len(usual) == len(arm) == len(own):
        raise CarteiraError("lift_lengths_differ", lengths=f"{len(bought)}, {len(usual)}, {len(arm)}, {len(own)}")
    _check(prior, deviation)
    ratios = _ratios(bought, usual, arm, own, len(prior) - 1)
    mean, covariance = _drawn_together(ratios, np.log1p(prior), deviation)
    ratio = np.exp(mean + np.diag(covariance) / 2)  # the mean of a lognormal value
    return Lift(ratio - 1, np.outer(ratio, ratio) * np.expm1(covariance), int(arm.sum()), int((~arm).sum()))


def _check(expected: Vector, deviation: float) -> None:
    if not (expected > -1).all() or not deviation > 0:
        raise CarteiraError("lift_expectation_invalid", effect=float(expected.min()), deviation=deviation)


def _ratios(bought: Vector, due: Vector, treated: Flags, group: Codes, groups: int) -> Ratios:
    """By group; those of no known group count in none."""
    log, variance = np.zeros(groups), np.full(groups, np.inf)
    for g in range(groups):
        arms = [(group == g) & treated, (group == g) & ~treated]
        if min(bought[arm].sum() for arm in arms) < FEWEST_PURCHASES:
            continue
        rates = [bought[arm].sum() / due[arm].sum() for arm in arms]
        log[g] = np.log(rates[0] / rates[1])
        variance[g] = sum(
            np.square(bought[arm] - rate * due[arm]).sum() / bought[arm].sum() ** 2
            for arm, rate in zip(arms, rates, strict=True)
        )
    return Ratios(log, variance)


def _drawn_together(ratios: Ratios, expected: Vector, deviation: float) -> tuple[Vector, Vector]:
    """Mean (G + 1,) and covariance of the log lifts, averaged over the spread tau of the groups."""
    taus = 4 * USUAL_SPREAD * (np.arange(SPREADS) + 0.5) / SPREADS
    parts = [_given_spread(ratios, expected, deviation, tau) for tau in taus]
    log_weight = np.array([likelihood for _, _, likelihood in parts]) - 0.5 * np.square(taus / USUAL_SPREAD)
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    means = np.array([mean for mean, _, _ in parts])
    centre = weight @ means
    within = np.einsum("t,tij->ij", weight, np.array([covariance for _, covariance, _ in parts]))
    apart = means - centre
    return centre, within + np.einsum("t,ti,tj->ij", weight, apart, apart)


def _given_spread(ratios: Ratios, expected: Vector, deviation: float, tau: float) -> tuple[Vector, Vector, float]:
    """Posterior mean and covariance of the groups and of others, and the log likelihood of the ratios."""
    apart = ratios.log - expected[:-1]
    total = ratios.variance + tau**2
    weight = 1 / total
    precision = 1 / deviation**2 + weight.sum()
    shift = weight @ apart / precision
    own = np.append(tau**2 / total, 0.0)
    mean = expected + own * np.append(apart, 0.0) + (1 - own) * shift
    covariance = np.outer(1 - own, 1 - own) / precision + np.diag(tau**2 * (1 - own))
    seen = np.isfinite(total)
    # The ratios are N(expected, diag(total) + deviation^2): determinant and inverse by Sherman and Morrison.
    squared = (weight[seen] * apart[seen] ** 2).sum() - (weight[seen] @ apart[seen]) ** 2 / precision
    log_determinant = np.log(total[seen]).sum() + np.log(precision * deviation**2)
    return mean, covariance, float(-0.5 * (squared + log_determinant))
