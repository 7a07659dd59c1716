"""From scores to effects: the line that the data support, and the tenths."""

import numpy as np
import pytest

from carteira.customize.uplift.calibration import FLAT, fit_line, fit_tenths


def test_a_score_twice_too_large_is_halved() -> None:
    rng = np.random.default_rng(1)
    effect = rng.normal(1, 1, 20_000)
    line = fit_line(effect + rng.normal(0, 5, 20_000), 2 * effect)

    assert line.slope == pytest.approx(0.5, abs=3 * line.error)
    assert line.centre == pytest.approx(2, abs=0.1)
    assert line.error == pytest.approx(5 / 2 / np.sqrt(20_000), rel=0.05)
    assert 0.4 < line.shrunk <= line.slope


def test_a_score_that_says_nothing_is_not_believed() -> None:
    rng = np.random.default_rng(2)
    shrunk = [fit_line(rng.normal(size=500), rng.normal(size=500)).shrunk for _ in range(200)]

    assert np.mean(np.array(shrunk) == 0) > 0.6
    assert fit_line(rng.normal(size=500), np.ones(500)) == FLAT


def test_tenths_hold_their_mean_and_equal_scores_stay_together() -> None:
    score = np.arange(1_000.0)
    tenths = fit_tenths(score + np.tile([-1.0, 1.0], 500), score, 0.9)

    assert np.bincount(tenths.of(score)).tolist() == [100] * 10
    assert np.all((tenths.low < np.arange(49.5, 1_000, 100)) & (np.arange(49.5, 1_000, 100) < tenths.high))
    assert len(fit_tenths(score, np.repeat([1.0, 2.0], 500), 0.9).low) == 2
