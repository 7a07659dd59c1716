"""The fit finds the truth where there is one to find, and says so where there is none."""

import numpy as np
import pytest

from carteira.differentiate.lifetime import fit_beta_geo, fit_nbd
from carteira.differentiate.lifetime.beta_geo import BetaGeoParameters
from tests.differentiate.lifetime.company import beta_geo_histories

TRUTH = BetaGeoParameters(0.6, 8.0, 0.9, 2.5)


@pytest.mark.parametrize("count", [20_000, 80_000])
def test_recovers_the_parameters_of_simulated_customers(count: int) -> None:
    model = fit_beta_geo(*beta_geo_histories(count, *TRUTH, seed=1))

    assert (model.converged, model.boundary) == (True, "")
    assert np.all(np.abs(np.array(model.parameters) - TRUTH) < 3 * np.array(model.standard_errors))
    assert np.all(np.array(model.standard_errors) < 0.2 * np.array(TRUTH))


def test_whole_days_are_counted_once_and_give_the_same_fit() -> None:
    frequency, recency, age = beta_geo_histories(2_000, *TRUTH, seed=2)
    recency, age = np.ceil(recency), np.ceil(age)
    once = fit_beta_geo(frequency, recency, age)
    thrice = fit_beta_geo(np.tile(frequency, 3), np.tile(recency, 3), np.tile(age, 3))

    assert thrice.parameters == pytest.approx(once.parameters, rel=1e-6)
    assert thrice.log_likelihood == pytest.approx(3 * once.log_likelihood, rel=1e-12)


def test_no_neighbour_is_more_likely() -> None:
    histories = beta_geo_histories(3_000, *TRUTH, seed=3)
    model = fit_beta_geo(*histories)
    for step in 0.02 * np.vstack([np.eye(4), -np.eye(4)]):
        beside = type(model)(BetaGeoParameters(*(model.parameters * np.exp(step))), 0.0, True, "", TRUTH)
        assert beside.log_densities(*histories).sum() < model.log_likelihood


def test_customers_who_never_leave_are_reported_and_nbd_takes_over() -> None:
    histories = beta_geo_histories(3_000, 0.6, 8.0, 1e-9, 1.0, seed=4)
    nbd = fit_nbd(*histories)

    assert fit_beta_geo(*histories).boundary == "dropout_not_identifiable"
    assert (nbd.converged, nbd.boundary) == (True, "")
    assert np.all(np.abs(np.array(nbd.parameters) - (0.6, 8.0)) < 3 * np.array(nbd.standard_errors))
    assert nbd.probability_alive([3], [2.0], [90.0]) == pytest.approx([1.0])
    assert nbd.expected_purchases(10, [3], [2.0], [90.0]) == pytest.approx(
        [10 * (nbd.parameters.r + 3) / (nbd.parameters.alpha + 90)]
    )


@pytest.mark.parametrize("rows", [([0], [0], [5]), ([0, 0], [0, 0], [0, 9])])
def test_nobody_came_back(rows: tuple[list[int], list[int], list[int]]) -> None:
    model = fit_beta_geo(*rows)

    assert model.boundary == "no_repeat_purchases"
    assert model.expected_purchases(100, *rows) == pytest.approx(np.zeros(len(rows[0])), abs=1e-9)


@pytest.mark.parametrize("seed", range(12))
def test_a_handful_of_customers_never_passes_for_a_good_fit_without_being_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, 12))
    age = rng.integers(2, 400, count)
    frequency = rng.integers(0, 5, count)
    recency = np.where(frequency > 0, rng.integers(1, age), 0)
    model = fit_beta_geo(frequency, recency, age)

    assert np.isfinite(model.expected_purchases(1000, frequency, recency, age)).all()
    assert model.boundary or not model.converged or np.isfinite(model.standard_errors).all()


def test_predicts_for_nobody() -> None:
    model = fit_beta_geo([1, 0, 2], [3, 0, 8], [9, 9, 9])

    assert len(model.expected_purchases(5, [], [], [])) == 0
    assert len(model.probability_alive([], [], [])) == 0
