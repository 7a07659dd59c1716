"""The worked table of the algorithm page, whole and with each of its variations."""

import numpy as np
import pytest

from carteira.customize.allocation import allocate, reduced_values

VISIT, CALL = 0, 1
VALUE = np.array([[100.0, 40.0], [90.0, 60.0], [80.0, 10.0], [50.0, 45.0], [30.0, 0.0], [-20.0, -5.0]])
HOURS = [[2.0, 0.0], [0.0, 1.0]]
CAPACITY = [4.0, 2.0]


def test_the_scarce_hours_go_where_they_add_most() -> None:
    allocation = allocate(VALUE, HOURS, CAPACITY)

    assert allocation.choice.tolist() == [VISIT, CALL, VISIT, CALL, -1, -1]
    assert allocation.objective == 285
    assert allocation.bound == pytest.approx(285)
    assert allocation.gap == pytest.approx(0, abs=1e-12)
    assert allocation.used.tolist() == [4, 2]


def test_the_bound_is_the_lagrangian_at_the_shadow_prices() -> None:
    allocation = allocate(VALUE, HOURS, CAPACITY)

    best = reduced_values(VALUE, HOURS, allocation.shadow_prices).max(axis=1)
    assert np.maximum(best, 0).sum() + allocation.shadow_prices @ CAPACITY == pytest.approx(allocation.bound)


def test_everybody_gets_what_is_worth_most_after_the_hours_are_paid() -> None:
    reduced = reduced_values(VALUE, HOURS, [40.0, 45.0])

    assert reduced.tolist() == [[20, -5], [10, 15], [0, -35], [-30, 0], [-50, -45], [-100, -50]]


def test_a_minimum_forces_a_loss_and_says_what_it_costs() -> None:
    allocation = allocate(VALUE[4:], HOURS, CAPACITY, minimum=[2, 0])

    assert allocation.choice.tolist() == [VISIT, VISIT]
    assert allocation.objective == 10
    assert allocation.minimum_prices[VISIT] >= 20


def test_a_team_has_only_its_own_hours() -> None:
    teams = np.array([[0, 0], [0, 0], [0, 0], [1, 0], [1, 0], [1, 0]])
    allocation = allocate(VALUE, HOURS, [[2.0, 2.0], [2.0, 0.0]], pool=teams)

    assert allocation.choice.tolist() == [VISIT, CALL, -1, CALL, VISIT, -1]
    assert allocation.objective == 235
    assert allocation.used.tolist() == [[2, 2], [2, 0]]


def test_a_customer_far_away_uses_more() -> None:
    scale = np.ones((6, 2))
    scale[0] = 2
    allocation = allocate(VALUE, HOURS, CAPACITY, scale=scale)

    assert allocation.choice.tolist() == [-1, VISIT, VISIT, CALL, -1, -1]


def test_use_may_be_given_customer_by_customer() -> None:
    use = np.repeat(np.array(HOURS)[None], 6, axis=0)
    use[2, VISIT] = [3, 0]

    assert allocate(VALUE, use, CAPACITY).choice.tolist() == [VISIT, VISIT, CALL, CALL, -1, -1]


def test_who_is_not_eligible_gets_nothing_of_it() -> None:
    eligible = np.ones((6, 2), bool)
    eligible[1] = False

    assert allocate(VALUE, HOURS, CAPACITY, eligible=eligible).choice.tolist() == [VISIT, -1, VISIT, CALL, -1, -1]
