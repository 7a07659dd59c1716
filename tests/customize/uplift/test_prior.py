"""What people expect and what data say, together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carteira.customize.uplift import Belief, belief, posterior
from carteira.customize.uplift.prior import believed, unknown
from carteira.errors import CarteiraError

NUMBERS, DEVIATIONS = st.floats(-1e6, 1e6), st.floats(1e-3, 1e6)


def test_the_worked_table() -> None:
    prior = belief([5.0, 5.0, 0.0, 2.0], [2.0, 2.0, np.inf, 3.0])
    data = Belief(np.array([3.0, 3.0, 1.0, 0.0]), np.array([1.0, 2.0, 0.5, np.inf]))
    both = posterior(prior, data)

    assert both.mean == pytest.approx([3.4, 4.0, 1.0, 2.0])
    assert both.deviation == pytest.approx([np.sqrt(0.8), np.sqrt(2), 0.5, 3.0])


def test_of_what_nobody_knows_anything_nothing_is_known() -> None:
    both = posterior(unknown(2), unknown(2))

    assert both.mean.tolist() == [0, 0]
    assert np.isinf(both.deviation).all()


@given(NUMBERS, DEVIATIONS, NUMBERS, DEVIATIONS)
def test_both_together_lie_between_and_are_surer_than_each(a: float, s: float, b: float, t: float) -> None:
    both = posterior(belief(a, s), belief(b, t))

    assert min(a, b) - 1e-6 * abs(a) - 1e-6 <= both.mean[0] <= max(a, b) + 1e-6 * abs(b) + 1e-6
    assert both.deviation[0] <= min(s, t)


def test_an_estimate_that_may_be_chance_is_believed_in_part_or_not_at_all() -> None:
    assert believed(4.0, 2.0) == 0.75
    assert believed(-4.0, 2.0) == 0.75
    assert believed(1.0, 2.0) == 0
    assert believed(0.0, 0.0) == 0
    assert believed(1.0, np.inf) == 0


@pytest.mark.parametrize(
    ("mean", "deviation", "code"),
    [
        ([1, 2], [1], "uplift_prior_lengths"),
        ([1], [0], "uplift_prior_invalid"),
        ([np.nan], [1], "uplift_prior_invalid"),
    ],
)
def test_refusals(mean: list[float], deviation: list[float], code: str) -> None:
    with pytest.raises(CarteiraError) as refusal:
        belief(mean, deviation)
    assert refusal.value.code == code
