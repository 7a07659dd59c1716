"""Exact money: integers only."""

import numpy as np

from carteira.demo.text import Ints


def half_even(numerator: Ints, denominator: int) -> Ints:
    """numerator / denominator rounded half-even, exactly, for any sign of the numerator and a positive denominator."""
    quotient, remainder = np.divmod(numerator, denominator)
    twice = remainder * 2
    up = (twice > denominator) | ((twice == denominator) & (quotient % 2 == 1))
    return np.asarray(quotient + up, dtype=np.int64)


def summed(index: Ints, values: Ints, size: int) -> Ints:
    """Sums of whole numbers by index: exact, since float64 holds every integer below 2^53."""
    return np.bincount(index, weights=values, minlength=size).astype(np.int64)
