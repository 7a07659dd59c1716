"""What a purchase brings: the usual spend by the customer's size, the rhythm within the horizon, the margin."""

import numpy as np
import pytest

from carteira.customize.products import product_plan
from carteira.customize.products.purchases import pairs_of
from carteira.customize.products.reading import read
from carteira.customize.products.spending import BASES, spending_of
from tests.customize.products.books import AS_OF, tables


def test_the_worked_table() -> None:
    """One spends a third of what the other does on pens, so it is half the usual size, and the other a third above."""
    lines = [(1, "pen", ago, 1.0, 100) for ago in (10, 20, 30, 40)]
    lines += [(2, "pen", ago, 1.0, 300) for ago in (10, 20, 30, 40)]
    lines += [(2, "ink", ago, 2.0, 600) for ago in (10, 20)]
    book = read(*tables(lines))
    spending = spending_of(pairs_of(book.days, 2), book)

    assert spending.typical == pytest.approx([200, 600])
    assert spending.price == pytest.approx([200, 300])
    assert spending.size == pytest.approx([0.5, 4 / 3], rel=0.02)  # of purchases of 0.5; of 1.5 four times and 1 twice
    assert spending.own == pytest.approx([100, 300, 600], rel=0.3)


def test_the_margin_is_the_products_else_the_categorys_else_the_books() -> None:
    products = {
        "known": {"category": "office", "known_revenue": 1000, "known_cost": 400},
        "like it": {"category": "office"},
        "loss": {"category": "other", "known_revenue": 1000, "known_cost": 1500},
        "bare": {},
    }
    book = read(*tables([(1, name, 10, 1.0, 100) for name in products], products))
    spending = spending_of(pairs_of(book.days, 1), book)

    assert spending.margin_rate == pytest.approx([0.6, 0.6, -0.5, 0.05])
    assert [BASES[number] for number in spending.margin_basis] == ["product", "category", "product", "book"]


def test_margin_is_chance_by_spend_by_rate() -> None:
    products = {"pen": {"known_revenue": 100, "known_cost": 75}}
    rows = product_plan(*tables([(1, "pen", ago, 2.0, 5000) for ago in range(5, 300, 10)], products), as_of=AS_OF)
    row = rows.to_pylist()[0]

    assert row["expected_margin"] == pytest.approx(row["probability"] * row["expected_spend"] * 0.25, abs=1)
    assert row["expected_quantity"] == pytest.approx(row["expected_spend"] / 2500, rel=0.01)
    assert row["expected_spend"] > 2 * 5000  # every ten days, several times within the 90


def test_products_that_were_given_away_cost_nothing_to_plan() -> None:
    lines = [(c, "sample", 10 * c, 1.0, 0) for c in range(1, 6)]
    spends = product_plan(*tables(lines), as_of=AS_OF)

    assert np.asarray(spends["expected_spend"]).tolist() == [0] * spends.num_rows
    assert spends["expected_quantity"].null_count == spends.num_rows
