"""Prices that follow the real use of resources."""

import math
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carteira.customize.decide.decision import Prices
from carteira.customize.decide.pacing import INTEGRAL, PROPORTIONAL, STEP, WEEK, paced, stepped, week_of
from carteira.customize.options import Options
from tests.customize.decide.made import action, options, resource

USED = ("minutes", "")


def company(price: float = 10.0, planned: float = 1000.0, capacity: float | None = None) -> Options:
    return options([action("call", (1.0,))], [[1.0]], [resource("minutes", price, capacity, planned)])


@pytest.mark.parametrize(
    ("passed", "used", "factor"),
    [
        (0.5, 500.0, 1.0),
        (0.5, 600.0, math.exp(PROPORTIONAL * 0.1 + INTEGRAL * 0.1 * 0.01)),
        (0.5, 400.0, math.exp(-PROPORTIONAL * 0.1 - INTEGRAL * 0.1 * 0.01)),
        (0.5, 990.0, 2.0),
        (0.9, 0.0, 0.5),
    ],
)
def test_the_worked_table(passed: float, used: float, factor: float) -> None:
    """The table of docs/algorithms/decide.md: a step of a hundredth of a week."""
    now = round(passed * WEEK)
    before = Prices(now - WEEK // 100, 0, {}, {})
    found = stepped(before, company(), {USED: used}, 0, now)
    assert found.factors["minutes/"] == pytest.approx(factor)
    assert paced(company(), found, {USED: used})[0, 0] == pytest.approx(10 * factor)


@given(st.lists(st.floats(0, 1e6), max_size=20))
def test_a_price_is_halved_or_doubled_at_most(uses: list[float]) -> None:
    prices = None
    for place, used in enumerate(uses):
        prices = stepped(prices, company(), {USED: used}, 0, (place + 1) * STEP)
        assert 0.5 - 1e-12 <= prices.factors["minutes/"] <= 2 + 1e-12
        assert abs(INTEGRAL * prices.sums["minutes/"]) <= math.log(2) + 1e-12


def test_a_new_week_forgets_the_old_one() -> None:
    before = Prices(WEEK - 1, 0, {"minutes/": 2.0}, {"minutes/": 0.03})
    found = stepped(before, company(), {}, WEEK, WEEK)
    assert found == Prices(WEEK, WEEK, {"minutes/": 1.0}, {"minutes/": 0.0})


def test_what_the_plan_does_not_use_keeps_its_price() -> None:
    assert stepped(None, company(planned=0.0), {USED: 5.0}, 0, STEP).factors == {}


def test_a_capacity_that_is_used_up_has_no_price() -> None:
    assert paced(company(capacity=100.0), None, {USED: 99.9})[0, 0] == 10.0
    assert np.isinf(paced(company(capacity=100.0), None, {USED: 100.0})[0, 0])


@pytest.mark.parametrize("demand", [0.6, 1.0, 1.5])
def test_use_stays_on_the_plan(demand: float) -> None:
    """Customers come more or less often than the plan supposed, each with another value: without the controller use is
    wrong by the same factor; with it, by a tenth of the error at most."""
    chance = np.random.default_rng(1)
    plan, steps = company(), 7 * 24 * 6
    per_step = demand * 1000.0 / steps / 0.5
    used, prices = 0.0, None
    for step in range(steps):
        prices = stepped(prices, plan, {USED: used}, 0, (step + 1) * WEEK // steps)
        price = paced(plan, prices, {USED: used})[0, 0]
        values = 10.0 * np.exp(chance.normal(0, 0.3, chance.poisson(per_step)))
        used += float((values > price).sum())
    assert used == pytest.approx(1000.0, rel=max(0.1 * abs(demand - 1), 0.03))


def test_the_week_begins_on_monday_in_the_zone() -> None:
    zone = ZoneInfo("America/Sao_Paulo")
    sunday_night = datetime(2026, 11, 30, 2, 59, tzinfo=UTC)
    assert (
        week_of(round(sunday_night.timestamp() * 1000), zone)
        == 1000 * datetime(2026, 11, 23, 3, tzinfo=UTC).timestamp()
    )
    monday = datetime(2026, 11, 30, 3, tzinfo=UTC)
    assert week_of(round(monday.timestamp() * 1000), zone) == 1000 * monday.timestamp()
