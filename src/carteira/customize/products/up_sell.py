"""Steps up: dearer products of a category that customers who bought the same cheaper one moved to."""

import numpy as np

from carteira.customize.products.candidates import Candidates, Kind, candidates
from carteira.customize.products.cross_sell import next_visit, strength
from carteira.customize.products.ladders import STEPS
from carteira.customize.products.purchases import Integers
from carteira.customize.products.standing import Standing, relative
from carteira.customize.products.together import evidence


def steps_up(standing: Standing, who: Integers) -> Candidates:
    """The steps from the products that `who` bought to unbought ones; of several to one product the likeliest."""
    ladders, pairs = standing.ladders, standing.pairs
    rows = np.repeat(pairs.rows_of(who), STEPS)
    rank = np.tile(np.arange(STEPS), len(rows) // STEPS)
    source = pairs.product[rows]
    customer, product = pairs.customer[rows].astype(np.int64), ladders.step[source, rank]
    rate = ladders.rate()[source, rank]
    order = np.lexsort((-rate, product, customer))
    likeliest = np.ones(len(order), dtype=np.bool_)
    likeliest[1:] = np.diff(customer[order]).astype(np.bool_) | np.diff(product[order]).astype(np.bool_)
    chosen = order[likeliest & (product[order] >= 0)]
    chosen = chosen[pairs.find(customer[chosen], product[chosen]) < 0]
    customer, product, source, rank = customer[chosen], product[chosen], source[chosen], rank[chosen]
    features = [
        np.log(rate[chosen]),
        strength(evidence(standing.together, customer, product).score),
        relative(standing.popular, product),
        *standing.habits(customer),
    ]
    return candidates(
        customer,
        product,
        features,
        *next_visit(standing, customer),
        because=source,
        number=ladders.moved[source, rank].astype(np.int64),
        of=ladders.buyers[source].astype(np.int64),
    )


UP_SELL = Kind(
    "up_sell",
    steps_up,
    (-2.0, 0.7, 0.2, 0.2, 0.5, -0.2, 0.2),
    (0,),
    (("plan_up_sell", {"because": "because", "count": "number", "of": "of"}),),
)
