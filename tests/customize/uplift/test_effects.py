"""Effects learned from a simulated campaign whose truth is known: two arms, confounded by known propensities."""

import pickle

import numpy as np
import pytest

from carteira.customize.uplift import Effects, fit_effects
from carteira.customize.uplift import effects as module
from carteira.customize.uplift.learners import LEARNERS
from tests.customize.campaigns import Simulated, simulate


@pytest.fixture(scope="module")
def made() -> Simulated:
    return simulate(6_000, 3, binary=True)


@pytest.fixture(scope="module")
def new() -> Simulated:
    return simulate(20_000, 4, binary=True)


@pytest.fixture(scope="module")
def effects(made: Simulated) -> Effects:
    return fit_effects(made.features, made.treatment, made.outcome, made.propensity)


def test_who_gains_is_known_and_so_is_who_is_harmed(effects: Effects, new: Simulated) -> None:
    predicted, truth = effects.predict(new.features)[:, 0], new.effects[:, 0]
    lowest = np.argsort(predicted)[:2_000]

    assert effects.heterogeneity[0].usable
    assert effects.heterogeneity[0].reason == "uplift_usable"
    assert np.corrcoef(predicted, truth)[0, 1] > 0.85
    assert predicted[lowest].mean() < 0
    assert predicted[lowest].mean() == pytest.approx(truth[lowest].mean(), abs=0.06)
    assert effects.heterogeneity[0].spread == pytest.approx(truth.std(), rel=0.25)


def test_the_policy_table_has_every_way_to_decide(effects: Effects, made: Simulated) -> None:
    table = effects.policy_values
    rows = {row["policy"]: row for row in table.to_pylist() if row["arm"] == 1}
    chosen = rows[effects.learner[0]]

    assert set(rows) == {*LEARNERS, "response", "treat_all", "treat_nobody"}
    assert table["chosen"].to_pylist().count(True) == 2
    assert rows["treat_nobody"]["value"] == rows["treat_all"]["gain"] == 0
    assert rows["treat_all"]["value"] == effects.average()[0].value
    assert chosen["gain_low"] > 0
    assert chosen["gain"] > rows["response"]["gain"]
    assert chosen["value"] > rows["treat_all"]["value"]
    best = np.maximum(made.effects[:, 0], 0).mean()
    assert 0.8 * best < chosen["value"] < 1.2 * best


def test_intervals_of_tenths_and_of_new_customers_hold_the_truth(
    effects: Effects, made: Simulated, new: Simulated
) -> None:
    tenth = effects.tenths(1)
    found = [row for row in effects.segments(tenth).to_pylist() if row["arm"] == 1]
    within = [row["low"] <= made.effects[tenth == row["segment"], 0].mean() <= row["high"] for row in found]
    low, high = effects.interval(new.features)
    ends = np.unique(low[:, 0])
    truth = np.array([new.effects[low[:, 0] == end, 0].mean() for end in ends])
    above = np.array([high[low[:, 0] == end, 0].max() for end in ends])

    assert [row["customers"] for row in found] == [600] * 10
    assert found[0]["effect"] > 0.2 > 0 > found[9]["effect"]
    assert sum(within) >= 7
    assert ((ends <= truth) & (truth <= above)).sum() >= 7


def test_a_wider_level_gives_wider_intervals(effects: Effects, new: Simulated) -> None:
    (narrow_low, narrow_high), (wide_low, wide_high) = (effects.interval(new.features[:50], one) for one in (0.5, 0.99))

    assert np.all((wide_low < narrow_low) & (narrow_low < narrow_high) & (narrow_high < wide_high))
    assert effects.average(0.5)[0].high < effects.average(0.99)[0].high
    assert effects.average(0.5)[0].value == effects.average(0.99)[0].value


def test_customers_are_scored_alike_in_any_company(
    effects: Effects, new: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = effects.predict(new.features[:1_000])
    monkeypatch.setattr(module, "CHUNK", 170)

    assert np.array_equal(effects.predict(new.features[:1_000]), whole)
    assert effects.predict(new.features[:0]).shape == (0, 2)


def test_effects_can_be_kept_and_come_again(effects: Effects, made: Simulated, new: Simulated) -> None:
    kept = pickle.loads(pickle.dumps(effects))
    few = slice(0, 1_200)
    once, again = (
        fit_effects(made.features[few], made.treatment[few], made.outcome[few], made.propensity[few]) for _ in range(2)
    )

    assert np.array_equal(kept.predict(new.features), effects.predict(new.features))
    assert np.array_equal(again.predict(new.features), once.predict(new.features))
    assert again.policy_values == once.policy_values


def test_the_response_model_ranks_by_outcome(effects: Effects, new: Simulated) -> None:
    assert np.corrcoef(effects.response(new.features), new.expected.mean(axis=1))[0, 1] > 0.85
