"""The waterfall of one customer, step by step: the worked tables of docs/algorithms/profit.md."""

from collections.abc import Callable
from typing import Any

STEPS = ("gross_sales", "discounts", "returns", "taxes", "revenue", "product_cost", "gross_margin")


def test_a_sale_and_its_return(company: Callable[..., Any], order_line: Callable[..., Any]) -> None:
    """10 pieces at 10.00 less 10.00, of which 5.00 tax; 2 pieces come back, with their part of the discount and tax."""
    orders = [
        order_line(discount="10.00", tax="5.00"),
        order_line(order_id="o2", quantity=-2, discount="-2.00", tax="-1.00"),
    ]
    profit = company(orders=orders).profit()
    assert {step: profit[step] for step in STEPS} == {
        "gross_sales": 10000, "discounts": 1000, "returns": 1800, "taxes": 400,
        "revenue": 6800, "product_cost": 4800, "gross_margin": 2000,
    }  # fmt: skip
    assert (profit["order_count"], profit["line_count"], profit["return_count"]) == (1, 2, 1)


def test_a_cancelled_line_counts_for_nothing(company: Callable[..., Any], order_line: Callable[..., Any]) -> None:
    profit = company(orders=[order_line(status="completed"), order_line(status="cancelled")]).profit()
    assert (profit["revenue"], profit["line_count"]) == (10000, 1)


def test_a_line_of_no_quantity_is_a_sale(company: Callable[..., Any], order_line: Callable[..., Any]) -> None:
    """A fee or a credit on the invoice: no pieces, a discount of -3.00 that adds to the price."""
    profit = company(orders=[order_line(quantity=0, discount="-3.00")]).profit()
    assert (profit["gross_sales"], profit["discounts"], profit["revenue"], profit["return_count"]) == (0, -300, 300, 0)


def test_every_customer_has_a_row(company: Callable[..., Any], order_line: Callable[..., Any]) -> None:
    rows = company(orders=[order_line()]).rows("SELECT customer_id, profit FROM customer_profit ORDER BY customer_id")
    assert rows == [
        {"customer_id": 1, "profit": 4000},
        {"customer_id": 2, "profit": 0},
        {"customer_id": 3, "profit": 0},
    ]


def test_currencies_without_and_with_three_digits(company: Callable[..., Any], order_line: Callable[..., Any]) -> None:
    lines = [order_line(quantity=1, unit_price="10.0005", unit_cost="4.5")]
    yen = company(orders=lines, settings={"minor_factor": 1}).profit()
    dinar = company(orders=lines, settings={"minor_factor": 1000}).profit()
    assert (yen["revenue"], yen["product_cost"]) == (10, 4)
    assert (dinar["revenue"], dinar["product_cost"]) == (10000, 4500)


def test_since_the_start_and_the_period_before(company: Callable[..., Any], order_line: Callable[..., Any]) -> None:
    orders = [
        order_line(order_id=day, ordered_at=f"{day}T12:00:00") for day in ("2023-12-31", "2024-06-01", "2025-06-01")
    ]
    visits = [
        {"customer": "ana", "at": f"{year}-06-02T09:00:00", "channel": "visit", "cost": "1.00"} for year in (2024, 2025)
    ]
    profit = company(orders=orders, interactions=visits).profit()
    assert (profit["revenue"], profit["previous_revenue"], profit["revenue_total"]) == (10000, 10000, 30000)
    assert (profit["profit"], profit["previous_profit"], profit["profit_total"]) == (3900, 3900, 11800)
