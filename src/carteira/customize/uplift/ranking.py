"""What an order of the customers is worth: the effect of treating its first, over all budgets.

A budget treats the first customers of an order, from nobody to everybody. Averaged over all budgets, an order gains

    value = E[effect (1 - rank)]          rank: the share of customers before this one, 0 first, 1 last

per customer; half the average effect when the order is random. Held-out pseudo-outcomes estimate it without bias in
logged data with known propensities. It is the area under the Qini curve in units of the outcome, an average of the
targeting operator characteristic (Yadlowsky, Fleming, Shah, Brunskill & Wager 2025).
"""

import numpy as np
from scipy.stats import rankdata

from carteira.customize.uplift.inputs import Codes, Matrix, Vector

DRAWS = 20_000


def ranks(score: Vector, fold: Codes) -> Vector:
    """The share of the customers of the same fold that have a higher score (ties count half)."""
    rank = np.empty(len(score))
    for one in np.unique(fold):
        rows = fold == one
        rank[rows] = (rankdata(-score[rows]) - 0.5) / rows.sum()
    return rank


def gain_contributions(pseudo: Vector, rank: Vector) -> Vector:
    """Per customer, what it adds to the gain of an order over a random order; their mean is the gain.

    Both ways in which a customer counts: by its own effect at its rank, and by standing before others (Hajek's
    projection of the rank statistic).
    """
    gain = float(pseudo @ (0.5 - rank)) / len(pseudo)
    own = pseudo * (0.5 - rank)
    return np.asarray(own + _before(pseudo, rank) - pseudo.mean() / 2 - gain)


def _before(pseudo: Vector, rank: Vector) -> Vector:
    """The sum of the effects of the customers ranked before each, ties by half, per customer of the whole."""
    _, group = np.unique(rank, return_inverse=True)
    total = np.bincount(group, pseudo)
    return np.asarray((np.cumsum(total) - total / 2)[group] / len(pseudo))


def chance_of_best(contributions: Matrix, seed: int) -> float:
    """How often the best of several worthless orders would look as good: the p-value of the highest t of the columns.

    The columns' own correlations are used (the maximum of correlated normal variables, drawn 20,000 times), so many
    similar orders do not count as many trials.
    """
    count = len(contributions)
    error = contributions.std(axis=0, ddof=1) / np.sqrt(count)
    alive = error > 0
    if not alive.any():
        return 1.0
    t = contributions[:, alive].mean(axis=0) / error[alive]
    correlation = np.atleast_2d(np.corrcoef(contributions[:, alive], rowvar=False))
    values, vectors = np.linalg.eigh(correlation)
    draws = np.random.default_rng(seed).standard_normal((DRAWS, len(values)))
    highest = (draws * np.sqrt(np.maximum(values, 0))) @ vectors.T
    return (int((highest.max(axis=1) >= t.max()).sum()) + 1) / (DRAWS + 1)
