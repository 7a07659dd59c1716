"""Terms for all: what they bring by hand, and what they may not do."""

import pytest

from carteira.customize.remedies import Effect, Terms, effect_of
from tests.customize.remedies.customers import SURE, inputs, orders
from tests.customize.remedies.test_worked_table import WORKED


def effect(**terms: float) -> Effect:
    return effect_of(inputs(*WORKED), orders(*WORKED), Terms(**terms), SURE)


def test_without_terms_nothing_changes() -> None:
    """Customers 1, 2, 3, 5, 6 and 7 lose 500, 100, 60, 130, 70 and 500."""
    found = effect()
    assert (found.losing, found.loss, found.customers, found.gain, found.at_zero) == (6, 1360, 0, 0, 0)


def test_visits_at_most() -> None:
    """Customer 1 is visited 6 times of 12 (6 x 100 saved), customer 5 with its 4 visits and 6 with 2 as before."""
    found = effect(visits=6)
    assert (found.customers, found.gain, found.at_zero) == (1, 600, 1)


def test_a_minimum_order() -> None:
    """Of customer 3 the three orders of 100 become 1.5 of 200: 1.5 x 40 saved."""
    found = effect(minimum_order=200)
    assert (found.customers, found.gain, found.at_zero) == (1, 60, 1)


def test_discounts_at_most() -> None:
    """Customer 2 keeps 25 % of discount, 100 of 2000 less: 1 / 14 of its purchases is lost; they bring nothing."""
    found = effect(discount=0.25)
    assert (found.customers, found.gain, found.at_zero) == (1, 100, 1)


def test_terms_act_one_upon_the_other() -> None:
    found = effect(visits=6, discount=0.25, minimum_order=200)
    assert [(part.term, part.gain) for part in found.parts] == [
        ("visits", 600), ("discount", 100), ("minimum_order", 60),
    ]  # fmt: skip
    assert found.gain == 760
    assert (found.customers, found.at_zero, found.worse) == (3, 3, 0)


def test_terms_that_cost_more_than_they_save_say_so() -> None:
    """All visits fall away for 100, and with them half of a contribution of 900."""
    customer = {"revenue": 2000, "gross_margin": 900, "visits": 100, "visit_count": 4, "campaigns": 1000}
    found = effect_of(inputs(customer), orders(customer), Terms(visits=0), {**SURE, "visits_lost": [0.5, 0.5, 0.5]})
    assert (found.gain, found.worse, found.revenue_lost) == (100 - 450, 1, 1000)


@pytest.mark.parametrize("terms", [{"delivery_below": 150.0}, {"price": 0.02}])
def test_the_range_holds_what_is_likely(terms: dict[str, float]) -> None:
    customer = {
        "revenue": 700,
        "gross_margin": 500,
        "campaigns": 900,
        "delivery": 300,
        "order_count": 4,
        "sizes": (100, 100, 200, 300),
    }
    found = effect_of(inputs(customer), orders(customer), Terms(**terms), {})
    assert found.gain_low < found.gain < found.gain_high
