"""Pooling of groups against published estimates, and what it does with what is not known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carteira.customize.pricing.pooling import LEAST_SPREAD, common_mean, pooled, spread

VACCINE = np.array(
    [-0.8893, -1.5854, -1.3481, -1.4416, -0.2175, -0.7861, -1.6209, 0.0120, -0.4694, -1.3713, -0.3394, 0.4459, -0.0173]
)
"""Log relative risks of thirteen trials of the BCG vaccine (Colditz and others 1994), and their variances."""
VARIANCES = np.array(
    [0.3256, 0.1946, 0.4154, 0.0200, 0.0512, 0.0069, 0.2230, 0.0040, 0.0564, 0.0730, 0.0124, 0.5325, 0.0714]
)


def test_the_published_spread_and_mean_of_the_vaccine_trials() -> None:
    errors = np.sqrt(VARIANCES)

    assert spread(VACCINE, errors) ** 2 == pytest.approx(0.3181, abs=5e-4)  # metafor 4, rma(method = "PM")
    mean, error = common_mean(VACCINE, errors)
    assert mean == pytest.approx(-0.715, abs=2e-3)
    assert error == pytest.approx(0.181, abs=2e-3)


def test_two_estimates_meet_by_what_is_known_of_each() -> None:
    # One group: own -2 with error 0.4; towards -1 with error 0: the prior's deviation is the least spread, 0.3.
    found = pooled(np.array([-2.0]), np.array([2.0]), np.array([-1.0]), np.array([0.0]))

    own = (1 / 4) / (1 / 4 + 1 / LEAST_SPREAD**2)
    assert found.weight == pytest.approx([own])
    assert found.value == pytest.approx([-1 - own])
    posterior = 1 / (1 / 4 + 1 / LEAST_SPREAD**2)
    unsure = 2 * (1 - own) ** 2 * 1**2  # moved by 1 - own of a distance of 1; one group says nothing of the spread
    assert found.error == pytest.approx([(posterior + unsure) ** 0.5])


def test_without_data_of_its_own_a_group_is_as_the_others_but_less_sure() -> None:
    found = pooled(np.zeros(1), np.array([np.inf]), np.array([-1.0]), np.array([0.4]))

    assert found.value == pytest.approx([-1])
    assert found.error == pytest.approx([0.5])
    assert found.weight == pytest.approx([0])


def test_where_nothing_is_known_nothing_is_said() -> None:
    mean, error = common_mean(np.zeros(2), np.full(2, np.inf))
    found = pooled(np.zeros(2), np.full(2, np.inf), np.full(2, mean), np.full(2, error))

    assert np.isnan(mean)
    assert np.isinf(error)
    assert np.isnan(found.value).all()
    assert np.isinf(found.error).all()


@given(
    st.lists(st.tuples(st.floats(-5, 5), st.floats(0.05, 3)), min_size=1, max_size=12),
    st.floats(-5, 5),
    st.floats(0, 2),
)
def test_the_pooled_value_lies_between_and_is_surer_the_less_it_was_moved(
    groups: list[tuple[float, float]], towards: float, towards_error: float
) -> None:
    value, error = (np.array(column) for column in zip(*groups, strict=True))
    found = pooled(value, error, np.full(len(value), towards), np.full(len(value), towards_error))

    assert (found.value >= np.minimum(value, towards) - 1e-9).all()
    assert (found.value <= np.maximum(value, towards) + 1e-9).all()
    still = np.abs(value - towards) < 1e-9
    assert (found.error[still] <= error[still] + 1e-9).all()
    assert ((found.weight >= 0) & (found.weight <= 1)).all()
