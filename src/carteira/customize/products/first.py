"""What similar customers bought first: for customers of whom no purchase, or one, is known."""

from typing import NamedTuple

import numpy as np

from carteira.customize.products.purchases import Codes, Floats, Integers, Pairs
from carteira.customize.products.reading import Book
from carteira.customize.products.rhythm import Occasions

ENOUGH = 20
"""First purchases that a group of similar customers needs: below, a wider group answers."""
BEST = 10
"""Products of a group that are taken: those in most first purchases."""


class Firsts(NamedTuple):
    """Groups of similar customers, as (groups, BEST): products (-1: none) and in how many first purchases each was.

    The last group is everybody, with what is popular lately instead of first purchases: number and size are 0.
    """

    group: Codes
    product: Codes
    number: Integers
    size: Integers


def firsts_of(pairs: Pairs, visits: Occasions, book: Book, popular: Floats) -> Firsts:
    """Each customer's narrowest group (kind, branch and city; kind and branch; kind) with enough first purchases."""
    group = np.full(book.customers, -1, dtype=np.int64)
    first = pairs.when.first == visits.first[pairs.customer]
    products, counts, sizes, groups = [], [], [], 0
    for codes in book.traits:
        size = np.bincount(codes[(visits.times > 0) & (codes >= 0)], minlength=int(codes.max(initial=-1)) + 1)
        wanted = np.flatnonzero(size >= ENOUGH)
        number = np.full(len(size) + 1, -1, dtype=np.int64)  # the last: not given
        number[wanted] = groups + np.arange(len(wanted))
        group = np.where(group < 0, number[codes], group)
        table = _most(number[codes[pairs.customer[first]]] - groups, pairs.product[first], len(wanted), book.products)
        products.append(table[0])
        counts.append(table[1])
        sizes.append(size[wanted])
        groups += len(wanted)
    best = np.full(BEST, -1, dtype=np.int32)
    bought = np.argsort(-popular, kind="stable")[:BEST]
    best[: len(bought)] = np.where(popular[bought] > 0, bought, -1)
    return Firsts(
        np.where(group < 0, groups, group).astype(np.int32),
        np.concatenate([*products, best[None]]).astype(np.int32),
        np.concatenate([*counts, np.zeros((1, BEST), np.int64)]),
        np.concatenate([*sizes, [0]]),
    )


def _most(group: Integers, product: Codes, groups: int, products: int) -> tuple[Codes, Integers]:
    """The BEST products of each group and their counts, the most frequent first; groups below 0 are left out."""
    best = np.full((groups, BEST), -1, dtype=np.int32)
    most = np.zeros((groups, BEST), dtype=np.int64)
    inside = group >= 0
    cell, count = np.unique(group[inside] * products + product[inside], return_counts=True)
    row, item = np.divmod(cell, max(products, 1))
    order = np.lexsort((item, -count, row))
    row, item, count = row[order], item[order], count[order]
    rank = np.arange(len(row)) - np.searchsorted(row, row)
    top = rank < BEST
    best[row[top], rank[top]] = item[top]
    most[row[top], rank[top]] = count[top]
    return best, most
