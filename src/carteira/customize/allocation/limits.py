"""What there is of each resource and pool, and the minimum of each action, as one vector of limits."""

from typing import NamedTuple

import numpy as np

from carteira.customize.allocation.problem import Problem, Vector

SAMPLE = 20_000


class Limits(NamedTuple):
    """One entry per row of the problem."""

    limit: Vector
    """Zero where there is none."""
    ceiling: Vector
    """The highest possible price: infinite, or zero where there is no limit."""
    unit: Vector
    """The size of a price, as a guess: all there is to gain over the limit."""

    @property
    def number(self) -> int:
        """How many limits there are."""
        return int(np.count_nonzero(self.ceiling))

    def times(self, share: float) -> "Limits":
        """The limits of a sample of customers."""
        return self._replace(limit=self.limit * share)


def limits_of(problem: Problem, capacity: Vector, minimum: Vector, urgency: float) -> Limits:
    """The limits: finite capacities above zero, and minimums above zero (an action taken uses -1 of -minimum).

    `urgency` is the highest price of a minimum.
    """
    limited = np.concatenate([np.isfinite(capacity) & (capacity > 0), minimum > 0])
    limit = np.where(limited, np.concatenate([capacity, -minimum]), 0.0)
    step = len(problem.value) // SAMPLE + 1
    sample = problem.of(np.arange(0, len(problem.value), step))
    value = np.where(sample.eligible, np.abs(sample.value), 0).astype(np.float64)
    gain = np.max(value, axis=1, initial=0.0)
    resources = len(problem.first_row)
    worth = np.zeros(len(capacity))
    for resource, first in enumerate(problem.first_row):
        pool = np.broadcast_to(sample.pool[:, resource], len(gain))
        worth += np.bincount(first + pool, gain * step / resources, minlength=len(worth))
    unit = np.concatenate(
        [
            worth / np.where(limited[: len(worth)], capacity, np.inf),
            value.mean(axis=0) if len(value) else np.zeros(value.shape[1]),
        ]
    )
    highest = np.where(np.arange(problem.rows) < problem.minimums, np.inf, urgency)
    return Limits(limit, np.where(limited, highest, 0.0), np.where(unit > 0, unit, 1.0))
