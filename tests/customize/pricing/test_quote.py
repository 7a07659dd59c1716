"""What a quote is worth: the chance to win it, the margin, the best price."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carteira.customize.pricing.quote import Offer, best_price, margin, win_chance

OFFER = Offer(
    floor=600.0,
    usual_low=850.0,
    usual=900.0,
    usual_high=950.0,
    ceiling=1_000.0,
    unit_cost=500.0,
    tax_share=0.0,
    service_share=0.1,
    elasticity=(-3.0, -2.0, -1.0),
    win_rate=0.5,
)


def test_at_the_usual_price_the_chance_is_the_win_rate_and_falls_as_orders_do() -> None:
    chance = win_chance(OFFER, np.array([900.0, 909.0]))

    assert chance is not None
    assert chance[0] == pytest.approx([0.5, 0.5, 0.5])
    # log-odds -4 x log(1.01): 1 % dearer, about 2 % fewer won.
    assert chance[1, 1] == pytest.approx(1 / (1 + 1.01**4))
    assert chance[1, 1] / 0.5 == pytest.approx(0.98, abs=0.001)
    assert chance[1, 0] < chance[1, 1] < chance[1, 2]


def test_the_margin_is_after_tax_service_and_cost() -> None:
    left = margin(replace(OFFER, tax_share=0.2), np.array([1_000.0]))

    assert left == pytest.approx([1_000 * 0.8 * 0.9 - 500])
    assert margin(replace(OFFER, unit_cost=None), np.array([1_000.0])) is None


def test_the_best_price_has_the_greatest_expected_margin_of_the_usual_ones() -> None:
    best = best_price(replace(OFFER, usual_low=700.0, usual_high=1_000.0))
    prices = np.linspace(700, 1_000, 3_001)
    chance = 1 / (1 + (prices / 900) ** 4)

    assert best == pytest.approx(prices[np.argmax(chance * (prices * 0.9 - 500))], abs=2)


def test_customers_who_do_not_answer_are_asked_for_no_more_than_others_pay() -> None:
    assert best_price(replace(OFFER, elasticity=(-0.1, 0.0, 0.4))) == pytest.approx(950)


def test_what_is_not_known_is_not_said() -> None:
    for missing in ({"usual": None}, {"usual_low": None}, {"win_rate": None}, {"elasticity": None}):
        assert win_chance(replace(OFFER, **missing), np.array([900.0])) is None
        assert best_price(replace(OFFER, **missing)) is None
    assert best_price(replace(OFFER, floor=960.0)) is None
    assert best_price(replace(OFFER, unit_cost=None)) is None
    far = win_chance(OFFER, np.array([600.0, 1_300.0]))
    assert far is not None
    assert np.isnan(far).all()


@given(
    st.floats(0.02, 0.98),
    st.floats(-6, 1),
    st.lists(st.floats(700, 1_180), min_size=2, max_size=6),
)
def test_a_higher_price_never_wins_more(rate: float, elasticity: float, prices: list[float]) -> None:
    offer = replace(OFFER, win_rate=rate, elasticity=(elasticity - 1, elasticity, elasticity + 1))
    chance = win_chance(offer, np.array(sorted(prices)))

    assert chance is not None
    assert (np.diff(chance, axis=0) <= 1e-12).all()
    assert ((chance >= 0) & (chance <= 1)).all()
