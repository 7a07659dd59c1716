"""The mixture finds segments that are there, and states probabilities that are right."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from carteira.differentiate.segments.agreement import adjusted_rand_index
from carteira.differentiate.segments.mixture import Customers, Mixture, fit_mixture

TWO = Mixture(
    weight=np.array([0.5, 0.5]),
    shares=(np.array([[0.8, 0.2], [0.4, 0.6]]),),
    mean=np.array([[0.0], [2.0]]),
    deviation=np.array([[1.0], [1.0]]),
)


def drawn(count: int, seed: int = 1) -> tuple[Customers, np.ndarray]:
    """Customers of three segments with ten lines each, and the segment of each."""
    chance = np.random.default_rng(seed)
    shares = np.array([[0.7, 0.1, 0.1, 0.1], [0.1, 0.7, 0.1, 0.1], [0.1, 0.1, 0.4, 0.4]])
    truth = chance.integers(0, 3, count)
    lines = np.array([chance.multinomial(10, shares[segment]) for segment in truth], float)
    measure = chance.normal(np.array([0.0, 0.0, 1.5])[truth], 0.7)
    return Customers((lines,), measure[:, None]), truth


def test_probabilities_by_hand() -> None:
    """One line of the first category: 0.8 against 0.4. With a measure of 2 besides, exp(-2) against 1."""
    customers = Customers((np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 0.0]]),), np.array([[np.nan], [2.0], [np.nan]]))
    found = TWO.probabilities(customers)
    first = 0.8 * norm.pdf(2) / (0.8 * norm.pdf(2) + 0.4 * norm.pdf(0))
    assert found[:, 0] == pytest.approx([2 / 3, first, 0.5])
    assert found.sum(axis=1) == pytest.approx(1)


def test_segments_that_are_there_are_found() -> None:
    customers, truth = drawn(1500)
    mixture = fit_mixture(customers, 3, seed=1)
    probability = mixture.probabilities(customers)
    assert adjusted_rand_index(truth, probability.argmax(axis=1)) > 0.9
    assert sorted(mixture.weight) == pytest.approx([1 / 3] * 3, abs=0.03)
    assert mixture.mean.max() == pytest.approx(1.5, abs=0.1)


def test_stated_probabilities_are_met() -> None:
    customers, truth = drawn(6000, seed=2)
    chance = np.random.default_rng(3)
    few = Customers((chance.binomial(customers.counts[0].astype(int), 0.3).astype(float),), customers.measures)
    mixture = fit_mixture(few, 3, seed=1)
    probability = mixture.probabilities(few)
    segment = np.array([np.bincount(truth[probability.argmax(axis=1) == each]).argmax() for each in range(3)])
    right = segment[probability.argmax(axis=1)] == truth
    stated = probability.max(axis=1)
    for low, high in ((0.5, 0.8), (0.8, 1.01)):
        among = (stated >= low) & (stated < high)
        assert right[among].mean() == pytest.approx(stated[among].mean(), abs=0.06)


def test_the_same_customers_give_the_same_segments() -> None:
    customers, _ = drawn(300)
    one, other = (fit_mixture(customers, 3, seed=5) for _ in range(2))
    assert one.log_likelihood == other.log_likelihood
    assert np.array_equal(one.shares[0], other.shares[0])


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 4), st.integers(1, 30), st.integers(0, 10_000))
def test_whatever_comes_probabilities_are_probabilities(segments: int, count: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    lines = chance.integers(0, 3, (count, 2)) * chance.integers(0, 2, (count, 1))
    measures = np.where(chance.random((count, 1)) < 0.3, np.nan, chance.integers(0, 2, (count, 1)).astype(float))
    customers = Customers((lines.astype(float), np.zeros((count, 0))), measures)
    found = fit_mixture(customers, segments, seed=1, starts=1).probabilities(customers)
    assert found.shape == (count, segments)
    assert found.sum(axis=1) == pytest.approx(1)
    assert (found >= 0).all()
