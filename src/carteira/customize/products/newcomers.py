"""Customers who have not bought yet: what similar customers bought first, else what is popular lately."""

from typing import NamedTuple

import numpy as np

from carteira.customize.products.candidates import Candidates, Kind, candidates
from carteira.customize.products.first import Firsts
from carteira.customize.products.purchases import Codes, Flags, Floats, Integers
from carteira.customize.products.standing import Standing, relative


class Likeness(NamedTuple):
    """Row by row, the share that buys the product: `count` of `of`, of similar customers' first purchases or lately."""

    share: Floats
    number: Integers
    of: Integers
    similar: Flags


def of_group(firsts: Firsts, who: Integers) -> tuple[Integers, Codes]:
    """Rows of (place in `who`, product): the products of each customer's group."""
    table = firsts.product[firsts.group[who]]
    row, rank = np.nonzero(table >= 0)
    return row, table[row, rank]


def among_similar(standing: Standing, customer: Integers, product: Codes) -> Likeness:
    """Of similar customers for those with at most one purchase whose group first bought the product; else of all."""
    share = standing.popular[product]
    like = Likeness(
        share.copy(),
        np.rint(share * standing.active_lately).astype(np.int64),
        np.full(len(share), standing.active_lately),
        np.zeros(len(share), np.bool_),
    )
    novice = np.flatnonzero(standing.visits.times[customer] <= 1)
    firsts = standing.firsts
    group = firsts.group[customer[novice]]
    row, rank = np.nonzero((firsts.product[group] == product[novice][:, None]) & (firsts.size[group] > 0)[:, None])
    chosen, group = novice[row], group[row]
    like.number[chosen], like.of[chosen], like.similar[chosen] = firsts.number[group, rank], firsts.size[group], True
    like.share[chosen] = firsts.number[group, rank] / firsts.size[group]
    return like


def first_products(standing: Standing, who: Integers) -> Candidates:
    """Products for those of `who` who have never bought. Nothing tells when: the days are NaN."""
    who = who[standing.visits.times[who] == 0]
    row, product = of_group(standing.firsts, who)
    customer = who[row]
    like = among_similar(standing, customer, product)
    return candidates(
        customer,
        product,
        [relative(standing.popular, product, like.share)],
        np.full(len(customer), np.nan),
        standing.visit_rhythm.interval[customer],
        reason=(~like.similar).astype(np.int8),
        number=like.number,
        of=like.of,
    )


FIRST_PURCHASE = Kind(
    "first_purchase",
    first_products,
    (-5.0, 0.8),
    (0,),
    (
        ("plan_similar_first", {"count": "number", "of": "of"}),
        ("plan_popular", {"count": "number", "of": "of"}),
    ),
)
