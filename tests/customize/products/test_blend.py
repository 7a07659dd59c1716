"""The blend: what the evidence says, from stated weights on, calibrated and never ranking otherwise."""

import numpy as np
import pytest

from carteira.customize.products.blend import fit_blend, over_longer, stated


def sample(rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    features = rng.normal(size=(count, 2))
    truth = 1 / (1 + np.exp(2 - features @ [1.0, 0.5]))
    return features, truth, rng.random(count) < truth


def test_much_evidence_gives_the_true_weights_little_the_stated_ones() -> None:
    rng = np.random.default_rng(1)
    features, _, bought = sample(rng, 100_000)

    assert fit_blend(features, bought, (0.0, 0.0, 0.0), ()).weights == pytest.approx([-2, 1, 0.5], abs=0.05)
    few = fit_blend(features[:10], bought[:10], (-2.0, 3.0, 0.0), ())
    assert few.weights[1:] == pytest.approx([3, 0], abs=0.2)
    assert fit_blend(features[:0], bought[:0], (-2.0, 3.0, 0.0), ()).weights == pytest.approx([-2, 3, 0])


def test_a_reason_never_speaks_against_a_product() -> None:
    features, _, bought = sample(np.random.default_rng(2), 20_000)
    blend = fit_blend(-features, bought, (0.0, 0.0, 0.0), (0,))

    assert blend.weights[1] == 0
    assert blend.weights[2] < 0


def test_chances_are_right_even_where_the_truth_is_no_straight_line() -> None:
    rng = np.random.default_rng(3)
    feature = rng.uniform(-3, 3, 50_000)
    truth = np.where(feature > 0, 0.6, 0.02)
    blend = fit_blend(feature[:, None], rng.random(50_000) < truth, (0.0, 0.5), (0,))
    at = np.array([-2.5, -1.0, 1.0, 2.5])

    assert blend.chance(at[:, None]) == pytest.approx([0.02, 0.02, 0.6, 0.6], abs=0.05)
    every = blend.chance(np.linspace(-4, 4, 200)[:, None])
    assert (np.diff(every) > 0).all()


def test_a_chance_over_a_longer_period() -> None:
    assert over_longer(np.array([0.0, 0.5, 1.0]), 2) == pytest.approx([0, 0.75, 1])
    assert stated((0.0, 1.0)).chance(np.array([[0.0]])) == pytest.approx([0.5])
