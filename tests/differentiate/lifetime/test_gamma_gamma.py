"""The Gamma-Gamma model finds the truth of simulated spend and shrinks each customer's mean towards the book's."""

import numpy as np
import pytest

from carteira.differentiate.lifetime import fit_gamma_gamma

TRUTH = (3.0, 4.0, 50.0)


def spend(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    p, q, v = TRUTH
    rng = np.random.default_rng(seed)
    purchases = rng.integers(1, 8, count)
    return purchases, rng.gamma(p * purchases, 1 / rng.gamma(q, 1 / v, count)) / purchases


@pytest.mark.parametrize("count", [5_000, 70_000])
def test_recovers_the_parameters(count: int) -> None:
    model = fit_gamma_gamma(*spend(count, 1))

    assert (model.converged, model.boundary) == (True, "")
    assert np.all(np.abs(np.array(model.parameters) - TRUTH) < 3 * np.array(model.standard_errors))


def test_the_unit_of_money_only_scales_v() -> None:
    purchases, mean = spend(2_000, 2)
    small, large = fit_gamma_gamma(purchases, mean), fit_gamma_gamma(purchases, mean * 100)

    assert large.parameters == pytest.approx(small.parameters * np.array([1, 1, 100]), rel=1e-6)
    assert large.expected_value(purchases, mean * 100) == pytest.approx(100 * small.expected_value(purchases, mean))


def test_more_purchases_trust_the_own_mean_more() -> None:
    model = fit_gamma_gamma(*spend(2_000, 3))
    p, q, v = model.parameters
    none, few, many = model.expected_value([0, 1, 1000], [0, 90, 90])

    assert none == pytest.approx(p * v / (q - 1))
    assert none < few < many < 90
    assert many == pytest.approx(90, rel=0.01)


def test_values_that_never_vary_are_reported() -> None:
    assert fit_gamma_gamma([3, 4, 5] * 20, [10.0] * 60).boundary == "value_same_for_all"


def test_a_mean_that_does_not_exist_is_reported() -> None:
    rng = np.random.default_rng(4)
    model = fit_gamma_gamma(rng.integers(1, 5, 500), rng.pareto(0.4, 500) + 0.01)

    assert model.boundary == "value_mean_infinite"
    assert model.expected_value([0], [0]) == np.inf
