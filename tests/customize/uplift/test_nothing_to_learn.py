"""Where customers are not known to differ, everybody has the average effect, shrunk, and the reason is said."""

import numpy as np
import pytest

from carteira.customize.uplift import Effects, belief, fit_effects
from carteira.errors import CarteiraError
from carteira.messages.uplift import MESSAGES

COUNT = 1_500


def campaign(effect: float, seed: int, count: int = COUNT) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A randomised campaign with the same effect for all, on an outcome that depends on the features."""
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(count, 4))
    treatment = rng.integers(0, 2, count)
    return features, treatment, features[:, 0] + effect * treatment + rng.normal(size=count)


@pytest.fixture(scope="module")
def same_for_all() -> Effects:
    return fit_effects(*campaign(0.15, 1))


def test_everybody_has_the_shrunken_average(same_for_all: Effects) -> None:
    average = same_for_all.average()[0]
    predicted = same_for_all.predict(np.random.default_rng(2).normal(size=(100, 4)))
    low, high = same_for_all.interval(np.zeros((3, 4)))

    assert not same_for_all.heterogeneity[0].usable
    assert same_for_all.heterogeneity[0].reason in {"uplift_no_heterogeneity", "uplift_rank_by_response"}
    assert same_for_all.heterogeneity[0].reason in MESSAGES
    assert same_for_all.heterogeneity[0].spread == 0
    assert np.ptp(predicted) == 0
    assert predicted[0, 0] == pytest.approx(average.value * (1 - average.error**2 / average.value**2))
    assert low[:, 0] == pytest.approx([average.low] * 3, abs=1e-3)
    assert high[:, 0] == pytest.approx([average.high] * 3, abs=1e-3)
    assert average.low <= 0.15 <= average.high


def test_a_small_campaign_has_an_average_only() -> None:
    effects = fit_effects(*campaign(0.5, 3, 400))

    assert effects.learner == [""]
    assert effects.heterogeneity[0].reason == "uplift_too_few"
    assert effects.policy_values["policy"].to_pylist() == ["treat_all", "treat_nobody"]
    assert effects.average()[0].value == pytest.approx(0.5, abs=3 * effects.average()[0].error)
    assert len(set(effects.tenths(1))) == 1


def test_an_arm_without_an_experiment_has_what_people_expect_of_it() -> None:
    features, treatment, outcome = campaign(0.5, 4, 400)
    effects = fit_effects(features, treatment, outcome, prior=belief([0.3, 2.0, 0.0], [0.1, 0.5, np.inf]))
    average, both = effects.average(), effects.posterior
    low, high = effects.interval(features[:1])

    assert [one.reason for one in effects.heterogeneity] == ["uplift_too_few", *["uplift_no_experiment"] * 2]
    assert 0.3 < both.mean[0] < average[0].value
    assert both.deviation[0] < min(0.1, average[0].error)
    assert both.mean[1:].tolist() == [2.0, 0.0]
    assert effects.predict(features[:1]).tolist() == [[both.mean[0], 2.0, 0.0]]
    assert (low[0, 1], high[0, 1]) == pytest.approx((2 - 1.645 * 0.5, 2 + 1.645 * 0.5), abs=1e-3)
    assert np.isinf(low[0, 2])
    assert np.isinf(high[0, 2])


@pytest.mark.parametrize("outcome", [0.0, 1.0, 7.0])
def test_an_outcome_that_never_changes_has_no_effect(outcome: float) -> None:
    features, treatment, _ = campaign(0.0, 5, 800)
    effects = fit_effects(features, treatment, np.full(800, outcome))

    assert effects.predict(features).any() == 0
    assert effects.heterogeneity[0].reason == "uplift_no_heterogeneity"


def test_nobody_treated() -> None:
    features, treatment, outcome = campaign(0.0, 6, 200)
    effects = fit_effects(features, treatment * 0, outcome, prior=belief(1.0, 1.0))

    assert effects.heterogeneity[0].reason == "uplift_no_experiment"
    assert effects.predict(features[:2]).tolist() == [[1.0], [1.0]]
    with pytest.raises(CarteiraError) as refusal:
        fit_effects(features, treatment * 0, outcome)
    assert refusal.value.code == "uplift_no_arms"
