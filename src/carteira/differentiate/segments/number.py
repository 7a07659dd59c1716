"""How many segments there are: as many as two halves of the customers find alike, and no more than explain them."""

import numpy as np

from carteira.differentiate.segments.agreement import adjusted_rand_index
from carteira.differentiate.segments.mixture import Customers, fit_mixture

LEAST_AGREEMENT = 0.8
MOST_SEGMENTS = 8
SAMPLE = 10_000
LEAST_CUSTOMERS = 50
"""For each segment, before so many are looked for."""
HALVINGS = 2
STARTS = 2


def stable_number(customers: Customers, *, seed: int, before: int | None = None) -> tuple[int, dict[int, float]]:
    """The number of segments that explains the customers best (BIC) of those that are stable, and how stable each
    number was that was tried.

    Stability: the customers are halved, each half finds its segments, and both divide one of the halves; the adjusted
    Rand index of the two divisions, averaged over two halvings, is at least 0.8 (Lange, Roth, Braun & Buhmann, Neural
    Computation 16 (2004)). `before`: the number of the run before, kept while it is stable.
    """
    sample = _sample(customers, seed)
    if before is not None:
        kept = stability(sample, before, seed=seed)
        if kept >= LEAST_AGREEMENT:
            return before, {before: kept}
    most = min(MOST_SEGMENTS, len(sample) // LEAST_CUSTOMERS)
    found = {number: stability(sample, number, seed=seed) for number in range(2, most + 1)}
    stable = [1, *(number for number, agreement in found.items() if agreement >= LEAST_AGREEMENT)]
    return min(stable, key=lambda number: _criterion(sample, number, seed)), found


def stability(customers: Customers, segments: int, *, seed: int) -> float:
    """How far two halves agree on so many segments: the mean adjusted Rand index, 1 at most."""
    if segments == 1:
        return 1.0
    return float(np.mean([_of_halves(customers, segments, seed + number) for number in range(HALVINGS)]))


def _criterion(customers: Customers, segments: int, seed: int) -> float:
    fitted = fit_mixture(customers, segments, seed=seed, starts=STARTS)
    return fitted.information_criterion(len(customers))


def _of_halves(customers: Customers, segments: int, seed: int) -> float:
    order = np.random.default_rng(seed).permutation(len(customers))
    half = customers.taken(order[: len(order) // 2])
    other = customers.taken(order[len(order) // 2 :])
    found = [fit_mixture(part, segments, seed=seed, starts=STARTS) for part in (half, other)]
    one, two = (mixture.probabilities(half).argmax(axis=1) for mixture in found)
    return adjusted_rand_index(one, two)


def _sample(customers: Customers, seed: int) -> Customers:
    if len(customers) <= SAMPLE:
        return customers
    return customers.taken(np.sort(np.random.default_rng(seed).choice(len(customers), SAMPLE, replace=False)))
