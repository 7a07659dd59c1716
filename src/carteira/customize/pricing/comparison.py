"""What comparable customers pay: quartiles of the narrowest group in which enough of them are found."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from carteira.differentiate.peers import ENOUGH_PEERS, Floats, Integers

QUARTERS = np.array([0.25, 0.5, 0.75])
HIGHEST = 1000.0
"""Times its price before discount that nobody pays."""
NOT_FOUND = -1


class Paid(NamedTuple):
    """What each customer paid for each product (M,): `relative` is the price after discount over that before it."""

    customer: Integers
    relative: Floats


class Level(NamedTuple):
    """A way to group: the group of each of `Paid` (M,) and the one that each answer is wanted of (A,)."""

    paid: Integers
    wanted: Integers


class Comparison(NamedTuple):
    """Per answer (A,): lower quartile, median and upper quartile of the relative price; NaN where there is none."""

    low: Floats
    middle: Floats
    high: Floats
    customers: Integers
    """Among whom they are."""
    level: Integers
    """Of which of the levels; NOT_FOUND where none has enough customers."""


def compare(paid: Paid, levels: Sequence[Level]) -> Comparison:
    """What is paid in the first of `levels`, from narrow to wide, where ENOUGH_PEERS customers bought.

    Every pair of customer and product counts once, however much it is. Quartiles are interpolated linearly.
    """
    count = len(levels[0].wanted)
    quartiles, customers = np.full((count, 3), np.nan), np.zeros(count, np.int64)
    found = np.full(count, NOT_FOUND, np.int64)
    for number, level in enumerate(levels):
        groups, place = np.unique(level.paid, return_inverse=True)
        of_group = _quartiles(place, paid.relative, len(groups))
        buyers = _customers(place, paid.customer, len(groups))
        at = np.minimum(np.searchsorted(groups, level.wanted), max(len(groups) - 1, 0))
        open_ = np.flatnonzero(found == NOT_FOUND)
        if not len(groups) or not len(open_):
            break
        open_ = open_[(groups[at[open_]] == level.wanted[open_]) & (buyers[at[open_]] >= ENOUGH_PEERS)]
        quartiles[open_], customers[open_], found[open_] = of_group[at[open_]], buyers[at[open_]], number
    low, middle, high = quartiles.T
    return Comparison(low, middle, high, customers, found)


def thirds(product: Integers, quantity: Floats, products: int) -> Floats:
    """The quantities at which the second and the last third of a product's buyers begin (products, 2); 0 where nobody
    buys less, infinite where nobody buys as much."""
    order = np.lexsort((quantity, product))
    count = np.bincount(product, minlength=products)
    start = (np.cumsum(count) - count)[:, None]
    ranks = -(-count[:, None] * np.array([1, 2]) // 3)
    ascending = np.append(quantity[order], np.inf)
    least = ascending[np.minimum(start, len(order))]
    cuts = np.where(ranks < count[:, None], ascending[np.minimum(start + ranks, len(order))], np.inf)
    return np.where(cuts > least, cuts, np.where(np.isinf(least), np.inf, 0.0))


def _quartiles(group: Integers, values: Floats, groups: int) -> Floats:
    """(groups, 3)"""
    ascending = np.sort(group * HIGHEST + np.clip(values, 0.0, HIGHEST - 1))
    count = np.bincount(group, minlength=groups)
    start = np.cumsum(count) - count
    position = (count - 1)[:, None] * QUARTERS
    below = position.astype(np.int64)
    first, second = (
        ascending[start[:, None] + np.minimum(place, (count - 1)[:, None])] for place in (below, below + 1)
    )
    between = first + (second - first) * (position - below)
    return np.asarray(between - np.arange(groups)[:, None] * HIGHEST)


def _customers(group: Integers, customer: Integers, groups: int) -> Integers:
    """How many different customers each group has."""
    width = int(customer.max(initial=0)) + 1
    return np.bincount(np.unique(group * width + customer) // width, minlength=groups)
