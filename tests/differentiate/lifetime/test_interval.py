"""The interval of a customer's value is that of the model: a Monte Carlo of the model itself agrees."""

import numpy as np
import pytest

from carteira.differentiate.lifetime.future import expected_future
from carteira.differentiate.lifetime.interval import Prospect, interval

HORIZON = 3.0


def outcomes(alive: float, r: float, alpha: float, a: float, b: float, margin: float, cost: float) -> np.ndarray:
    """Values over the horizon (no discount, exact margin) of 20,000 customers with the posterior given."""
    rng = np.random.default_rng(1)
    rate, leaving = rng.gamma(r, 1 / alpha, 20_000), rng.beta(a, b, 20_000)
    there = rng.random(20_000) < alive
    bought, now, active = np.zeros(20_000), np.zeros(20_000), there.copy()
    until = np.where(there, HORIZON, 0.0)
    while active.any():
        now = np.where(active, now + rng.exponential(1, 20_000) / rate, now)
        active &= now <= HORIZON
        bought += active
        leaves = active & (rng.random(20_000) < leaving)
        until = np.where(leaves, now, until)
        active &= ~leaves
    return bought * margin - until * cost


@pytest.mark.parametrize("alive", [1.0, 0.6, 0.05])
@pytest.mark.parametrize(
    ("shape", "rate"), [(0.6, 2.0), (5.0, 2.0), (400.0, 20.0), (4000.0, 5.0)], ids=["rare", "usual", "often", "daily"]
)
def test_agrees_with_the_model_played_out(alive: float, shape: float, rate: float) -> None:
    a, stays, margin, cost = 0.8, 2.5 + shape, 100.0, 5.0
    future = expected_future((shape, rate, a, stays), np.zeros(1), np.zeros(1), HORIZON)
    left = (future.discounted_time - HORIZON * future.still_alive) / (1 - future.still_alive)
    one = [np.array([value]) for value in (alive, shape, HORIZON / (rate + HORIZON), stays, 1.0)]
    prospect = Prospect(*one, left, *(np.array([value]) for value in (margin, 0.0, 0.0, cost, 0.0)))
    low, high = interval(prospect, a, HORIZON)
    played = outcomes(alive, shape, rate, a, stays, margin, cost)

    assert (played <= low[0] + 5).mean() >= 0.08
    assert (played < low[0] - 15).mean() <= 0.12
    assert (played >= high[0] - 5).mean() >= 0.08
    assert (played > high[0] + 15).mean() <= 0.12


def test_margin_uncertainty_widens_it() -> None:
    one = [np.ones(2), np.full(2, 20.0), np.full(2, 0.5), np.full(2, 40.0), np.ones(2), np.ones(2), np.full(2, 100.0)]
    prospect = Prospect(*one, np.array([0.0, 900.0]), np.zeros(2), np.zeros(2), np.zeros(2))
    low, high = interval(prospect, 0.8, HORIZON)

    assert high[1] - low[1] > 1.1 * (high[0] - low[0])
