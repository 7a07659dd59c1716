"""Ladders within a category: from a product to a dearer one that customers who bought it moved to."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from carteira.customize.products.purchases import Codes, Floats, Integers, Pairs
from carteira.customize.products.together import FEWEST_BUYERS, MOST_PRODUCTS
from carteira.differentiate.lifetime.compiled import compiled

Counts = npt.NDArray[np.int32]

DEARER = 1.1
"""A step up costs at least a tenth more."""
FEWEST_MOVES = 3
STEPS = 3
"""Products that a ladder leads to from each product: the likeliest."""
CAUTION = 10.0
"""Buyers that did not move, added to those seen: 3 of 3 is less sure than 30 of 30."""


class Ladders(NamedTuple):
    """Per product, up to STEPS dearer products (-1: none): how many moved there, of how many who bought it."""

    step: Codes
    moved: Counts
    buyers: Counts

    def rate(self) -> Floats:
        """The share that moves, shrunk: (products, STEPS)."""
        return self.moved / (self.buyers[:, None] + CAUTION)


def fit_ladders(pairs: Pairs, category: Codes, products: int) -> Ladders:
    """Counts the customers whose first purchase of a dearer product of the category came after the cheaper one's."""
    buyers = np.bincount(pairs.product, minlength=products).astype(np.int32)
    spend, quantity = (np.bincount(pairs.product, column, products) for column in (pairs.spend, pairs.quantity))
    price = np.divide(spend, quantity, out=np.zeros(products), where=quantity > 0)
    step = np.full((products, STEPS), -1, dtype=np.int32)
    moved = np.zeros((products, STEPS), dtype=np.int32)
    kept = np.argsort(-buyers, kind="stable")[:MOST_PRODUCTS]
    kept = np.sort(kept[(buyers[kept] >= FEWEST_BUYERS) & (category[kept] >= 0) & (price[kept] > 0)])
    if not len(kept):
        return Ladders(step, moved, buyers)
    place = np.full(products, -1, dtype=np.int32)
    place[kept] = np.arange(len(kept))
    moves = np.zeros((len(kept), len(kept)), dtype=np.int32)
    _count(pairs.start, pairs.product, pairs.when.first, place, category, price * DEARER, price, moves)
    best = np.argsort(-moves, axis=1, kind="stable")[:, :STEPS]
    count = np.take_along_axis(moves, best, 1)
    width = best.shape[1]
    step[kept, :width] = np.where(count >= FEWEST_MOVES, kept[best], -1)
    moved[kept, :width] = count
    return Ladders(step, moved, buyers)


@compiled
def _count(
    start: Integers,
    product: Codes,
    first: Codes,
    place: Codes,
    category: Codes,
    dearer: Floats,
    price: Floats,
    moves: Counts,
) -> None:
    for customer in range(start.shape[0] - 1):
        for low in range(start[customer], start[customer + 1]):
            i = product[low]
            if place[i] < 0:
                continue
            for high in range(start[customer], start[customer + 1]):
                j = product[high]
                if category[j] == category[i] and place[j] >= 0 and price[j] >= dearer[i] and first[high] > first[low]:
                    moves[place[i], place[j]] += 1
