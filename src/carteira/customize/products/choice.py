"""Which of the candidates enter the plan, and in what order."""

from typing import NamedTuple

import numpy as np

from carteira.customize.products.blend import over_longer
from carteira.customize.products.candidates import Candidates, Kind
from carteira.customize.products.learning import KINDS, Learnt
from carteira.customize.products.purchases import Floats, Integers
from carteira.customize.products.repurchase import REPURCHASE
from carteira.customize.products.standing import Standing


class Chosen(NamedTuple):
    """Rows of one kind that enter the plan, with their chance and the days from now for which they are planned."""

    kind: Kind
    rows: Candidates
    chance: Floats
    days: Floats


def choose(standing: Standing, who: Integers, learnt: Learnt, horizon: int, of_each: int) -> list[Chosen]:
    """The likeliest `of_each` of every kind for each of `who`; a product once for each customer.

    A repurchase is planned for the day on which it is due; of the new products one for each purchase of anything, the
    likeliest for the next.
    """
    taken = np.zeros(0, np.int64)
    result = []
    for kind in KINDS:
        rows = kind.candidates(standing, who)
        blend = learnt.blends[kind.name]
        probable = over_longer(blend.chance(rows.features), horizon / standing.period)
        key = rows.customer * standing.book.products + rows.product
        free = np.flatnonzero(~np.isin(key, taken))
        order = free[np.lexsort((rows.product[free], -probable[free], rows.customer[free]))]
        best = order[_rank(rows.customer[order]) < of_each]
        taken = np.append(taken, key[best])
        rows = kind.main_reason(rows.take(best), blend.weights)
        result.append(Chosen(kind, rows, probable[best], rows.days))
    return _in_sequence(result)


def _in_sequence(chosen: list[Chosen]) -> list[Chosen]:
    """The same with one new product for each purchase."""
    new = [c for c in chosen if c.kind is not REPURCHASE]
    customer = np.concatenate([c.rows.customer for c in new])
    order = np.lexsort((-np.concatenate([c.chance for c in new]), customer))
    turn = np.empty(len(order), dtype=np.int64)
    turn[order] = _rank(customer[order])
    turns = iter(np.split(turn, np.cumsum([len(c.chance) for c in new])))
    return [c if c.kind is REPURCHASE else c._replace(days=c.days + next(turns) * c.rows.interval) for c in chosen]


def _rank(customer: Integers) -> Integers:
    """0, 1, 2 ... within each customer's run of rows."""
    begin = np.flatnonzero(np.diff(customer, prepend=-1))
    return np.arange(len(customer)) - np.repeat(begin, np.diff(np.append(begin, len(customer))))
