"""Products that go together: EASE, the item-item regression in closed form (Steck, WWW 2019, arXiv:1905.03375)."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.linalg import lapack

from carteira.customize.products.purchases import Codes, Floats, Integers, Pairs
from carteira.differentiate.lifetime.compiled import compiled

Weights = npt.NDArray[np.float32]

MOST_PRODUCTS = 4_000
"""The fit is cubic in products, and a weight between two products that few buy is chance: the best sellers are kept."""
FEWEST_BUYERS = 3
RIDGE = 200.0
MEMORY_DAYS = 120.0
"""A purchase counts e^(-days ago / 120), fitting and scoring. Both were chosen on an inner split of Online Retail."""


class Together(NamedTuple):
    """`weights[place[j], place[i]]`: what having bought j, by its `amount`, adds to the score of i. place -1: left out.

    `start`, `product` and `amount` are the purchases, customer by customer; `kept` the products of the weights' rows.
    """

    weights: Weights
    place: Codes
    kept: Codes
    start: Integers
    product: Codes
    amount: Weights


class Evidence(NamedTuple):
    """The score of rows of customer and product; the two bought products that add most to it (-1: none does)."""

    score: Floats
    because: Codes
    also: Codes


def fit_together(pairs: Pairs, products: int, day: int) -> Together:
    """The weights from all purchases before `day`."""
    buyers = np.bincount(pairs.product, minlength=products)
    kept = np.argsort(-buyers, kind="stable")[:MOST_PRODUCTS]
    kept = np.sort(kept[buyers[kept] >= FEWEST_BUYERS])
    place = np.full(products, -1, dtype=np.int32)
    place[kept] = np.arange(len(kept))
    amount = np.exp(-(day - pairs.when.last) / MEMORY_DAYS).astype(np.float32)
    inside = place[pairs.product] >= 0
    shape = (len(pairs.start) - 1, len(kept))
    bought = sp.csr_matrix((amount[inside], (pairs.customer[inside], place[pairs.product[inside]])), shape)
    return Together(
        _regression((bought.T @ bought).toarray()), place, kept.astype(np.int32), pairs.start, pairs.product, amount
    )


def best_together(together: Together, who: Integers, count: int) -> tuple[Integers, Codes]:
    """Rows of (place in `who`, product): up to `count` unbought products of the highest scores above zero each."""
    found = np.full((len(who), count), -1, dtype=np.int32)
    if len(together.kept):
        _best(together.start, together.product, together.amount, together.place, together.weights, who, found)
    row, rank = np.nonzero(found >= 0)
    return row, together.kept[found[row, rank]]


def evidence(together: Together, customer: Integers, product: Codes) -> Evidence:
    """What the purchases of `customer` say of `product`, row by row; 0 and -1 for products that were left out."""
    rows = len(customer)
    found = Evidence(np.zeros(rows), np.full(rows, -1, np.int32), np.full(rows, -1, np.int32))
    _evidence(
        together.start, together.product, together.amount, together.place, together.weights, customer, product, *found
    )
    return found


def _regression(gram: Weights) -> Weights:
    """B = I - P / diag(P), P the inverse of the Gram matrix plus the ridge; scaled to a unit diagonal for precision."""
    if not len(gram):
        return gram
    diagonal = np.arange(len(gram))
    gram[diagonal, diagonal] += RIDGE
    scale = 1 / np.sqrt(gram[diagonal, diagonal])
    gram *= scale
    gram *= scale[:, None]
    factor, _ = lapack.spotrf(gram.T, lower=1, overwrite_a=1)
    inverse, _ = lapack.spotri(factor, lower=1, overwrite_c=1)
    own = inverse[diagonal, diagonal] * scale
    lower = np.tril(inverse, -1)
    weights = lower + lower.T
    weights *= -scale[:, None]
    weights /= own
    return np.ascontiguousarray(weights)


@compiled
def _best(
    start: Integers,
    product: Codes,
    amount: Weights,
    place: Codes,
    weights: Weights,
    who: Integers,
    found: Codes,
) -> None:
    """Fills each row of `found` with the places of the best unbought products, the best first."""
    size, count = weights.shape[0], found.shape[1]
    score = np.zeros(size, np.float32)
    best = np.zeros(count, np.float32)
    for row in range(who.shape[0]):
        score[:] = 0
        begin, end = start[who[row]], start[who[row] + 1]
        for pair in range(begin, end):
            j = place[product[pair]]
            if j >= 0:
                score += amount[pair] * weights[j]
        for pair in range(begin, end):
            if place[product[pair]] >= 0:
                score[place[product[pair]]] = 0
        best[:] = 0
        for i in range(size):
            if score[i] > best[count - 1]:
                at = count - 1
                while at > 0 and best[at - 1] < score[i]:
                    best[at] = best[at - 1]
                    found[row, at] = found[row, at - 1]
                    at -= 1
                best[at] = score[i]
                found[row, at] = i


@compiled
def _evidence(
    start: Integers,
    product: Codes,
    amount: Weights,
    place: Codes,
    weights: Weights,
    customer: Integers,
    wanted: Codes,
    score: Floats,
    because: Codes,
    also: Codes,
) -> None:
    for row in range(customer.shape[0]):
        i = place[wanted[row]]
        if i < 0:
            continue
        most, second = 0.0, 0.0
        for pair in range(start[customer[row]], start[customer[row] + 1]):
            j = place[product[pair]]
            if j < 0:
                continue
            part = amount[pair] * weights[j, i]
            score[row] += part
            if part > most:
                second, also[row] = most, because[row]
                most, because[row] = part, product[pair]
            elif part > second:
                second, also[row] = part, product[pair]
