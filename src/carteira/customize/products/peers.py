"""Similar companies and the categories that they buy: the gaps in a company's basket."""

from typing import NamedTuple

import numpy as np

from carteira.customize.products.purchases import Codes, Flags, Integers, Pairs
from carteira.customize.products.reading import Book

ENOUGH_PEERS = 20
"""Below so many companies of the same main category, all companies are the peers."""
LEAST_SHARE = 0.2
MOST_GAPS = 3
MOST_CATEGORIES = 100
"""The categories bought by most customers: a book of several hundred would need gigabytes, and the rest are no gap."""


class Peers(NamedTuple):
    """Companies by the category on which they spend most: how many buy each category, of how many."""

    categories: Integers
    """The codes of the categories that the columns below stand for."""
    group: Codes
    """Per customer, -1 for who is a person or bought nothing of a known category. The last group is all companies."""
    buyers: Integers
    """(groups, categories)"""
    size: Integers
    buys: Flags
    """(customers, categories)"""


class Gaps(NamedTuple):
    """Rows of (place among those asked, category) lacked, and how many of how many other similar companies buy it."""

    row: Integers
    category: Integers
    number: Integers
    of: Integers


def peers_of(pairs: Pairs, book: Book) -> Peers:
    """The companies who bought something of a known category, grouped."""
    bought = book.category[pairs.product]
    often = np.bincount(bought[bought >= 0], minlength=len(book.categories))
    categories = np.argsort(-often, kind="stable")[:MOST_CATEGORIES]
    width = len(categories)
    place = np.full(len(often) + 1, -1, dtype=np.int64)  # the last: unknown
    place[categories] = np.arange(width)
    known = place[bought] >= 0
    cell = pairs.customer[known].astype(np.int64) * width + place[bought[known]]
    cell, of_cell = np.unique(cell, return_inverse=True)
    spend = np.bincount(of_cell, pairs.spend[known], len(cell))
    buys = np.zeros((book.customers, width), dtype=np.bool_)
    buys.ravel()[cell] = True
    order = np.lexsort((-cell, spend))  # the last one written stands: of most spend, then the first category
    main = np.zeros(book.customers, dtype=np.int64)
    main[cell[order] // max(width, 1)] = cell[order] % max(width, 1)
    asked = book.company & buys.any(axis=1)
    buyers = np.zeros((width + 1, width), dtype=np.int64)
    for number in range(width):
        buyers[number] = buys[asked & (main == number)].sum(axis=0)
    buyers[-1] = buyers.sum(axis=0)
    size = np.append(np.bincount(main[asked], minlength=width)[:width], asked.sum())
    group = np.where(size[main] >= ENOUGH_PEERS, main, width)
    return Peers(categories, np.where(asked, group, -1).astype(np.int32), buyers, size, buys)


def gaps_of(peers: Peers, who: Integers) -> Gaps:
    """Up to MOST_GAPS categories each that at least LEAST_SHARE of the similar companies buy and this one does not."""
    group = peers.group[who]
    share = peers.buyers[group] / np.maximum(peers.size[group] - 1, 1)[:, None]
    share[(group < 0)[:, None] | peers.buys[who] | (share < LEAST_SHARE)] = 0
    most = np.argsort(-share, axis=1, kind="stable")[:, :MOST_GAPS]
    row, rank = np.nonzero(np.take_along_axis(share, most, 1))
    category = most[row, rank]
    return Gaps(row, peers.categories[category], peers.buyers[group[row], category], peers.size[group[row]] - 1)
