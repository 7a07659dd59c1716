"""When somebody buys again: own intervals shrunk to the product's, and what remains given the days since the last."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carteira.customize.products.rhythm import Occasions, Rhythm, chance_within, occasions, remaining_days, rhythm


def days(*groups: list[int]) -> Occasions:
    """The occasions of groups of days."""
    begin = np.cumsum([0, *(len(group) for group in groups[:-1])])
    return occasions(np.array([day for group in groups for day in group], dtype=np.int32), begin)


def test_the_worked_table() -> None:
    found = rhythm(days([0, 30, 60], [5], [40, 50]), np.array([0, 0, 1], dtype=np.int32), 2)

    assert found.interval == pytest.approx([27.0370, 25.5556, 18.5333], abs=1e-4)
    assert found.shape == 1.0
    ago = np.array([40.0, 10.0, 20.0])
    assert remaining_days(ago, found) == pytest.approx(found.interval)  # without memory at shape 1
    assert chance_within(30, ago, found) == pytest.approx([0.6703, 0.6908, 0.8018], abs=1e-4)


@pytest.mark.parametrize(
    ("elapsed", "remaining", "chance"),
    [(0, 30.0, 0.5665), (15, 18.1579, 0.8236), (30, 13.5211, 0.9022), (60, 10.5277, 0.9459)],
)
def test_a_regular_buyer_is_due(elapsed: float, remaining: float, chance: float) -> None:
    regular = Rhythm(np.array([30.0]), 4.0)

    assert remaining_days(np.array([elapsed]), regular) == pytest.approx([remaining], abs=1e-3)
    assert chance_within(30, np.array([elapsed]), regular) == pytest.approx([chance], abs=1e-3)


@settings(deadline=None)
@given(st.floats(1, 1000), st.floats(0.5, 50), st.floats(0, 5000), st.floats(1, 400), st.floats(1, 400))
def test_what_always_holds(interval: float, shape: float, elapsed: float, shorter: float, more: float) -> None:
    one, ago = Rhythm(np.array([interval]), shape), np.array([elapsed])
    near, far = chance_within(shorter, ago, one)[0], chance_within(shorter + more, ago, one)[0]

    assert 0 <= near <= far <= 1
    assert remaining_days(ago, one)[0] >= 0
    assert np.isfinite(remaining_days(ago, one)[0])


def test_regularity_is_found_in_what_customers_do() -> None:
    rng = np.random.default_rng(1)
    for shape in (1.0, 4.0):
        usual = rng.uniform(20, 200, 3000)
        gaps = rng.gamma(shape, 1 / shape, (3000, 6)) * usual[:, None]
        groups = np.rint(np.cumsum(gaps, axis=1)).astype(np.int32)
        when = occasions(groups.ravel(), np.arange(0, groups.size, 6))
        found = rhythm(when, np.zeros(3000, dtype=np.int32), 1)
        assert found.shape == pytest.approx(shape, rel=0.15)
        own = when.span / when.intervals
        assert np.mean((found.interval - usual) ** 2) < np.mean((own - usual) ** 2)


def test_who_never_bought_twice_has_the_usual_interval() -> None:
    assert rhythm(days([3], [9]), np.zeros(2, dtype=np.int32), 1).interval == pytest.approx([90.0, 90.0])
    assert len(rhythm(occasions(np.zeros(0, np.int32), np.zeros(0, np.int64)), np.zeros(0, np.int32), 0).interval) == 0
