"""The expected contribution per purchase and the yearly cost: own data, shrunk as far as they are unsure."""

import numpy as np
import pytest

from carteira.differentiate.lifetime.margin import service_cost, shrunken_margin


def book(count: int, within: float, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """True margins (mean 100, spread 60, some negative), and purchases, sum and sum of squares observed."""
    rng = np.random.default_rng(seed)
    truth = rng.normal(100, 60, count)
    purchases = rng.integers(1, 12, count)
    who = np.repeat(np.arange(count), purchases)
    paid = rng.normal(truth[who], within)
    return truth, purchases.astype(float), np.bincount(who, paid), np.bincount(who, paid**2)


@pytest.mark.parametrize(("within", "best"), [(30.0, 0.25), (60.0, 1.0), (120.0, 4.0)])
def test_the_weight_of_the_book_is_the_best_one(within: float, best: float) -> None:
    truth, *seen = book(20_000, within, 1)
    margin = shrunken_margin(*seen)

    assert margin.credibility == pytest.approx(best, rel=0.25)  # within variance over variance between customers
    assert margin.book == pytest.approx(truth.mean(), rel=0.03)
    own = seen[1] / seen[0]
    assert np.mean((margin.expected - truth) ** 2) < min(np.mean((own - truth) ** 2), truth.var())


def test_negative_margins_stay_negative() -> None:
    truth, *seen = book(5_000, 30, 2)
    margin = shrunken_margin(*seen)

    assert (truth < -30).sum() > 50
    assert (margin.expected[truth < -30] < 0).mean() > 0.9
    assert margin.expected.mean() == pytest.approx(truth.mean(), rel=0.03)


def test_the_uncertainty_is_that_of_the_error_or_a_little_more() -> None:
    truth, *seen = book(20_000, 60, 3)
    margin = shrunken_margin(*seen)
    error = (margin.expected - truth) ** 2

    assert error.mean() < margin.uncertainty.mean() < 1.5 * error.mean()
    assert margin.uncertainty[seen[0] == 11].mean() < margin.uncertainty[seen[0] == 1].mean()


def test_one_order_of_a_hundred_times_the_usual_does_not_move_the_weight_of_the_others() -> None:
    _, *seen = book(2_000, 60, 4)
    before = shrunken_margin(*seen)
    giant = int(np.argmax(seen[0]))
    seen[1][giant] += 1e4
    seen[2][giant] += 1e8
    after = shrunken_margin(*seen)

    assert after.credibility == pytest.approx(before.credibility, rel=0.2)


def test_books_that_cannot_tell() -> None:
    once = shrunken_margin(np.ones(3), np.array([10.0, 20.0, -6.0]), np.array([100.0, 400.0, 36.0]))
    nothing = shrunken_margin(np.ones(2), np.zeros(2), np.zeros(2))

    assert once.expected == pytest.approx([9.0, 14.0, 1.0])  # half own, half the mean of 8
    assert nothing.expected == pytest.approx([0, 0])
    assert len(shrunken_margin(*np.empty((3, 0))).expected) == 0


def test_the_unseen_part_of_the_year_costs_what_it_costs_the_living() -> None:
    cost = service_cost(np.array([100.0, 50.0, 30.0]), np.array([1.0, 0.5, 0.0]), np.array([1.0, 1.0, 0.5]))

    assert cost.book == pytest.approx(100.0)
    assert cost.expected == pytest.approx([100.0, 100.0, 130.0])
    assert service_cost(np.zeros(1), np.zeros(1), np.ones(1)).expected == pytest.approx([0.0])
