"""Predictions keep nine digits against arithmetic with sixty, and behave as chances and counts do."""

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carteira.differentiate.lifetime import BetaGeoModel, BetaGeoParameters
from carteira.differentiate.lifetime.future import expected_future

PARAMETERS = [
    (0.243, 4.414, 0.793, 2.426),
    (1.0, 1.0, 1.0, 1.0),  # the printed formula divides by zero
    (0.25, 4.0, 0.3, 0.7),  # and so does its factor a + b + x - 1
    (0.1, 0.1, 1.2, 0.2),
    (5.0, 20.0, 0.01, 50.0),
    (200.0, 1000.0, 2.0, 3.0),
    (0.5, 5.0, 60.0, 100.0),
]
HISTORIES = [
    (0, 0.0, 0.0),
    (0, 0.0, 520.0),
    (1, 1e-6, 39.0),
    (2, 30.43, 38.86),
    (200, 38.0, 40.0),
    (1000, 1.0, 1e4),
    (1000, 519.0, 520.0),
]
HORIZONS = [1e-3, 39.0, 3000.0]


def model(parameters: tuple[float, float, float, float]) -> BetaGeoModel:
    return BetaGeoModel(BetaGeoParameters(*parameters), 0.0, True, "", BetaGeoParameters(0, 0, 0, 0))


def exact(
    parameters: tuple[float, float, float, float], history: tuple[int, float, float], horizon: float
) -> tuple[float, float]:
    """Equation 10 of Fader, Hardie & Lee (2005) as printed, a hair away from its poles, and P(alive)."""
    with mpmath.workdps(60):
        r, alpha, a, b = (mpmath.mpf(value) for value in parameters)
        x, t, age = (mpmath.mpf(value) for value in history)
        a, b = a + mpmath.mpf(10) ** -25, b + mpmath.mpf(10) ** -25
        z = horizon / (alpha + age + horizon)
        series = mpmath.hyp2f1(r + x, b + x, a + b + x - 1, z)
        top = (a + b + x - 1) / (a - 1) * (1 - ((alpha + age) / (alpha + age + horizon)) ** (r + x) * series)
        odds = a / (b + x - 1) * ((alpha + age) / (alpha + t)) ** (r + x) if x else mpmath.mpf(0)
        return float(top / (1 + odds)), float(1 / (1 + odds))


@pytest.mark.parametrize("parameters", PARAMETERS)
@pytest.mark.parametrize("history", HISTORIES)
def test_predictions_agree_with_high_precision(
    parameters: tuple[float, float, float, float], history: tuple[int, float, float]
) -> None:
    frequency, recency, age = ([value] for value in history)
    for horizon in HORIZONS:
        expected, alive = exact(parameters, history, horizon)
        assert model(parameters).expected_purchases(horizon, frequency, recency, age) == pytest.approx(
            [expected], rel=1e-9
        )
    assert model(parameters).probability_alive(frequency, recency, age) == pytest.approx([alive], rel=1e-9)


@pytest.mark.parametrize("parameters", PARAMETERS)
def test_chance_of_staying_agrees_with_high_precision(parameters: tuple[float, float, float, float]) -> None:
    r, alpha, a, b = parameters
    for x, age, horizon in [(0, 0.0, 39.0), (3, 10.0, 39.0), (100, 500.0, 3000.0), (7, 0.1, 3e5)]:
        got = expected_future(parameters, np.array([float(x)]), np.array([age]), horizon).still_alive
        w = mpmath.mpf(horizon) / (alpha + age + horizon)
        wanted = (1 - w) ** (r + x) * mpmath.hyp2f1(r + x, b + x, a + b + x, w)
        assert got == pytest.approx([float(wanted)], rel=1e-9)


def test_discounting_equals_fine_slices() -> None:
    parameters, rate, horizon = PARAMETERS[0], 0.002, 156.0
    frequency, age = np.array([3.0]), np.array([20.0])
    edges = np.linspace(0, horizon, 4001)
    slices = np.diff([expected_future(parameters, frequency, age, edge).purchases[0] for edge in edges])
    expected = (slices * np.exp(-rate * (edges[1:] + edges[:-1]) / 2)).sum()

    assert expected_future(parameters, frequency, age, horizon, rate).discounted_purchases == pytest.approx(
        [expected], rel=1e-7
    )


@settings(max_examples=60, deadline=None)
@given(
    st.tuples(st.floats(0.01, 20), st.floats(0.1, 100), st.floats(0.01, 20), st.floats(0.01, 20)),
    st.integers(0, 1000),
    st.floats(0.01, 1),
    st.floats(1, 5000),
    st.floats(0.1, 1000),
)
def test_predictions_are_chances_and_growing_counts(
    parameters: tuple[float, float, float, float], frequency: int, share: float, age: float, horizon: float
) -> None:
    history = ([frequency], [share * age if frequency else 0.0], [age])
    alive = model(parameters).probability_alive(*history)[0]
    sooner, later = (model(parameters).expected_purchases(ahead, *history)[0] for ahead in (horizon, 2 * horizon))

    assert 0 <= alive <= 1
    assert 0 <= sooner * (1 - 1e-9) <= later <= 2 * sooner * (1 + 1e-9)
    assert sooner <= alive * (parameters[0] + frequency) / (parameters[1] + age) * horizon * (1 + 1e-9)
