"""Where the product cost of a line comes from."""

from collections.abc import Callable
from typing import Any

import pytest

PRODUCTS = [
    {"product_id": "p1", "source": "shop", "unit_cost": "5", "name": "Shop's", "category": "A"},
    {"product_id": "p1", "source": "main", "unit_cost": "4", "name": "Main's", "category": "B"},
    {"product_id": "p2", "source": "main", "name": "No cost here"},
    {"product_id": "p2", "source": "zeta", "unit_cost": "9"},
    {"product_id": "p2", "source": "erp", "unit_cost": "3"},
]


@pytest.mark.parametrize(
    ("columns", "settings", "cost", "basis"),
    [
        ({}, {}, 6000, "known"),
        ({"unit_cost": None}, {}, 4000, "known"),
        ({"unit_cost": None, "product_id": "p2"}, {}, 3000, "known"),
        ({"unit_cost": None, "product_id": "p9"}, {"assumed_margin": 0.25}, 7500, "assumed"),
        ({"unit_cost": None, "product_id": "p9", "quantity": -10}, {"assumed_margin": 0.25}, -7500, "assumed"),
        ({"unit_cost": None, "product_id": "p9"}, {}, 0, "unknown"),
        ({"unit_cost": "0"}, {"assumed_margin": 0.25}, 0, "known"),
    ],
    ids=["line", "own product", "any source", "assumed", "assumed return", "unknown", "zero is known"],
)
def test_cost(company: Any, order_line: Any, columns: Any, settings: Any, cost: int, basis: str) -> None:
    made = company(orders=[order_line(**columns)], products=PRODUCTS, settings=settings)
    (line,) = made.rows("SELECT product_cost, cost_basis FROM order_lines")
    assert line == {"product_cost": cost, "cost_basis": basis}
    assert made.reconciliation()["product_cost"]["difference"] == 0


def test_the_profit_says_what_rests_on_no_cost(company: Callable[..., Any], order_line: Callable[..., Any]) -> None:
    orders = [order_line(), order_line(order_id="o2", quantity=1, unit_cost=None)]
    assert company(orders=orders).profit()["unknown_cost_revenue"] == 1000
    assumed = company(orders=orders, settings={"assumed_margin": 0.3}).profit()
    assert (assumed["unknown_cost_revenue"], assumed["assumed_cost_revenue"], assumed["product_cost"]) == (
        0,
        1000,
        6700,
    )


def test_the_product_of_the_same_source_names_the_line(
    company: Callable[..., Any], order_line: Callable[..., Any]
) -> None:
    (line,) = company(orders=[order_line()], products=PRODUCTS).rows("SELECT product_name, category FROM order_lines")
    assert line == {"product_name": "Main's", "category": "B"}
