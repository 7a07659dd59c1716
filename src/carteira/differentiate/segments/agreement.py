"""How far two divisions of the same customers agree, and which segment of one is which of the other."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

Integers = npt.NDArray[np.int64]


def adjusted_rand_index(one: Integers, other: Integers) -> float:
    """1 for the same division, 0 for what chance would give: Hubert & Arabie, Journal of Classification 2 (1985)."""
    table = shared(one, other)
    together = _pairs(table).sum()
    in_one, in_other, possible = _pairs(table.sum(axis=1)).sum(), _pairs(table.sum(axis=0)).sum(), _pairs(table.sum())
    expected = in_one * in_other / possible if possible else 0.0
    most = (in_one + in_other) / 2
    return float((together - expected) / (most - expected)) if most != expected else 1.0


def shared(one: Integers, other: Integers) -> npt.NDArray[np.float64]:
    """How many customers each pair of segments shares: (segments of one, segments of the other)."""
    size = (int(one.max(initial=-1)) + 1, int(other.max(initial=-1)) + 1)
    return np.bincount(one * size[1] + other, minlength=size[0] * size[1]).reshape(size).astype(float)


def counterparts(table: npt.NDArray[np.float64]) -> dict[int, int]:
    """For each row of what is shared its column, so that most is shared in all; pairs that share nothing are left
    out."""
    rows, columns = linear_sum_assignment(-table)
    return {int(row): int(column) for row, column in zip(rows, columns, strict=True) if table[row, column] > 0}


def _pairs(count: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(count * (count - 1) / 2)
