"""The exam: the book as it stood a while ago must foretell what happened since. Its answers set the weights."""

from typing import NamedTuple

import numpy as np

from carteira.customize.products.basket_gap import BASKET_GAP
from carteira.customize.products.blend import BELIEF, Blend, fit_blend, stated
from carteira.customize.products.candidates import Candidates, Kind
from carteira.customize.products.cross_sell import CROSS_SELL
from carteira.customize.products.newcomers import FIRST_PURCHASE
from carteira.customize.products.purchases import Flags, Floats, Integers, Pairs, pairs_of
from carteira.customize.products.reading import Book
from carteira.customize.products.repurchase import REPURCHASE
from carteira.customize.products.standing import Standing, stand
from carteira.customize.products.up_sell import UP_SELL

KINDS: tuple[Kind, ...] = (REPURCHASE, UP_SELL, BASKET_GAP, CROSS_SELL, FIRST_PURCHASE)
"""In the order in which a product that fits several is given to one."""
SHARE_OF_HISTORY = 3
"""The exam takes at most a third of the history: what comes before it must tell something."""
SHORTEST_EXAM = 7
MOST_EXAMINED = 10_000
MODEST = 0.5
"""The part of further occasions that bring another purchase, with the weight of BELIEF occasions."""


class Learnt(NamedTuple):
    """By kind: the chance of a purchase within `period` days, and the part of further occasions that bring another."""

    period: int
    blends: dict[str, Blend]
    repeats: dict[str, float]


def learn(book: Book, day: int, horizon: int) -> Learnt:
    """The weights that would best have foretold the last `horizon` days before `day` (fewer in a young book)."""
    known = book.days.day[book.days.day < day]
    period = min(horizon, (day - int(known.min())) // SHARE_OF_HISTORY) if len(known) else 0
    if period < SHORTEST_EXAM:
        return Learnt(horizon, {kind.name: stated(kind.prior) for kind in KINDS}, {kind.name: MODEST for kind in KINDS})
    standing = stand(book, day - period, period)
    since = book.days.take((book.days.day >= day - period) & (book.days.day < day))
    answers = pairs_of(since, book.customers)
    blends, repeats = {}, {}
    for kind in KINDS:
        rows = kind.candidates(standing, _examined(standing, kind))
        right = _answers(standing, kind, rows, answers)
        blends[kind.name] = fit_blend(rows.features, right, kind.prior, kind.signals)
        repeats[kind.name] = _repeats(rows.take(right), answers, period)
    return Learnt(period, blends, repeats)


def further(rows: Candidates, days: int) -> Floats:
    """The occasions that are left within `days` after the first purchase of each row, if that comes within them.

    It is taken to come on the expected day, at the latest half way.
    """
    return (days - np.minimum(np.nan_to_num(rows.days, nan=days), days / 2)) / rows.interval


def _repeats(rows: Candidates, answers: Pairs, period: int) -> float:
    """The part of the further occasions on which it was bought again, over the rows that came true."""
    place = answers.find(rows.customer, rows.product)
    expected, seen = further(rows, period)[place >= 0], answers.when.times[place[place >= 0]] - 1
    return float((seen.sum() + BELIEF * MODEST) / (expected.sum() + BELIEF))


def _examined(standing: Standing, kind: Kind) -> Integers:
    """Evenly spaced customers who had bought; for first purchases, those known to have been entered before."""
    had_bought = standing.visits.times > 0
    wanted = had_bought if kind is not FIRST_PURCHASE else ~had_bought & (standing.book.created < standing.day)
    who = np.flatnonzero(wanted)
    return who[:: len(who) // MOST_EXAMINED + 1]


def _answers(standing: Standing, kind: Kind, rows: Candidates, later: Pairs) -> Flags:
    """Whether each row was bought later."""
    customer, product = later.customer.astype(np.int64), later.product
    category = standing.book.category
    if kind.of_category:
        width = len(standing.book.categories) + 1
        wanted = rows.customer * width + category[rows.product]
        return np.isin(wanted, customer * width + category[product])
    return np.isin(rows.customer * standing.book.products + rows.product, customer * standing.book.products + product)
