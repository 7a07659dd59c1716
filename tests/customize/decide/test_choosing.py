"""The choice for one customer: value less the price of what it uses, tried by known chances."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carteira.customize.allocation.reasons import reduced_values
from carteira.customize.decide.choosing import FLOOR, NOTHING
from carteira.customize.decide.decision import Candidate
from carteira.customize.decide.plan import Plan
from carteira.customize.exploration import thompson
from tests.customize.decide.made import action, options, random_options, resource

FREE = (0.0, 0.0)
SEEDS = st.integers(0, 10_000)


def chosen(plan: Plan, row: int = 0, draw: float = 0.0) -> tuple[Candidate, ...]:
    return plan.candidates(row, plan.prices, plan.closed_to(""), draw)


def test_the_worked_table() -> None:
    """The table of docs/algorithms/decide.md."""
    plan = Plan(
        options(
            [action("visit", (60.0, 0.0)), action("call", (10.0, 50.0)), action("letter", FREE), action("mail", FREE)],
            [[9000.0, 2500.0, 800.0, 950.0]],
            [resource("minutes", 120.0), resource("discount", 4.0)],
            scale=[[1.5, 1.0]],
            eligible=[[True, True, True, False]],
            minimum_prices=(0.0, 0.0, 30.0, 0.0),
        )
    )  # fmt: skip
    assert chosen(plan) == (
        Candidate(2, 830, 800, 0, -1, 1.0),
        Candidate(1, 500, 2500, 2000, 0, 0.0),
        Candidate(NOTHING, 0, 0, 0, -1, 0.0),
        Candidate(0, -1800, 9000, 10800, 0, 0.0),
    )


@given(seed=SEEDS)
@settings(max_examples=30, deadline=None)
def test_it_chooses_as_the_batch_does(seed: int) -> None:
    made = random_options(20, 8, seed)
    plan = Plan(made)
    batch = reduced_values(
        made.value, made.use, made.prices, np.array(made.minimum_prices), made.eligible, made.scale, made.pool
    )
    for row in range(20):
        found = max(chosen(plan, row), key=lambda each: each.score)
        best = max(0.0, float(batch[row].max()))
        assert found.score == pytest.approx(best, abs=0.51)
        assert found.action == (int(batch[row].argmax()) if best > 0 else NOTHING)


def distribution(plan: Plan, row: int = 0) -> dict[int, float]:
    return {each.action: each.chance for each in chosen(plan, row) if each.chance > 0}


def test_chances_are_those_of_the_batch() -> None:
    mean, deviation = [1000.0, 950.0, 700.0], [100.0, 150.0, 300.0]
    plan = Plan(options([action(code) for code in "abc"], [mean], deviation=[deviation]))
    batch = thompson([mean], [deviation])[0]
    found = distribution(plan)
    assert {*found} == {0, 1, 2}
    for k in range(3):
        assert found[k] == pytest.approx(FLOOR + (1 - 3 * FLOOR) * batch[k + 1], abs=0.01)


@given(seed=SEEDS)
@settings(max_examples=30, deadline=None)
def test_chances_add_up_and_are_never_tiny(seed: int) -> None:
    made = random_options(20, 8, seed)
    plan = Plan(made)
    for row in range(20):
        found = distribution(plan, row)
        assert sum(found.values()) == pytest.approx(1.0, abs=1e-12)
        assert min(found.values()) >= FLOOR
        assert all(made.eligible[row, k] for k in found if k != NOTHING)


def test_what_is_far_below_is_never_tried() -> None:
    plan = Plan(options([action("a"), action("b"), action("c")], [[1000.0, 800.0, 400.0]], deviation=[[100.0] * 3]))
    assert {*distribution(plan)} == {0, 1}


def test_without_doubt_the_best_is_certain() -> None:
    plan = Plan(options([action("a"), action("b")], [[1000.0, 999.0]]))
    assert distribution(plan) == {0: 1.0}


def test_an_unknown_deviation_is_not_tried() -> None:
    plan = Plan(options([action("a"), action("b")], [[1000.0, 500.0]], deviation=[[np.nan, np.inf]]))
    assert distribution(plan) == {0: 1.0}


def test_the_draw_falls_by_the_chances() -> None:
    plan = Plan(options([action("a"), action("b")], [[1000.0, 950.0]], deviation=[[100.0, 150.0]]))
    chances = distribution(plan)
    draws = (np.arange(10_000) + 0.5) / 10_000
    drawn = [chosen(plan, draw=draw)[0].action for draw in draws]
    for k, chance in chances.items():
        assert drawn.count(k) / 10_000 == pytest.approx(chance, abs=1e-4)


def test_the_chosen_comes_first_and_the_others_by_score() -> None:
    plan = Plan(
        options([action("a"), action("b"), action("c")], [[900.0, 950.0, 100.0]], deviation=[[99.0, 99.0, 1.0]])
    )
    assert [each.action for each in chosen(plan, draw=0.999)] == [0, 1, 2, NOTHING]
    assert [each.action for each in chosen(plan, draw=0.0)] == [1, 0, 2, NOTHING]


@pytest.mark.parametrize("values", [[-5.0, -3.0], [0.0, 0.0]])
def test_what_is_worth_nothing_is_not_done(values: list[float]) -> None:
    assert chosen(Plan(options([action("a"), action("b")], [values])))[0].action == NOTHING


def test_nobody_eligible() -> None:
    plan = Plan(options([action("a")], [[5.0]], eligible=[[False]]))
    assert chosen(plan) == (Candidate(NOTHING, 0, 0, 0, -1, 1.0),)


def test_more_actions_than_are_looked_at() -> None:
    plan = Plan(options([action(f"a{k}") for k in range(12)], [list(map(float, range(12)))]))
    assert [each.action for each in chosen(plan)] == [11, 10, 9, 8, 7, NOTHING]


def test_every_row_is_found() -> None:
    plan = Plan(random_options(50, 2))
    assert [plan.row(3 * number) for number in range(1, 51)] == list(range(50))
    assert [plan.row(number) for number in (0, 1, 152, 10**12)] == [-1] * 4


def test_a_company_without_customers() -> None:
    assert Plan(random_options(0, 2)).row(1) == -1
