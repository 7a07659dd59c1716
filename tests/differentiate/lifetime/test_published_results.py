"""The models reproduce the published figures of the CDNOW sample, from its raw transactions."""

import numpy as np
import pytest

from carteira.differentiate.lifetime import (
    BetaGeoModel,
    BetaGeoParameters,
    GammaGammaModel,
    GammaGammaParameters,
    fit_beta_geo,
    fit_gamma_gamma,
)
from tests.differentiate.lifetime.conftest import Cdnow

NONE = BetaGeoParameters(0, 0, 0, 0)


def fixed(r: float, alpha: float, a: float, b: float) -> BetaGeoModel:
    return BetaGeoModel(BetaGeoParameters(r, alpha, a, b), 0.0, True, "", NONE)


@pytest.fixture(scope="module")
def model(cdnow: Cdnow) -> BetaGeoModel:
    return fit_beta_geo(cdnow.frequency, cdnow.recency / 7, cdnow.age / 7)


def test_beta_geo_has_the_published_parameters_and_likelihood(model: BetaGeoModel) -> None:
    assert model.parameters == pytest.approx((0.24259451, 4.41360142, 0.79292189, 2.42590626), rel=1e-6)
    assert model.log_likelihood == pytest.approx(-9582.429207, abs=1e-6)
    assert model.converged
    assert model.boundary == ""


def test_the_unit_of_time_only_scales_alpha(cdnow: Cdnow, model: BetaGeoModel) -> None:
    in_days = fit_beta_geo(cdnow.frequency, cdnow.recency, cdnow.age)

    assert in_days.parameters == pytest.approx(model.parameters * np.array([1, 7, 1, 1]), rel=1e-7)


def test_the_likelihood_adds_up_over_customers(cdnow: Cdnow, model: BetaGeoModel) -> None:
    each = model.log_densities(cdnow.frequency, cdnow.recency / 7, cdnow.age / 7)

    assert each.sum() == pytest.approx(model.log_likelihood, abs=1e-8)


def test_conditional_expectation_and_chance_alive_of_the_published_customer(model: BetaGeoModel) -> None:
    assert model.expected_purchases(39, [2], [30.43], [38.86]) == pytest.approx([1.2259], abs=5e-5)
    assert model.probability_alive([2], [30.43], [38.86]) == pytest.approx([0.72661], abs=5e-6)


@pytest.mark.parametrize(
    ("weeks", "expected"), [(0.1429, 0.0078), (1, 0.0532), (3, 0.1506), (31.8571, 1.0405), (32, 1.0437), (78, 1.8576)]
)
def test_expected_purchases_of_a_new_customer(model: BetaGeoModel, weeks: float, expected: float) -> None:
    assert model.expected_purchases(weeks, [0], [0], [0]) == pytest.approx([expected], abs=5e-5, rel=2e-4)


def test_the_holdout_forecast_is_the_known_one(cdnow: Cdnow, model: BetaGeoModel) -> None:
    ahead = model.expected_purchases(39, cdnow.frequency, cdnow.recency / 7, cdnow.age / 7)

    assert cdnow.later.sum() == 1882
    assert ahead.sum() == pytest.approx(1653.4, abs=0.05)


@pytest.mark.parametrize(("history", "published"), [((200, 38, 40), 100.7957), ((0, 0, 40), -0.59947382)])
def test_likelihood_of_the_cases_that_overflow(history: tuple[float, float, float], published: float) -> None:
    log_density = fixed(0.25, 4, 0.8, 2.5).log_densities(*([value] for value in history))

    assert log_density == pytest.approx([published], abs=5e-5)


def test_gamma_gamma_has_the_published_parameters_and_likelihood(cdnow: Cdnow) -> None:
    model = fit_gamma_gamma(cdnow.repeats, cdnow.spend)

    assert len(cdnow.repeats) == 946
    assert model.parameters == pytest.approx((6.2496, 3.7442, 15.4435), abs=5e-5)
    assert model.log_likelihood == pytest.approx(-4055.917695, abs=1e-6)
    assert (model.converged, model.boundary) == (True, "")


def test_gamma_gamma_expects_the_published_spend(cdnow: Cdnow) -> None:
    spend = np.zeros(len(cdnow.frequency))
    spend[cdnow.frequency > 0] = cdnow.spend
    published = GammaGammaModel(GammaGammaParameters(6.25, 3.74, 15.44), 0.0, True, "", GammaGammaParameters(0, 0, 0))
    expected = published.expected_value(cdnow.frequency, spend)

    assert expected[:10] == pytest.approx(
        [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17], abs=0.05
    )


def test_online_retail_is_reported_as_without_visible_dropout(
    online_retail: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> None:
    assert len(online_retail[0]) > 3_000
    assert fit_beta_geo(*online_retail).boundary == "dropout_not_identifiable"
