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


class Groups(NamedTuple):
    """What is paid in each group, by its number (G,): quartiles (G, 3) and how many customers they are of."""

    quartiles: Floats
    customers: Integers


class Comparison(NamedTuple):
    """Per answer (A,): lower quartile, median and upper quartile of the relative price; NaN where there is none."""

    low: Floats
    middle: Floats
    high: Floats
    customers: Integers
    """Among whom they are."""
    level: Integers
    """Of which of the levels; NOT_FOUND where none has enough customers."""


def grouped(paid: Paid, group: Integers, *, once: bool) -> Groups:
    """The groups of `paid`; -1 is in none. `once`: no customer is in a group more than once.

    Every pair of customer and product counts once, however much it is. Quartiles are interpolated linearly.
    """
    inside = group >= 0
    group, customer, relative = group[inside], paid.customer[inside], paid.relative[inside]
    groups = int(group.max(initial=-1)) + 1
    count = np.bincount(group, minlength=groups)
    customers = count if once else _different(group, customer, groups)
    return Groups(_quartiles(group, relative, count), customers)


def compare(levels: Sequence[Groups], wanted: Sequence[Integers]) -> Comparison:
    """What is paid in the first of `levels`, from narrow to wide, in whose group ENOUGH_PEERS customers bought.

    `wanted`: for each level the number of the group that each answer is wanted of (A,), -1 for none.
    """
    count = len(wanted[0])
    quartiles, customers = np.full((count, 3), np.nan), np.zeros(count, np.int64)
    found = np.full(count, NOT_FOUND, np.int64)
    for number, (level, group) in enumerate(zip(levels, wanted, strict=True)):
        open_ = np.flatnonzero((found == NOT_FOUND) & (group >= 0) & (group < len(level.customers)))
        open_ = open_[level.customers[group[open_]] >= ENOUGH_PEERS]
        quartiles[open_], customers[open_] = level.quartiles[group[open_]], level.customers[group[open_]]
        found[open_] = number
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


def _quartiles(group: Integers, values: Floats, count: Integers) -> Floats:
    """(groups, 3); NaN for a group without values."""
    ascending = np.append(np.sort(group * HIGHEST + np.clip(values, 0.0, HIGHEST - 1)), np.nan)
    start, last = (np.cumsum(count) - count)[:, None], np.maximum(count - 1, 0)[:, None]
    position = last * QUARTERS
    below = position.astype(np.int64)
    first, second = (ascending[start + np.minimum(place, last)] for place in (below, below + 1))
    quartiles = first + (second - first) * (position - below) - np.arange(len(count))[:, None] * HIGHEST
    return np.where(count[:, None] > 0, quartiles, np.nan)


def _different(group: Integers, customer: Integers, groups: int) -> Integers:
    """How many different customers each group has."""
    width = int(customer.max(initial=0)) + 1
    ordered = np.sort(group * width + customer)
    first = np.append(True, np.diff(ordered) != 0)[: len(ordered)]
    return np.bincount(ordered[first] // width, minlength=groups)
