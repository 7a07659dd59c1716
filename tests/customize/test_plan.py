"""The plan of a small company: who gets what, at which price, why, and who may have it at all."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carteira.customize.plan_tables import actions_table, decisions, effects_table, resources_table
from carteira.customize.planning import cost_of_change, net_values, planned
from tests.customize.plans import AS_OF, NO_OUTCOMES, action, offer, resource

VISIT = action("visita", uses=(60,), cost=1000, expected_effects={"advice": 0.5, "": 0.2})
LETTER = action("carta", cost=100, expected_effects={"": 0.1})
HOURS = resource("horas", 60)


def rows_of(found: Any, options: Any) -> list[dict[str, Any]]:
    return [row for batch in decisions(found, options) for row in batch.to_pylist()]


def test_the_worked_table() -> None:
    """One visit is all that the hour allows.

    | customer | needs | margin ahead | visit | letter |
    |---|---|---|---|---|
    | 1 | advice | 10,000 | 0.5 x 10,000 - 1,000 = 4,000 | 900 |
    | 2 | ? | 20,000 | 0.2 x 20,000 - 1,000 = 3,000 | 1,900 |
    | 3 | ? | 500 | -900 | -50 |

    The visit goes to 1, who gains 3,100 by it over the letter, before 2, who gains 1,100: the price of the hour lies
    between them.
    """
    customers = [{"need": "advice", "expected_margin": 10_000}, {"expected_margin": 20_000}, {"expected_margin": 500}]
    found = offer(customers, [VISIT, LETTER], [HOURS])
    options, allocation = planned(found.options)
    first, second, third = rows_of(found, options)
    assert [first["action"], second["action"], third["action"]] == ["visita", "carta", None]
    assert [first["value"], second["value"]] == [4000, 1900]
    assert (first["reason"], second["reason"], third["reason"]) == ("need", "volume", "no_gain")
    assert (first["effect"], first["margin_ahead"]) == (0.5, 10_000)
    assert first["next_action"] == "carta"
    assert (second["wished"], second["wished_value"], second["wished_resource"]) == ("visita", 3000, "horas")
    price = options.prices[0, 0] * 60
    assert 1100 - 1e-6 <= price <= 3100 + 1e-6
    assert first["price"] == pytest.approx(price, abs=1)
    assert allocation.objective == pytest.approx(5900)


def test_the_interval_of_an_action_does_not_average_out() -> None:
    """A hundred customers share the error of the effect: 0.2 give or take 0.1 of all their margin. What is wrong about
    each, 0.7 of its 200, averages out: 0.7 x 200 x 10."""
    found = offer([{"expected_margin": 1000}] * 100, [action("carta", expected_effects={"": 0.2})])
    options, _ = planned(found.options)
    (row,) = actions_table(found, options).to_pylist()
    assert (row["customers"], row["value"]) == (100, 20_000)
    assert row["value_high"] - row["value"] == pytest.approx(1.645 * np.hypot(10_000, 1_400), abs=2)
    assert (row["treated"], row["held_out"]) == (0, 0)


def test_gains_are_counted_beside_purchases() -> None:
    """Half of what the way could gain stands in the table (attainable 0.5); the action gains four fifths of it all."""
    calls = action("telefone", gains={"visits": 0.8}, expected_effects={"": -0.1})
    found = offer([{"visits_gain": 1000, "expected_margin": 2000}], [calls])
    options, _ = planned(found.options)
    (row,) = rows_of(found, options)
    assert (row["action_gain"], row["value"]) == (1600, 1400)
    assert row["reason"] == "costs"


def test_who_may_have_it() -> None:
    """Conditions, consent and rest: each keeps one away. Who was held out of it lately did not have it."""
    mail = action("carta", channel="email", purpose="marketing", rest_days=30, expected_effects={"": 0.5})
    lately, long_ago = AS_OF - timedelta(days=10), AS_OF - timedelta(days=40)
    outcomes = pa.Table.from_pylist(
        [
            {"customer_id": 3, "programme": "carta", "started_on": lately, "arm": "treated"},
            {"customer_id": 4, "programme": "carta", "started_on": long_ago, "arm": "treated"},
            {"customer_id": 6, "programme": "carta", "started_on": lately, "arm": "control"},
        ],
        NO_OUTCOMES.schema,
    )
    granted = [
        {"customer_id": n, "purpose": "marketing", "channel": "email", "status": "granted"} for n in (1, 3, 4, 6)
    ]
    denied = [{"customer_id": 2, "purpose": "marketing", "channel": "email", "status": "withdrawn"}]
    found = offer(
        [{"expected_margin": 100}] * 6,
        [mail],
        outcomes=outcomes,
        consents=granted + denied,
        may={"carta": [1, 2, 3, 4, 6]},
    )
    assert found.options.eligible[:, 0].tolist() == [True, False, False, True, False, True]
    (*_, last, _controlled) = rows_of(found, planned(found.options)[0])
    assert last["reason"] == "not_open"


def test_the_control_group_stays_the_same() -> None:
    out = [
        ~offer([{"expected_margin": 100}] * 400, [action("carta", holdout=share)]).options.eligible[:, 0]
        for share in (0.1, 0.2)
    ]
    assert 20 <= out[0].sum() <= 60
    assert (out[1] >= out[0]).all()


def test_pools_use_their_own_capacity_only() -> None:
    customers = [{"branch": name, "expected_margin": 10_000} for name in ("Natal", "Natal", "Recife", "Recife")]
    hours = resource("horas", 60, pooled_by="branch", capacities={"Recife": 120})
    found = offer(customers, [VISIT], [hours])
    options, _ = planned(found.options)
    assert (options.choice >= 0).tolist() in ([True, False, True, True], [False, True, True, True])
    rows = {row["pool"]: row for row in resources_table(options).to_pylist()}
    assert (rows["Natal"]["capacity"], rows["Natal"]["used"], rows["Recife"]["used"]) == (60, 60, 120)


def test_longer_contacts_use_more() -> None:
    """Twice the usual minutes in each of many visits: nearly twice the use."""
    customers = [{"visit_minutes": 60.0 * 100, "visits_timed": 100}, {"visit_minutes": 30.0 * 100, "visits_timed": 100}]
    found = offer(customers, [VISIT], [resource("horas", 600, measured_by="visit")])
    assert found.options.scale[:, 0].tolist() == pytest.approx([60 / 45, 30 / 45], rel=0.02)


def test_a_change_costs_what_the_plan_would_have_brought() -> None:
    customers = [{"need": "advice", "expected_margin": 10_000}, {"expected_margin": 20_000}]
    options, _ = planned(offer(customers, [VISIT, LETTER], [HOURS]).options)
    net = net_values(options, slice(0, 2))
    assert cost_of_change(options, 0, 1) == pytest.approx(net[0, 0] - net[0, 1])
    assert cost_of_change(options, 0, -1) == pytest.approx(net[0, 0])
    assert cost_of_change(options, 1, 1) == 0
    closed, _ = planned(offer(customers, [VISIT, LETTER], [HOURS], may={"visita": [1]}).options)
    assert cost_of_change(closed, 1, 0) == np.inf


def test_what_people_froze_is_kept_and_uses_its_means_first() -> None:
    customers = [
        {"need": "advice", "expected_margin": 10_000},
        {"expected_margin": 20_000},
        {"expected_margin": 20_000},
    ]
    free = offer(customers, [VISIT, LETTER], [HOURS]).options
    options, allocation = planned(free, {2: "visita", 3: ""})
    assert options.choice.tolist() == [1, 0, -1]
    assert options.resources[0].used == (60,)
    assert allocation.objective == pytest.approx(900 + 3000)
    assert allocation.gap <= 1e-9
    rows = [
        row
        for batch in decisions(offer(customers, [VISIT, LETTER], [HOURS]), options, {2: "visita", 3: ""})
        for row in batch.to_pylist()
    ]
    assert [row["reason"] for row in rows] == ["volume", "decided", "decided"]


@pytest.mark.parametrize(("way", "reason"), [("wallet", "wallet"), ("winning", "winning"), ("late_payment", "costs")])
def test_gains_are_called_by_what_they_are(way: str, reason: str) -> None:
    found = offer([{f"{way}_gain": 1000}], [action("carta", gains={way: 0.5})])
    assert [row["reason"] for row in rows_of(found, planned(found.options)[0])] == [reason]


def test_what_is_not_open_any_more_is_not_kept() -> None:
    closed = offer([{"expected_margin": 20_000}], [VISIT, LETTER], [HOURS], may={"visita": []}).options
    assert planned(closed, {1: "visita", 99: "visita"})[0].choice.tolist() == [1]
    assert planned(closed, {1: "gone"})[0].choice.tolist() == [1]


def test_without_a_library_nobody_gets_anything() -> None:
    found = offer([{"expected_margin": 100}] * 3, [])
    options, allocation = planned(found.options)
    assert [row["reason"] for row in rows_of(found, options)] == ["not_open"] * 3
    assert (allocation.objective, actions_table(found, options).num_rows, resources_table(options).num_rows) == (
        0,
        0,
        0,
    )


def test_effects_are_told_by_need() -> None:
    found = offer([{"need": "advice"}, {"need": "price"}], [VISIT])
    rows = {row["need"]: row["effect"] for row in effects_table(found, ["visita"]).to_pylist()}
    assert rows == {"advice": 0.5, "price": 0.2, None: 0.2}


def test_the_effect_is_learned_where_there_was_an_experiment() -> None:
    """Everybody was to buy alike; of those who got the letter half as much again was bought."""
    day = date(2025, 6, 1)
    rows = [
        {
            "customer_id": n, "programme": "carta", "started_on": day, "arm": "treated" if n % 2 else "control",
            "bought_before": 12, "recency_days": 20, "age_days": 400,
            **{f"after_{days}": (6 if n % 2 else 4) * days // 30 for days in (30, 60, 90, 120, 150, 180)},
        }
        for n in range(1, 401)
    ]  # fmt: skip
    outcomes = pa.Table.from_pylist(rows, NO_OUTCOMES.schema)
    letter = action("carta", expected_effects={"": 0.0}, rest_days=30)
    found = offer([{"need": "price", "expected_margin": 100}] * 400, [letter], outcomes=outcomes)
    assert found.known[0].lift.mean[0] == pytest.approx(0.5, abs=0.02)
    assert (found.known[0].lift.treated, found.known[0].lift.held_out) == (200, 200)


amounts = st.integers(-5_000, 50_000)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(amounts, st.sampled_from([None, "advice", "price"])), min_size=1, max_size=40),
    st.integers(0, 600),
)
def test_no_capacity_is_exceeded_and_reasons_hold(customers: list[tuple[int, str | None]], minutes: int) -> None:
    given_ = [{"expected_margin": margin, "need": need} for margin, need in customers]
    found = offer(given_, [VISIT, LETTER], [resource("horas", minutes)])
    options, allocation = planned(found.options)
    assert options.resources[0].used[0] <= minutes + 1e-9
    assert allocation.objective <= allocation.bound + 1e-6
    for row in rows_of(found, options):
        if row["action"]:
            place = [one.code for one in options.actions].index(row["action"])
            assert row["value"] == round(float(options.value[row["customer_id"] - 1, place]))
            told = row["effect"] * row["margin_ahead"] + row["action_gain"] - options.actions[place].cost
            assert told == pytest.approx(row["value"], abs=2)
        else:
            assert row["value"] == 0
