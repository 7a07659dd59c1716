"""Against a simulated company with known truth: totals, ranking and intervals, negative margins and costs included."""

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import spearmanr

from carteira.differentiate.lifetime import LifetimeResult, customer_lifetime
from tests.differentiate.lifetime.company import Company, company

RATE, YEARS = 0.12, 3.0


@pytest.fixture(scope="module")
def played() -> Company:
    return company(20_000, seed=1, horizon_years=YEARS, discount_rate=RATE)


@pytest.fixture(scope="module")
def result(played: Company) -> LifetimeResult:
    return customer_lifetime(played.history, played.history["customer_id"], discount_rate=RATE, horizon_years=YEARS)


def column(result: LifetimeResult, name: str) -> np.ndarray:
    return result.table[name].to_numpy().astype(float)


def test_the_total_is_the_true_one(played: Company, result: LifetimeResult) -> None:
    total = column(result, "lifetime_value").sum()

    assert set(result.table["model"].to_pylist()) == {"bg_nbd"}
    assert total == pytest.approx(played.truth.sum(), rel=0.05)
    assert total == pytest.approx(played.realised.sum(), rel=0.07)


def test_every_tenth_of_the_book_is_right(played: Company, result: LifetimeResult) -> None:
    """Calibration: sorted by predicted value, the prediction of each tenth is near its truth."""
    value = column(result, "lifetime_value")
    tenths = np.array_split(np.argsort(value), 10)
    error = [value[tenth].mean() - played.truth[tenth].mean() for tenth in tenths]

    assert np.abs(error).max() < 0.25 * played.truth.mean() + 0.05 * value[tenths[-1]].mean()


def test_the_ranking_is_good(played: Company, result: LifetimeResult) -> None:
    value = column(result, "lifetime_value")
    best = np.argsort(value)[-len(value) // 10 :]
    possible = np.sort(played.truth)[-len(value) // 10 :].sum()

    assert spearmanr(value, played.truth).statistic > 0.6
    assert played.truth[best].sum() > 0.8 * possible


def test_customers_who_cost_more_than_they_bring_are_negative(played: Company, result: LifetimeResult) -> None:
    value = column(result, "lifetime_value")
    low = value < np.quantile(value, 0.05)

    assert value[low].sum() < 0
    assert played.truth[low].sum() == pytest.approx(value[low].sum(), rel=0.3)


def test_intervals_hold_four_fifths_of_what_happens(played: Company, result: LifetimeResult) -> None:
    low, high = column(result, "lifetime_value_low"), column(result, "lifetime_value_high")
    value = column(result, "lifetime_value")
    sure = (column(result, "probability_alive") > 0.9) & (played.history["repeat_purchases"].to_numpy() > 1)
    cents = 1 + 0.01 * np.abs(low)
    inside = (low - cents <= played.realised) & (played.realised <= high + cents)

    assert np.all((low <= value) & (value <= high))
    assert 0.8 <= inside.mean() <= 0.92  # the chance of having left puts a mass on zero, inside most intervals
    assert 0.78 <= inside[sure].mean() <= 0.88


def test_customers_are_answered_for_in_the_order_asked(played: Company, result: LifetimeResult) -> None:
    asked = pa.array([7, 20_000, 3], pa.int64())
    some = customer_lifetime(played.history, asked, discount_rate=RATE, horizon_years=YEARS).table.to_pylist()
    every = result.table.to_pylist()

    assert some[0] == every[7]
    assert some[2] == every[3]
    assert some[1] == {**dict.fromkeys(every[0], 0), "customer_id": 20_000, "model": "none"}
