"""Gaps in a company's basket: categories that similar companies buy and this one does not."""

import numpy as np

from carteira.customize.products.candidates import Candidates, Kind, candidates
from carteira.customize.products.cross_sell import next_visit
from carteira.customize.products.peers import gaps_of
from carteira.customize.products.purchases import Codes, Integers
from carteira.customize.products.standing import Standing

SURELY = 0.01


def gaps(standing: Standing, who: Integers) -> Candidates:
    """The categories that `who` lack, each with its product that most customers bought lately (else ever)."""
    found = gaps_of(standing.peers, who)
    customer = who[found.row]
    share = np.clip(found.number / np.maximum(found.of, 1), SURELY, 1 - SURELY)
    return candidates(
        customer,
        best_sellers(standing)[found.category],
        [np.log(share / (1 - share)), *standing.habits(customer)],
        *next_visit(standing, customer),
        number=found.number,
        of=found.of,
    )


def best_sellers(standing: Standing) -> Codes:
    """One product per category (-1: none was ever bought)."""
    book = standing.book
    order = np.lexsort((standing.bought, standing.popular))
    best = np.full(len(book.categories) + 1, -1, dtype=np.int32)
    best[book.category[order]] = order  # the last one written stands; unknown categories write to the spare place
    return best[:-1]


BASKET_GAP = Kind(
    "basket_gap",
    gaps,
    (-2.0, 0.6, 0.6, -0.2, 0.1),
    (0,),
    (("plan_basket_gap", {"category": "category", "count": "number", "of": "of"}),),
    of_category=True,
)
