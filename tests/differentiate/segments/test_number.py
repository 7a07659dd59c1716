"""As many segments as two halves of the customers find alike."""

import numpy as np

from carteira.differentiate.segments.mixture import Customers
from carteira.differentiate.segments.number import LEAST_AGREEMENT, stable_number
from tests.differentiate.segments.test_mixture import drawn


def test_three_are_three() -> None:
    customers, _ = drawn(2000)
    number, agreements = stable_number(customers, seed=1)
    assert number == 3
    assert agreements[3] >= LEAST_AGREEMENT > agreements[5]


def test_where_all_are_alike_there_is_one() -> None:
    chance = np.random.default_rng(3)
    lines = chance.multinomial(8, [0.4, 0.3, 0.3], 1500).astype(float)
    number, agreements = stable_number(Customers((lines,), chance.normal(size=(1500, 1))), seed=1)
    assert number == 1
    assert max(agreements.values()) < LEAST_AGREEMENT


def test_the_number_of_the_last_run_stays_while_it_is_stable() -> None:
    customers, _ = drawn(2000)
    number, agreements = stable_number(customers, seed=1, before=3)
    assert (number, list(agreements)) == (3, [3])
    assert stable_number(customers, seed=1, before=7)[0] == 3


def test_a_handful_of_customers_is_one_segment() -> None:
    customers, _ = drawn(40)
    assert stable_number(customers, seed=1) == (1, {})
