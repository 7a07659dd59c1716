"""The expected future agrees with living it many times over."""

from datetime import date

import numpy as np
import pytest

from carteira.demo.calendar import make_calendar
from carteira.demo.catalogue import make_employees, make_products
from carteira.demo.chunks import Setting, _customers
from carteira.demo.expectation import expect
from carteira.demo.future import CATEGORIES, DISCOUNT_RATE, HORIZON_MONTHS, foresee, true_categories
from carteira.demo.life import State, live_one_month
from carteira.demo.simulation import Company
from carteira.demo.world import read_world
from tests.demo.sources import truth_of

LIVES = 12


@pytest.fixture(scope="module")
def setting() -> Setting:
    world = read_world()
    calendar = make_calendar(world, date(2026, 11, 1))
    return Setting(world, 1, 3000, calendar, make_products(world, 1), make_employees(world, 1, 3000))


def test_lives_lived_bring_what_was_foreseen(setting: Setting) -> None:
    customers = _customers(setting, 0, 0)
    world, traits, months = setting.world, customers.traits, setting.calendar.numbers
    foreseen = foresee(world, traits, customers.life.state, setting.products, months)
    expected = expect(world, setting.products, traits)
    chance = np.random.default_rng(5)
    value, orders = np.zeros(len(traits)), np.zeros(len(traits))
    buys = ~traits.prospect
    for _ in range(LIVES):
        begun = customers.life.state
        state = State(begun.alive.copy(), begun.satisfaction.copy(), begun.effort.copy())
        phase = chance.random(len(traits))
        for ahead in range(HORIZON_MONTHS):
            rate = traits.rate / 12 * world.company.season[months[ahead % 12]]
            month = live_one_month(world, chance, traits, state, rate, np.zeros(len(traits), bool), phase)
            state.effort = 0.8 * state.effort + 0.2 * expected.revenue * month.orders
            margin = (
                month.orders * expected.margin - month.visits * expected.visit_cost - month.calls * expected.call_cost
            )
            value += margin / (1 + DISCOUNT_RATE) ** ((ahead + 0.5) / 12) / LIVES * buys
            orders += month.orders / LIVES * buys
    assert orders.sum() == pytest.approx(foreseen.orders.sum(), rel=0.04)
    assert value.sum() == pytest.approx(foreseen.value.sum(), rel=0.10)
    assert np.corrcoef(value, foreseen.value)[0, 1] > 0.9


def test_expected_orders_are_what_orders_brought(setting: Setting, company: Company) -> None:
    """Revenue and margin of a year, against the mean order of each customer at today's prices."""
    profit, future = truth_of(company, "profit").to_pandas(), truth_of(company, "future").to_pandas()
    customers = _customers(
        Setting(**{**vars(setting), "customers": 5000, "employees": make_employees(setting.world, 1, 5000)}), 0, 0
    )
    assert customers.traits.rate.tolist() == future["rate"].tolist()
    orders = sum(month.orders for month in customers.life.months[12:])
    assert (orders * customers.expected.revenue).sum() == pytest.approx(profit["revenue"].sum() / 100, rel=0.06)
    assert (orders * customers.expected.contribution).sum() == pytest.approx(
        profit["gross_margin"].sum() / 100, rel=0.15
    )


def test_potential_is_never_below_the_future_as_today(company: Company) -> None:
    future = truth_of(company, "future").to_pandas()
    assert (future["potential"] >= future["future_margin"]).all()
    responses = future[[f"response_{name}" for name in read_world().treatments]]
    best = future["future_margin"] + responses.max(axis=1).clip(lower=0)
    assert best[~future["prospect"]].tolist() == pytest.approx(
        future["potential"][~future["prospect"]].tolist(), abs=1e-6
    )
    assert (responses < 0).any(axis=0).all()
    again = future[[f"response_{campaign.kind}" for campaign in read_world().campaigns]]
    assert (again < 0).any(axis=0).all()
    assert (again > 0).any(axis=0).all()
    lost = future[~future["alive"] & ~future["prospect"]]
    assert (lost["future_margin"] == 0).all()
    assert set(future.loc[future["kind"] == "company", "relationship_type"]) == {
        "transactional", "solutions", "relational", "collaborative",
    }  # fmt: skip


def test_categories_by_hand() -> None:
    value = np.array([60.0, 30, 20, -5, 0, 5, 5, 5, 5, 5])
    potential = np.array([60.0, 90, 20, 50, 0, 9, 5, 5, 5, 5])
    names = [CATEGORIES[place] for place in true_categories(value, potential)]
    assert names == ["mvc", "mvc", "intermediate", "below_zero", "intermediate", "mgc", *["intermediate"] * 4]
