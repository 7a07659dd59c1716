"""What a customer buys already: when it is due again, by its own rhythm."""

import numpy as np

from carteira.customize.products.candidates import Candidates, Kind, candidates
from carteira.customize.products.cross_sell import strength
from carteira.customize.products.purchases import Floats, Integers
from carteira.customize.products.rhythm import chance_within, remaining_days
from carteira.customize.products.standing import ONE_WEEK, Standing, relative
from carteira.customize.products.together import evidence

SURELY = 1e-3
SELDOM = 0.02


def due(standing: Standing, who: Integers) -> Candidates:
    """Every product that the customers `who` have bought."""
    rows = standing.pairs.rows_of(who)
    customer = standing.pairs.customer[rows].astype(np.int64)
    product, when = standing.pairs.product[rows], standing.pairs.when.take(rows)
    rhythm = standing.pair_rhythm.take(rows)
    ago = (standing.day - when.last).astype(np.float64)
    chance = np.clip(chance_within(standing.period, ago, rhythm), SURELY, 1 - SURELY)
    features = [
        np.log(when.times),
        np.log(ago + ONE_WEEK),
        np.log(chance / (1 - chance)),
        relative(standing.popular, product),
        relative(standing.bought, product),
        np.log(standing.again[product] + SELDOM),
        _size(standing.pairs.spend[rows] / when.times, standing.usual_spend),
        strength(evidence(standing.together, customer, product).score),
        *standing.habits(customer),
    ]
    return candidates(
        customer,
        product,
        features,
        remaining_days(ago, rhythm),
        rhythm.interval,
        reason=(when.times == 1).astype(np.int8),
        number=when.times.astype(np.int64),
        of=np.rint(when.span / np.maximum(when.intervals, 1)).astype(np.int64),
        ago=ago.astype(np.int64),
    )


def _size(spend: Floats, usual: float) -> Floats:
    """The logarithm of the spend of one purchase beside the usual one."""
    return np.log((spend + usual) / (2 * usual))


REPURCHASE = Kind(
    "repurchase",
    due,
    (-3.5, 0.9, 0.0, 0.2, 0.4, -0.3, 0.25, 0.1, 0.8, 0.2, 0.0, -0.3),
    (0, 2),
    (
        ("plan_rhythm", {"times": "number", "every": "of", "ago": "ago"}),
        ("plan_bought_once", {"ago": "ago"}),
    ),
)
