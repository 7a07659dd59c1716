"""What an order of the customers gains over chance, and how often chance looks as good."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carteira.customize.uplift.ranking import chance_of_best, gain_contributions, ranks

ONE_FOLD = np.zeros(4, dtype=np.int64)


def test_the_worked_order() -> None:
    effects = np.array([4.0, 2.0, 0.0, -2.0])
    rank = ranks(np.array([0.9, 0.5, 0.3, 0.1]), ONE_FOLD)

    assert rank.tolist() == [0.125, 0.375, 0.625, 0.875]
    assert gain_contributions(effects, rank).mean() == pytest.approx(0.625)
    assert effects @ (1 - rank) / 4 == pytest.approx(effects.mean() / 2 + 0.625)


def test_equal_scores_share_their_ranks_and_folds_are_ranked_apart() -> None:
    rank = ranks(np.array([3.0, 3.0, 100.0, 200.0]), np.array([0, 0, 1, 1]))

    assert rank.tolist() == [0.5, 0.5, 0.75, 0.25]


@given(st.lists(st.integers(-50, 50), min_size=3, max_size=30))
def test_one_score_for_all_gains_nothing_and_the_reverse_loses_as_much(effects: list[int]) -> None:
    pseudo, fold = np.array(effects, dtype=float), np.zeros(len(effects), dtype=np.int64)
    gain = gain_contributions(pseudo, ranks(pseudo, fold)).mean()

    assert gain_contributions(pseudo, ranks(pseudo * 0, fold)).mean() == pytest.approx(0)
    assert gain >= -1e-9
    assert gain_contributions(pseudo, ranks(-pseudo, fold)).mean() == pytest.approx(-gain, abs=1e-9)


def test_the_error_of_a_gain_is_its_spread() -> None:
    gains, errors = [], []
    for seed in range(300):
        rng = np.random.default_rng(seed)
        score = rng.normal(size=400)
        each = gain_contributions(2 * score + rng.normal(size=400), ranks(score, np.zeros(400, dtype=np.int64)))
        gains.append(each.mean())
        errors.append(each.std(ddof=1) / 20)

    assert np.mean(errors) == pytest.approx(np.std(gains), rel=0.1)


def test_the_best_of_five_worthless_orders_is_seldom_believed() -> None:
    found = []
    for seed in range(300):
        rng = np.random.default_rng(seed)
        pseudo, fold = rng.normal(size=300), np.zeros(300, dtype=np.int64)
        common = rng.normal(size=300)
        scores = [common + rng.normal(size=300) for _ in range(5)]
        each = np.column_stack([gain_contributions(pseudo, ranks(score, fold)) for score in scores])
        found.append(chance_of_best(each, seed))

    assert 0.02 <= np.mean(np.array(found) < 0.05) <= 0.08
    assert chance_of_best(np.zeros((10, 2)), 0) == 1
