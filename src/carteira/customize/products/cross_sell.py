"""What a customer does not buy yet: products that go with those bought, and those that are popular."""

import numpy as np

from carteira.customize.products.candidates import Candidates, Kind, candidates
from carteira.customize.products.newcomers import among_similar, of_group
from carteira.customize.products.purchases import Codes, Floats, Integers
from carteira.customize.products.rhythm import remaining_days
from carteira.customize.products.standing import Standing, relative
from carteira.customize.products.together import best_together, evidence

MOST = 30
"""Products weighed for each customer, the best by what goes together."""
FAINT = 0.01
"""A score at which the evidence begins to count."""
TOGETHER, POPULAR = 0, 1


def strength(score: Floats) -> Floats:
    """The evidence as a feature: 0 where there is none, rising with the logarithm of the score."""
    return np.log1p(np.maximum(score, 0.0) / FAINT)


def next_visit(standing: Standing, customer: Integers) -> tuple[Floats, Floats]:
    """Expected days to each customer's next purchase of anything, and from one to the next."""
    rhythm = standing.visit_rhythm.take(customer)
    return remaining_days(standing.ago(customer), rhythm), rhythm.interval


def unbought(standing: Standing, who: Integers) -> Candidates:
    """Products new to the customers `who`.

    For a customer of one purchase those that similar customers bought first are weighed as well, and how popular a
    product is counts among them. Customers without any have candidates of their own (`newcomers`).
    """
    row, product = best_together(standing.together, who, MOST)
    novice = who[standing.visits.times[who] == 1]
    place, extra = of_group(standing.firsts, novice)
    customer, product = _distinct(standing, np.append(who[row], novice[place]), np.append(product, extra))
    found = evidence(standing.together, customer, product)
    like = among_similar(standing, customer, product)
    features = [
        strength(found.score),
        relative(standing.popular, product, like.share),
        relative(standing.bought, product),
        *standing.habits(customer),
    ]
    popularity = (2 + like.similar).astype(np.int8)
    return candidates(
        customer,
        product,
        features,
        *next_visit(standing, customer),
        reason=np.where(found.because < 0, popularity, found.also >= 0).astype(np.int8),
        otherwise=popularity,
        because=found.because,
        also=found.also,
        number=like.number,
        of=like.of,
    )


def settle(rows: Candidates, weights: Floats) -> Candidates:
    """Popularity is the reason where it adds more to the log-odds than what goes together, or that adds nothing."""
    together, popular = (weights[1 + feature] * rows.features[:, feature] for feature in (TOGETHER, POPULAR))
    return rows._replace(reason=np.where((popular > together) | (together <= 0), rows.otherwise, rows.reason))


def _distinct(standing: Standing, customer: Integers, product: Codes) -> tuple[Integers, Codes]:
    """Each customer and product once, in order, bought ones left out."""
    key = np.unique(customer.astype(np.int64) * standing.book.products + product)
    customer, item = np.divmod(key, max(standing.book.products, 1))
    product = item.astype(np.int32)
    fresh = standing.pairs.find(customer, product) < 0
    return customer[fresh], product[fresh]


CROSS_SELL = Kind(
    "cross_sell",
    unbought,
    (-4.0, 0.6, 0.3, -0.1, 0.5, -0.2, 0.3),
    (TOGETHER, POPULAR),
    (
        ("plan_bought_together", {"because": "because"}),
        ("plan_bought_together_two", {"because": "because", "also": "also"}),
        ("plan_popular", {"count": "number", "of": "of"}),
        ("plan_similar_first", {"count": "number", "of": "of"}),
    ),
    settle,
)
