"""The Qini coefficient, in the normalisation of scikit-uplift."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carteira.customize.uplift import qini, qini_curve

SCORE = [6, 5, 4, 3, 2, 1]
TREATED = [1, 0, 1, 0, 1, 0]
OUTCOME = [1, 0, 1, 1, 0, 1]


def test_the_worked_table() -> None:
    curve = qini_curve(OUTCOME, SCORE, TREATED)

    assert curve.reached.tolist() == [0, 1, 2, 3, 4, 5, 6]
    assert curve.gain.tolist() == [0, 1, 1, 2, 1, 0.5, 0]
    assert curve.area == 5.5
    assert qini(OUTCOME, SCORE, TREATED) == 5.5 / 8


@pytest.mark.parametrize(
    ("outcome", "score", "treated", "published"),
    [
        ([1, 1], [0.1, 0.3], [0, 1], 1.0),
        ([1, 1], [0.1, 0.3], [1, 0], 0.0),
        ([0, 1], [0.1, 0.3], [1, 0], 1.0),
        ([1, 0], [0.1, 0.3], [0, 1], 1.0),
        ([0, 1, 2], [0.1, 0.3, 0.9], [0, 1, 0], -0.5),
        ([0, 1, 2], [0.1, 0.3, 0.9], [1, 0, 1], 0.75),
    ],
)
def test_the_figures_that_scikit_uplift_is_tested_by(
    outcome: list[int], score: list[float], treated: list[int], published: float
) -> None:
    assert qini(outcome, score, treated) == pytest.approx(published)


@given(st.lists(st.integers(0, 3), min_size=6, max_size=6))
def test_only_the_order_counts(score: list[int]) -> None:
    assert qini(OUTCOME, np.exp(score), TREATED) == pytest.approx(qini(OUTCOME, score, TREATED))


def test_one_score_for_all_is_chance() -> None:
    assert qini(OUTCOME, np.zeros(6), TREATED) == 0
