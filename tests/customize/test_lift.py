"""The lift of an action: the worked table, what experiments and expectations say together, and what must hold."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carteira.customize.lift import expected_lift, learned_lift
from carteira.errors import CarteiraError

ADVICE, PRICE = 0, 1


def experiment(*cells: tuple[int, bool, int, float]) -> dict[str, np.ndarray]:
    """Participants: (group, treated, how many, purchases of each); a purchase was to be expected of everybody."""
    group = np.concatenate([np.full(count, g) for g, _, count, _ in cells])
    treated = np.concatenate([np.full(count, arm) for _, arm, count, _ in cells])
    bought = np.concatenate([np.full(count, float(each)) for *_, count, each in cells])
    return {"purchases": bought, "due": np.ones(len(bought)), "treated": treated, "group": group}


def test_the_worked_table() -> None:
    """Advice: 1.3 purchases of the treated against 1.0 of the held out; price: 0.95 against 1.0. With purchases that do
    not vary the experiment is certain, and what people expect weighs nothing."""
    cells = (ADVICE, True, 800, 1.3), (ADVICE, False, 400, 1.0), (PRICE, True, 800, 0.95), (PRICE, False, 400, 1.0)
    found = learned_lift(**experiment(*cells), expected=[0.0, 0.0, 0.0], deviation=0.2)
    assert found.mean[ADVICE] == pytest.approx(0.30, abs=0.005)
    assert found.mean[PRICE] == pytest.approx(-0.05, abs=0.005)
    assert found.deviation[ADVICE] < 0.01
    assert 0.0 < found.mean[2] < 0.25  # others lie between, uncertain
    assert found.deviation[2] > 0.05
    assert (found.treated, found.held_out) == (1600, 800)


def test_without_an_experiment_it_is_what_people_expect() -> None:
    found = expected_lift([0.2, -0.1, 0.0], 0.1)
    assert found.mean.tolist() == [0.2, -0.1, 0.0]
    assert found.deviation.tolist() == pytest.approx([0.1, 0.1, 0.1])
    assert found.covariance[0, 1] == pytest.approx(0.01)  # who errs about one group errs about all
    assert (found.treated, found.held_out) == (0, 0)


def test_what_was_to_be_expected_is_taken_out() -> None:
    """The treated bought twice as much, but that was to be expected of them."""
    cells = (ADVICE, True, 500, 2.0), (ADVICE, False, 500, 1.0)
    given_ = experiment(*cells)
    given_["due"] = np.where(given_["treated"], 2.0, 1.0)
    found = learned_lift(**given_, expected=[0.0, 0.0], deviation=0.2)
    assert found.mean[0] == pytest.approx(0.0, abs=0.01)


@settings(max_examples=40)
@given(st.integers(20, 400), st.floats(0.5, 2.0), st.integers(0, 10_000))
def test_it_lies_between_the_experiment_and_the_expectation(count: int, ratio: float, seed: int) -> None:
    chance = np.random.default_rng(seed)
    treated = np.arange(2 * count) < count
    bought = chance.poisson(np.where(treated, ratio, 1.0) * 2)
    rates = bought[treated].sum() / max(bought[~treated].sum(), 1)
    found = learned_lift(bought, np.full(2 * count, 2.0), treated, np.zeros(2 * count), [0.1, 0.1], 0.1)
    low, high = sorted((0.1, rates - 1))
    assert low - 0.05 <= found.mean[0] <= high + 0.05
    assert (np.linalg.eigvalsh(found.covariance) > -1e-9).all()


def test_groups_where_nobody_bought_follow_the_others() -> None:
    cells = (ADVICE, True, 300, 1.5), (ADVICE, False, 300, 1.0), (PRICE, True, 300, 0.0), (PRICE, False, 300, 0.0)
    found = learned_lift(**experiment(*cells), expected=[0.0, 0.0, 0.0], deviation=0.3)
    assert found.mean[PRICE] == pytest.approx(found.mean[2])
    assert found.mean[PRICE] > 0.1


def test_intervals_cover_the_truth() -> None:
    """Of 200 experiments whose groups truly differ as the prior says, 90 % intervals hold the truth in 85 to 95 %."""
    chance, covered, total = np.random.default_rng(5), 0, 0
    for _ in range(200):
        shift, spread = chance.normal(0, 0.2), abs(chance.normal(0, 0.1))
        truth = np.exp(shift + spread * chance.standard_normal(4))
        group = np.repeat(np.arange(4), 300)
        treated = chance.random(1200) < 0.6
        usual = chance.gamma(2.0, 1.0, 1200)
        bought = chance.poisson(usual * np.where(treated, truth[group], 1.0))
        found = learned_lift(bought, usual, treated, group, np.zeros(5), 0.2)
        reach = 1.645 * found.deviation[:4]
        covered += int((np.abs(found.mean[:4] - (truth - 1)) <= reach).sum())
        total += 4
    assert 0.85 <= covered / total <= 0.95, covered / total


@pytest.mark.parametrize(("expected", "deviation"), [([-1.0, 0.0], 0.1), ([0.1, 0.1], 0.0)])
def test_what_cannot_be_expected_is_refused(expected: list[float], deviation: float) -> None:
    with pytest.raises(CarteiraError) as refused:
        expected_lift(expected, deviation)
    assert refused.value.code == "lift_expectation_invalid"


def test_columns_of_other_lengths_are_refused() -> None:
    with pytest.raises(CarteiraError) as refused:
        learned_lift([1, 2], [1.0], [True, False], [0, 0], [0.0, 0.0], 0.1)
    assert refused.value.code == "lift_lengths_differ"
