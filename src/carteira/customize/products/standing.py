"""What is known of a book on one day, looking back: the same view serves the plan and the exam that it learns from."""

from dataclasses import dataclass

import numpy as np

from carteira.customize.products.first import Firsts, firsts_of
from carteira.customize.products.ladders import Ladders, fit_ladders
from carteira.customize.products.peers import Peers, peers_of
from carteira.customize.products.purchases import Codes, Floats, Integers, Pairs, pairs_of, visits_of
from carteira.customize.products.reading import Book
from carteira.customize.products.rhythm import Occasions, Rhythm, rhythm
from carteira.customize.products.together import Together, fit_together

LATELY = 60
"""Days whose purchases say what is popular now; the sentence of `plan_popular` names them."""
ONE_WEEK = 7.0
"""Added to days ago before their logarithm is taken: yesterday and the day before are alike."""
RARE = 1e-3
"""A share of customers below which products are alike."""


@dataclass(frozen=True)
class Standing:
    """Everything that the kinds of plan read, from the purchases before `day`, to foretell the `period` days after."""

    book: Book
    day: int
    period: int
    pairs: Pairs
    pair_rhythm: Rhythm
    visits: Occasions
    visit_rhythm: Rhythm
    popular: Floats
    """The share of the customers who bought lately that bought each product."""
    bought: Floats
    """The share of all customers who ever bought that bought each product."""
    again: Floats
    """The share of each product's buyers who bought it on another day too."""
    usual_spend: float
    """In minor units: what half of the pairs spend less for one purchase, at least 1."""
    active_lately: int
    together: Together
    ladders: Ladders
    peers: Peers
    firsts: Firsts

    def ago(self, customer: Integers) -> Floats:
        """Days since each customer's last purchase of anything."""
        return (self.day - self.visits.last[customer]).astype(np.float64)

    def habits(self, customer: Integers) -> list[Floats]:
        """Logarithms of what a customer does anyway: purchase days to come, days since the last, products a day."""
        times = np.maximum(self.visits.times[customer], 1)
        age = np.maximum(self.day - self.visits.first[customer], 1)
        book = float(self.visit_rhythm.interval.mean()) if len(self.visits.times) else 1.0
        bought = (self.pairs.start[customer + 1] - self.pairs.start[customer]) / times
        return [
            np.log(self.period * times / (age + book)),
            np.log(self.ago(customer) + ONE_WEEK),
            np.log(np.maximum(bought, 0.5)),
        ]


def relative(share: Floats, products: Codes, own: Floats | None = None) -> Floats:
    """The logarithm of the share of each of `products` (`own` where given) over that of the usual product."""
    sold = share[share > 0]
    usual = float(np.median(sold)) if len(sold) else RARE
    return np.log(((share[products] if own is None else own) + RARE) / (usual + RARE))


def stand(book: Book, day: int, period: int) -> Standing:
    """The view of the book at the start of `day`."""
    past = book.days.take(book.days.day < day)
    pairs, visits = pairs_of(past, book.customers), visits_of(past, book.customers)
    recent = pairs_of(past.take(past.day >= day - LATELY), book.customers)
    active = int((np.diff(recent.start) > 0).sum())
    buyers, lately, again = (
        np.bincount(product, minlength=book.products)
        for product in (pairs.product, recent.product, pairs.product[pairs.when.times > 1])
    )
    popular = lately / max(active, 1)
    return Standing(
        book=book,
        day=day,
        period=period,
        pairs=pairs,
        pair_rhythm=rhythm(pairs.when, pairs.product, book.products),
        visits=visits,
        visit_rhythm=rhythm(visits, np.zeros(book.customers, dtype=np.int32), 1),
        popular=popular,
        bought=buyers / max(int((visits.times > 0).sum()), 1),
        again=again / np.maximum(buyers, 1),
        usual_spend=max(float(np.median(pairs.spend / pairs.when.times)), 1.0) if len(pairs.spend) else 1.0,
        active_lately=active,
        together=fit_together(pairs, book.products, day),
        ladders=fit_ladders(pairs, book.category, book.products),
        peers=peers_of(pairs, book),
        firsts=firsts_of(pairs, visits, book, popular),
    )
