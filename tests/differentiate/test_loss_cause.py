"""The main cause of a loss: what costs us most beyond the other customers' rate."""

from collections.abc import Callable
from typing import Any

import pytest

DAY = "2025-03-01"
COMMON = {"customer": "ana", "at": f"{DAY}T08:00:00"}
RATES = [{"activity": name, "unit": "order", "rate": rate} for name, rate in (("picking", "45"), ("delivery", "46"))]


@pytest.mark.parametrize(
    ("facts", "cause", "amount"),
    [
        ({"interactions": [{**COMMON, "channel": "visit", "cost": "70"}]}, "visits", 7000),
        (
            {"cases": [{"case_id": "k", "customer": "ana", "opened_at": f"{DAY}T08:00:00", "compensation": "70"}]},
            "cases",
            7000,
        ),
        ({"costs": [{"customer": "ana", "on": DAY, "activity": "delivery", "amount": "70"}]}, "delivery", 7000),
        ({"costs": [{"customer": "ana", "on": DAY, "activity": "storage", "amount": "70"}]}, "activities", 7000),
        (
            {"invoices": [{"invoice_id": "i", "customer": "ana", "due_on": "2025-01-01", "amount": "70"}]},
            "bad_debt",
            7000,
        ),
        (
            {"interactions": [{"customer": "beto", "at": f"{DAY}T08:00:00", "channel": "visit", "cost": "70"}]},
            None,
            None,
        ),
    ],
)
def test_one_cause(company: Any, order_line: Any, facts: Any, cause: str | None, amount: int | None) -> None:
    orders = [order_line(), order_line(order_id="o2", customer="beto")]
    profit = company(orders=orders, **facts).profit()
    assert (profit["loss_cause"], profit["loss_amount"]) == (cause, amount)


@pytest.mark.parametrize(
    ("columns", "cause", "amount"),
    [
        ({"discount": "50"}, "discounts", 5000),
        ({"unit_cost": "12"}, "below_cost", 2000),
    ],
)
def test_the_terms_of_sale(company: Any, order_line: Any, columns: Any, cause: str, amount: int) -> None:
    orders = [order_line(**columns), order_line(order_id="o2", customer="beto")]
    profit = company(orders=orders).profit()
    assert (profit["loss_cause"], profit["loss_amount"]) == (cause, amount)


def test_returns_cost_their_margin(company: Callable[..., Any], order_line: Callable[..., Any]) -> None:
    orders = [order_line(), order_line(quantity=-9), order_line(order_id="o2", customer="beto")]
    profit = company(orders=orders).profit()
    assert (profit["loss_cause"], profit["loss_amount"]) == ("returns", 3600)


def test_small_orders(company: Callable[..., Any], order_line: Callable[..., Any]) -> None:
    """The same rates for both, but Ana's orders are a tenth of Beto's."""
    orders = [order_line(quantity=1), order_line(order_id="o2", customer="beto")]
    profit = company(orders=orders, activity_rates=RATES[:1]).profit()
    assert (profit["loss_cause"], profit["loss_amount"]) == ("small_orders", 4500)
    assert company(orders=orders, activity_rates=RATES).profit()["loss_cause"] == "delivery"


def test_a_thin_margin_is_the_cause_where_nothing_else_is(
    company: Callable[..., Any], order_line: Callable[..., Any]
) -> None:
    visits = [{"customer": name, "at": f"{DAY}T08:00:00", "channel": "visit", "cost": "20"} for name in ("ana", "beto")]
    orders = [order_line(unit_cost="9.50"), order_line(order_id="o2", customer="beto")]
    profit = company(orders=orders, interactions=visits).profit()
    assert (profit["loss_cause"], profit["loss_amount"]) == ("low_margin", 1500)
