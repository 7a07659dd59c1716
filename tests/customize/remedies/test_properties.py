"""What no remedy may do, whoever the customer."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carteira.customize.remedies.assumptions import hopeful, likely
from carteira.customize.remedies.customer_remedy import LEAST_SHARE, REMEDIES
from carteira.customize.remedies.order_sizes import order_sizes
from carteira.customize.remedies.remedies import MinimumOrder, Share, remedies
from carteira.customize.remedies.year import SPENDING, floats, year_of
from tests.customize.remedies.customers import found, inputs, orders, way

MONEY = st.integers(0, 100_000)
CUSTOMER = st.fixed_dictionaries(
    {
        **dict.fromkeys(("delivery", "services", "visits", "calls", "campaigns", "per_order", "per_sale"), MONEY),
        "gross_margin": st.integers(-100_000, 100_000),
        "gross_sales": st.integers(1, 500_000),
        "discounts": MONEY,
        "usual_discount": st.floats(0, 0.3),
        "late": MONEY,
        "overdue": st.sampled_from([0, 5000]),
        "visit_count": st.integers(1, 60),
        "call_count": st.integers(1, 60),
        "order_count": st.integers(1, 12),
        "call_cost": st.integers(0, 2000),
        "sizes": st.lists(st.integers(1, 100_000), max_size=6),
    }
).map(lambda row: {**row, "discounts": min(row["discounts"], row["gross_sales"]),
                   "revenue": row["gross_sales"] - min(row["discounts"], row["gross_sales"])})  # fmt: skip
CUSTOMERS = st.lists(CUSTOMER, min_size=1, max_size=5)


def tools(customers: list[dict[str, Any]]) -> tuple[Any, ...]:
    table, assumed = inputs(*customers), likely({})
    columns = floats(table)
    return year_of(columns), remedies(columns, order_sizes(orders(*customers), table), assumed), assumed


@given(CUSTOMERS)
@settings(max_examples=25, deadline=None)
def test_zero_is_reached_exactly_at_the_break_even(customers: list[dict[str, Any]]) -> None:
    year, tried, assumed = tools(customers)
    need = np.maximum(-year.profit, 1.0)
    for remedy in tried:
        level = remedy.reaching(year, need, assumed)
        reached = np.isfinite(level)
        brought = remedy.after(year, np.nan_to_num(level), assumed).profit - year.profit
        assert brought[reached] == pytest.approx(need[reached], rel=1e-6, abs=0.01)


@given(CUSTOMERS)
@settings(max_examples=25, deadline=None)
def test_a_little_less_does_not_reach_it(customers: list[dict[str, Any]]) -> None:
    year, tried, assumed = tools(customers)
    need = np.maximum(-year.profit, 1.0)
    for remedy in tried:
        level = remedy.reaching(year, need, assumed)
        reached = np.isfinite(level)
        brought = remedy.after(year, np.nan_to_num(level) * 0.99, assumed).profit - year.profit
        assert (brought[reached] < need[reached]).all()


@given(CUSTOMERS)
@settings(max_examples=25, deadline=None)
def test_nothing_brings_more_than_the_cost_it_removes(customers: list[dict[str, Any]]) -> None:
    year, tried, _assumed = tools(customers)
    best_case = hopeful({})
    for remedy in tried:
        level = remedy.best(year, best_case)
        gain = remedy.after(year, level, best_case).profit - year.profit
        if isinstance(remedy, Share):
            cost = remedy.cut(year, best_case).total
        else:
            assert isinstance(remedy, MinimumOrder)
            cost = year["per_order"] + year["delivery"]
        assert (gain <= cost + 1e-6 * (1 + abs(cost))).all(), remedy.name


@given(CUSTOMERS)
@settings(max_examples=15, deadline=None)
def test_steps_together_bring_the_loss_and_never_count_twice(customers: list[dict[str, Any]]) -> None:
    """Whoever the way brings in order ends at zero, and never saves more of a cost than there is of it."""
    rows = found(*customers)
    for number, customer in enumerate(customers, 1):
        steps = dict(way(rows, number))
        mine = [row for row in rows if row["customer_id"] == number]
        loss = mine[0]["loss"] if mine else 0
        if loss and "exit" not in steps:
            over = sum(steps.values()) - loss
            assert over >= -len(steps)
            forced = steps.get("collection", 0)
            assert over <= max(forced, len(steps))
        spent = sum(customer[name] for name in SPENDING)
        saved = sum(steps.get(name, 0) for name in ("campaigns", "calls_to_web", "visits_to_calls", "stop_spending"))
        assert saved <= spent + len(steps)
        late = sum(steps.get(name, 0) for name in ("collection", "prepayment"))
        assert late <= max(customer["late"], 0) + len(steps)


@given(CUSTOMERS)
@settings(max_examples=15, deadline=None)
def test_every_loss_has_a_way_and_every_step_is_worth_taking(customers: list[dict[str, Any]]) -> None:
    rows = found(*customers)
    for number in {row["customer_id"] for row in rows if row["loss"]}:
        mine = [row for row in rows if row["customer_id"] == number and row["step"]]
        steps = sorted(mine, key=lambda row: row["step"])
        assert [row["step"] for row in steps] == list(range(1, len(steps) + 1))
        places = [REMEDIES.index(row["remedy"]) for row in steps]
        assert places == sorted(places)
        assert all(row["step_gain_low"] <= row["step_gain"] <= row["step_gain_high"] for row in steps)
        between = [row for row in steps[:-1] if row["remedy"] != "collection"]
        assert all(row["step_gain"] >= LEAST_SHARE * row["loss"] - 1 for row in between)
