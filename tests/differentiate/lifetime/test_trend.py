"""A drift of margins over the whole book: measured within customers, believed by its error, and taken out."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carteira.differentiate.lifetime import customer_lifetime
from carteira.differentiate.lifetime.margin import on_own_scale
from carteira.differentiate.lifetime.trend import NO_TREND, Purchases, Trend, contribution_trend, restated
from carteira.differentiate.lifetime.value import PURCHASES
from tests.differentiate.lifetime.company import company
from tests.differentiate.lifetime.test_customer_lifetime import table_of_page

RATE, YEARS = 0.12, 3.0


def purchases(count: int, drift: float, seed: int) -> tuple[Purchases, np.ndarray, np.ndarray, np.ndarray]:
    """Customers of margin 0.25 with noise, drifting by a share of revenue per day; then each purchase: whose, days ago,
    contribution."""
    rng = np.random.default_rng(seed)
    bought = rng.integers(1, 9, count)
    who = np.repeat(np.arange(count), bought)
    ago = rng.integers(0, 1000, len(who)).astype(float)
    revenue = rng.lognormal(7, 1, count)
    paid = revenue[who] * (0.25 + 0.1 * rng.standard_normal(len(who)) - drift * ago)
    mean = np.bincount(who, ago) / bought
    apart = ago - mean[who]
    seen = Purchases(
        bought.astype(float), np.bincount(who, paid), np.bincount(who, paid**2), revenue * bought, mean,
        np.bincount(who, apart**2), np.bincount(who, apart * paid),
    )  # fmt: skip
    return seen, who, ago, paid


def test_worked_table() -> None:
    rows = [[float(cell) for cell in row] for row in table_of_page("buyer")]
    seen = Purchases(*np.array(rows).T[1:8])
    trend = contribution_trend(seen)

    assert [f"{number:.4g}" for number in trend] == ["-0.0001532", "4.011e-05", "0.9314"]
    assert np.rint(restated(seen, trend)[0]).tolist() == [row[8] for row in rows]


@given(drift=st.floats(-1e-3, 1e-3), seed=st.integers(0, 1000))
def test_it_is_the_least_squares_slope_with_a_level_for_each_customer(drift: float, seed: int) -> None:
    seen, who, ago, paid = purchases(12, drift, seed)
    revenue = seen.spend / seen.number
    design = np.column_stack([-ago * revenue[who], np.eye(12)[who]])
    weight = np.sqrt(on_own_scale(seen.number, seen.squares))[who, None]
    solution = np.linalg.lstsq(design * weight, paid * weight[:, 0], rcond=None)[0]

    assert contribution_trend(seen).slope == pytest.approx(solution[0], rel=1e-6, abs=1e-12)


@given(slope=st.floats(-1e-3, 1e-3), weight=st.floats(0, 1), seed=st.integers(0, 1000))
def test_restating_is_adding_the_drift_to_every_purchase(slope: float, weight: float, seed: int) -> None:
    seen, who, ago, paid = purchases(12, 0.0, seed)
    today = paid + weight * slope * (seen.spend / seen.number)[who] * ago
    total, squares = restated(seen, Trend(slope, 0.0, weight))

    assert total == pytest.approx(np.bincount(who, today))
    assert squares == pytest.approx(np.bincount(who, today**2))


def test_the_currency_does_not_matter() -> None:
    seen = purchases(50, 1e-4, 1)[0]
    pence = Purchases(
        seen.number, seen.contribution * 100, seen.squares * 1e4, seen.spend * 100, seen.days_ago,
        seen.days_ago_squares, seen.contribution_by_days_ago * 100,
    )  # fmt: skip

    assert contribution_trend(pence) == pytest.approx(contribution_trend(seen))


def test_the_error_is_that_of_the_slope() -> None:
    found = [contribution_trend(purchases(400, 0.0, seed)[0]) for seed in range(40)]
    off = np.array([trend.slope / trend.error for trend in found])

    assert abs(off.mean()) < 0.5
    assert 0.7 < off.std() < 1.3


@pytest.mark.parametrize("drift", [-1e-4, 1e-4])
def test_the_drift_is_found_with_its_sign_and_size(drift: float) -> None:
    trend = contribution_trend(purchases(20_000, drift, 1)[0])

    assert trend.slope == pytest.approx(drift, rel=0.1)
    assert trend.weight > 0.99


def test_a_slope_within_its_error_is_not_believed() -> None:
    found = [contribution_trend(purchases(100, 0.0, seed)[0]) for seed in range(40)]

    assert {trend.weight == 0 for trend in found if abs(trend.slope) <= trend.error} == {True}
    assert all(0 <= trend.weight < 1 for trend in found)


def test_books_without_anything_to_compare_have_no_trend() -> None:
    one = np.ones(3)
    once = Purchases(one, 5 * one, 25 * one, 9 * one, 30 * one, 0 * one, 0 * one)

    assert contribution_trend(once) == NO_TREND
    assert contribution_trend(Purchases(*np.empty((7, 0)))) == NO_TREND
    assert contribution_trend(Purchases(one, *np.zeros((6, 3)))) == NO_TREND
    assert restated(once, NO_TREND)[0] == pytest.approx(once.contribution)


def total_value(history: pa.Table) -> float:
    result = customer_lifetime(history, history["customer_id"], discount_rate=RATE, horizon_years=YEARS)
    return float(result.table["lifetime_value"].to_numpy().sum())


@pytest.mark.parametrize("drift", [-0.03, 0.0, 0.03])
def test_the_value_is_that_of_today_whichever_way_margins_went(drift: float) -> None:
    played = company(8_000, 2, YEARS, RATE, drift)
    steady = played.history.set_column(
        played.history.column_names.index(PURCHASES[-1]), PURCHASES[-1], pa.array(np.zeros(8_000))
    )
    said, naive = total_value(played.history), total_value(steady)

    assert said == pytest.approx(played.truth.sum(), rel=0.06)
    if drift:
        assert (naive - said) * drift < 0  # without the trend, falling margins are valued too high
        assert abs(naive / said - 1) > 0.1
    else:
        assert said == pytest.approx(naive, rel=0.02)
