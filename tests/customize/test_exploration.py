"""Holdouts that stay, and exploration by chances that are known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from carteira.customize.exploration import assign, chance, holdout, thompson
from carteira.customize.policy_value import policy_value
from carteira.customize.uplift import Belief, belief, posterior
from carteira.errors import CarteiraError

IDS = np.arange(100_000)


def test_the_same_customers_are_held_out_whenever_asked_and_in_any_company() -> None:
    out = holdout(IDS, "win-back", 0.1)

    assert out.mean() == pytest.approx(0.1, abs=0.004)
    assert holdout(IDS[::-7], "win-back", 0.1).tolist() == out[::-7].tolist()
    assert holdout([17, 42], "win-back", 0.1).tolist() == [out[17], out[42]]
    assert np.flatnonzero(out)[:5].tolist() == [6, 17, 19, 33, 49]  # a change of the hash would move them


def test_a_larger_share_holds_out_the_same_and_more() -> None:
    assert not (holdout(IDS, "win-back", 0.1) & ~holdout(IDS, "win-back", 0.15)).any()
    assert holdout(IDS, "win-back", 1).all()
    assert not holdout(IDS, "win-back", 0).any()


def test_programmes_hold_out_independently_of_each_other_and_of_the_order_of_customers() -> None:
    one, other = chance(IDS, "win-back"), chance(IDS, "loyalty")

    assert abs(np.corrcoef(one, other)[0, 1]) < 0.015
    assert abs(np.corrcoef(one[1:], one[:-1])[0, 1]) < 0.015
    assert np.histogram(one, bins=20, range=(0, 1))[0] == pytest.approx(np.full(20, 5_000), abs=300)


@given(st.floats(-3, 3), st.floats(0.1, 3))
def test_against_nothing_the_chance_is_that_of_being_positive(mean: float, deviation: float) -> None:
    chances = thompson([[mean]], [[deviation]])

    assert chances[0] == pytest.approx([norm.cdf(-mean / deviation), norm.cdf(mean / deviation)], abs=0.01)


def test_two_good_actions_share_by_the_chance_of_being_the_better_one() -> None:
    chances = thompson([[101.0, 100.0]], [[2.0, 1.5]])

    assert chances[0] == pytest.approx([0, norm.cdf(1 / 2.5), norm.cdf(-1 / 2.5)], abs=0.005)


def test_the_worked_table() -> None:
    mean = [[1.0, 1.0], [1.0, 1.0], [-9.0, -9.0], [0.0, 0.0]]
    deviation = [[0.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.0, 0.0]]
    chances = thompson(mean, deviation)

    assert chances[0].tolist() == [0, 0.5, 0.5]
    assert chances[1] == pytest.approx([0, 0.5, 0.5])
    assert chances[2] == pytest.approx([1, 0, 0])
    assert chances[3] == pytest.approx([1 / 3] * 3)


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(0, 5), st.booleans()), min_size=1, max_size=5))
def test_chances_are_chances_and_only_of_what_may_be_done(actions: list[tuple[float, float, bool]]) -> None:
    mean, deviation, eligible = ([list(column)] for column in zip(*actions, strict=True))
    chances = thompson(mean, deviation, eligible, floor=0.02)
    may = np.array([True, *eligible[0]])

    assert chances.sum() == pytest.approx(1)
    assert np.all(chances[0, may] >= 0.02 - 1e-12)
    assert not chances[0, ~may].any()


def test_what_is_drawn_has_the_chances_that_are_logged() -> None:
    chances = np.tile([0.2, 0.5, 0.3], (len(IDS), 1))
    drawn = assign(IDS, "loyalty", "2026-03-01", chances, holdout_share=0.1)

    assert np.bincount(drawn.action) / len(IDS) == pytest.approx([0.28, 0.45, 0.27], abs=0.006)
    assert drawn.chances[0] == pytest.approx([0.28, 0.45, 0.27])
    assert np.array_equal(drawn.propensity, drawn.chances[IDS, drawn.action])
    assert not drawn.action[drawn.held_out].any()
    assert np.array_equal(drawn.held_out, holdout(IDS, "loyalty", 0.1))


def test_a_draw_comes_again_on_the_same_occasion_and_is_new_on_another() -> None:
    chances = np.full((1_000, 4), 0.25)
    first, again, other = (assign(IDS[:1_000], "loyalty", day, chances).action for day in ("a", "a", "b"))

    assert first.tolist() == again.tolist()
    assert np.mean(first == other) == pytest.approx(0.25, abs=0.06)


def test_knowledge_is_bought_where_it_is_cheap() -> None:
    """Arm 2 is the best but little is expected of it; arm 3 costs more than it can bring. A round is 200 customers."""
    truth, cost = np.array([1.0, 2.0, 1.0]), np.array([0.0, 0.0, 6.0])
    known = belief([1.0, 0.5, 1.0], [1.0, 1.5, 1.0])
    rng = np.random.default_rng(1)
    log: list[tuple[np.ndarray, ...]] = []
    for day in range(12):
        chances = thompson([known.mean - cost], [known.deviation], floor=0.01)
        drawn = assign(IDS[:200] + 1_000 * day, "loyalty", str(day), np.repeat(chances, 200, axis=0))
        outcome = np.append(0, truth)[drawn.action] + rng.normal(0, 3, 200)
        log.append((drawn.action, outcome, drawn.propensity))
        count = np.bincount(drawn.action, minlength=4)[1:]
        mean = np.bincount(drawn.action, outcome, minlength=4)[1:] / np.maximum(count, 1)
        known = posterior(known, Belief(mean, np.where(count > 0, 3 / np.sqrt(np.maximum(count, 1)), np.inf)))
    action, outcome, propensity = (np.concatenate(column) for column in zip(*log, strict=True))
    best = policy_value(np.full(len(action), 2), action, outcome, propensity, np.zeros((len(action), 4)))

    assert thompson([known.mean - cost], [known.deviation])[0, 2] > 0.95
    assert (action == 2).sum() > 1_500
    assert (action == 3).sum() < 60
    assert abs(best.dr.value - 2) < 3 * best.dr.error


@pytest.mark.parametrize(
    ("mean", "deviation", "floor", "code"),
    [
        ([[0.0]], [[np.inf]], 0.0, "exploration_belief_invalid"),
        ([[0.0]], [[-1.0]], 0.0, "exploration_belief_invalid"),
        ([[0.0]], [[1.0, 1.0]], 0.0, "exploration_shape"),
        ([0.0], [1.0], 0.0, "exploration_shape"),
        ([[0.0]], [[1.0]], 0.6, "exploration_floor_invalid"),
    ],
)
def test_refusals_of_beliefs(mean: list[list[float]], deviation: list[list[float]], floor: float, code: str) -> None:
    with pytest.raises(CarteiraError) as refusal:
        thompson(mean, deviation, floor=floor)
    assert refusal.value.code == code


def test_an_action_of_which_nothing_is_known_may_stand_aside() -> None:
    assert thompson([[0.0, 1.0]], [[np.inf, 0.0]], [[False, True]]).tolist() == [[0, 0, 1]]


def test_refusals_of_chances_and_shares() -> None:
    for chances, code in (([[0.5, 0.4]], "exploration_chances_invalid"), ([0.5, 0.5], "exploration_shape")):
        with pytest.raises(CarteiraError) as refusal:
            assign([1], "loyalty", "a", chances)
        assert refusal.value.code == code
    with pytest.raises(CarteiraError) as refusal:
        holdout([1], "loyalty", 1.5)
    assert refusal.value.code == "exploration_share_invalid"
