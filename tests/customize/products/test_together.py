"""Products that go together: the published regression, and reasons that are true."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carteira.customize.products import together as module
from carteira.customize.products.candidates import candidates
from carteira.customize.products.cross_sell import settle
from carteira.customize.products.purchases import Days, Pairs, pairs_of
from carteira.customize.products.together import MEMORY_DAYS, RIDGE, best_together, evidence, fit_together

TODAY = 1000


def bought(rng: np.random.Generator, customers: int, products: int) -> Pairs:
    """Random purchases of two tastes."""
    taste = rng.integers(0, 2, customers)
    likely = np.where((np.arange(products) % 2)[None] == taste[:, None], 0.5, 0.1)
    customer, product = np.nonzero(rng.random((customers, products)) < likely)
    day = rng.integers(TODAY - 300, TODAY, len(customer))
    columns = (column.astype(np.int32) for column in (customer, product, day))
    return pairs_of(Days(*columns, np.ones(len(customer)), np.ones(len(customer))), customers)


def dense(pairs: Pairs, customers: int, products: int) -> np.ndarray:
    matrix = np.zeros((customers, products))
    matrix[pairs.customer, pairs.product] = np.exp(-(TODAY - pairs.when.last) / MEMORY_DAYS)
    return matrix


def test_the_weights_are_those_of_the_published_regression() -> None:
    pairs = bought(np.random.default_rng(1), 400, 30)
    matrix = dense(pairs, 400, 30)
    inverse = np.linalg.inv(matrix.T @ matrix + RIDGE * np.eye(30))
    weights = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0)
    fitted = fit_together(pairs, 30, TODAY)

    assert fitted.weights == pytest.approx(weights, abs=1e-6)
    row, product = best_together(fitted, np.arange(400), 5)
    scores = np.where(matrix > 0, -np.inf, matrix @ weights)
    assert (matrix[row, product] == 0).all()
    best = np.sort(scores, axis=1)[:, ::-1][:, :5]
    assert scores[row, product] == pytest.approx(best[best > 0], abs=1e-6)
    assert evidence(fitted, row, product).score == pytest.approx(scores[row, product], abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_without_the_product_that_is_the_reason_the_score_is_lower(seed: int) -> None:
    rng = np.random.default_rng(seed)
    pairs = bought(rng, 60, 12)
    fitted = fit_together(pairs, 12, TODAY)
    customer, product = np.divmod(np.arange(60 * 12), 12)
    product = product.astype(np.int32)
    found = evidence(fitted, customer, product)

    for reason in (found.because, found.also):
        rows = np.flatnonzero(reason >= 0)
        for row in rows[:: len(rows) // 20 + 1]:
            amount = fitted.amount.copy()
            amount[pairs.find(customer[row : row + 1], reason[row : row + 1])] = 0
            without = evidence(fitted._replace(amount=amount), customer[row : row + 1], product[row : row + 1])
            assert without.score[0] < found.score[row]
            others = fitted.weights[:, fitted.place[product[row]]]
            assert others[fitted.place[reason[row]]] > 0


def test_beyond_the_bound_the_best_sellers_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = bought(np.random.default_rng(2), 300, 20)
    buyers = np.bincount(pairs.product, minlength=20)
    monkeypatch.setattr(module, "MOST_PRODUCTS", 8)
    fitted = fit_together(pairs, 20, TODAY)

    assert fitted.weights.shape == (8, 8)
    assert buyers[fitted.kept].min() >= np.delete(buyers, fitted.kept).max()
    outside = np.flatnonzero(fitted.place < 0).astype(np.int32)
    nothing = evidence(fitted, np.zeros(len(outside), np.int64), outside)
    assert not nothing.score.any()
    assert (nothing.because == -1).all()


def test_popularity_is_the_reason_where_it_carries_the_chance() -> None:
    number = np.zeros(2, np.int64)
    rows = candidates(
        number,
        number.astype(np.int32),
        [np.array([1.0, 1.0]), np.array([0.5, 3.0])],
        np.zeros(2),
        np.ones(2),
        otherwise=np.full(2, 2, np.int8),
    )

    assert settle(rows, np.array([-3.0, 1.0, 1.0])).reason.tolist() == [0, 2]
    assert settle(rows, np.array([-3.0, 1.0, 0.0])).reason.tolist() == [0, 0]
    assert settle(rows, np.array([-3.0, 0.0, 0.0])).reason.tolist() == [2, 2]
