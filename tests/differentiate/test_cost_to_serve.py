"""Each cost is charged once: its own amount, or else the rate in force that day."""

from collections.abc import Callable
from typing import Any

import pytest

RATES = [
    {"activity": "visit", "unit": "minute", "rate": "1.50"},
    {"activity": "visit", "unit": "event", "rate": "20"},
    {"activity": "visit", "unit": "event", "rate": "30", "from": "2025-07-01"},
    {"activity": "call", "unit": "minute", "rate": "0.333333"},
    {"activity": "delivery", "unit": "event", "rate": "7"},
]


def visit(**columns: Any) -> dict[str, Any]:
    return {"customer": "ana", "at": "2025-05-05T09:00:00", "channel": "visit", "minutes": 30, **columns}


@pytest.mark.parametrize(
    ("contact", "step", "amount"),
    [
        (visit(), "visits", 6500),
        (visit(at="2025-07-01T00:00:00"), "visits", 7500),
        (visit(at="2025-06-30T23:59:00"), "visits", 6500),
        (visit(cost="12.00"), "visits", 1200),
        (visit(cost="0"), "visits", 0),
        (visit(minutes=None), "visits", 2000),
        (visit(channel="call", minutes="7.5"), "calls", 250),
        (visit(channel="letter"), "messages", 0),
    ],
)
def test_contacts(company: Callable[..., Any], contact: Any, step: str, amount: int) -> None:
    profit = company(interactions=[contact], activity_rates=RATES).profit()
    assert (profit[step], profit["cost_to_serve"], profit["profit"]) == (amount, amount, -amount)


def test_contacts_are_counted_even_where_nothing_prices_them(company: Callable[..., Any]) -> None:
    contacts = [
        visit(),
        visit(channel="call", minutes=12),
        visit(channel="email", minutes=None),
        visit(customer="beto"),
    ]
    profit = company(interactions=contacts).profit()
    counts = (profit["visit_count"], profit["call_count"], profit["message_count"], profit["minutes"])
    assert (counts, profit["cost_to_serve"]) == ((1, 1, 1, 42.0), 0)


def test_costs_cases_and_treatments(company: Callable[..., Any]) -> None:
    costs = [
        {"customer": "ana", "on": "2025-03-01", "activity": "delivery", "amount": "5.00"},
        {"customer": "ana", "on": "2025-03-01", "activity": "delivery"},
        {"customer": "ana", "on": "2025-03-01", "activity": "unpriced"},
    ]
    cases = [{"case_id": "k", "customer": "ana", "opened_at": "2025-03-01T08:00:00", "compensation": "9.99"}]
    treatment = {"customer": "ana", "programme": "win-back", "at": "2025-03-01T08:00:00", "arm": "treated", "cost": "3"}
    profit = company(costs=costs, cases=cases, treatments=[treatment], activity_rates=RATES).profit()
    assert (profit["activities"], profit["cases"], profit["treatments"], profit["profit"]) == (1200, 999, 300, -2499)
    assert profit["case_count"] == 1


def test_rates_per_order_line_and_per_cent(company: Callable[..., Any], order_line: Callable[..., Any]) -> None:
    """An order of two sale lines of 100.00 and 33.33 and a return: one order fee, two line fees, 2.5 % of each line."""
    orders = [order_line(), order_line(quantity=1, unit_price="33.33"), order_line(quantity=-1)]
    rates = [
        {"activity": "picking", "unit": "order", "rate": "4"},
        {"activity": "packing", "unit": "line", "rate": "0.505"},
        {"activity": "commission", "unit": "percent_of_revenue", "rate": "2.5"},
    ]
    made = company(orders=orders, activity_rates=rates)
    charges = made.rows("SELECT activity, amount FROM charges ORDER BY activity")
    assert charges == [
        {"activity": "commission", "amount": 250 + 83},
        {"activity": "packing", "amount": 50 + 50},
        {"activity": "picking", "amount": 400},
    ]
    assert made.profit()["orders"] == 833


def test_an_order_of_returns_alone_is_charged_nothing(company: Any, order_line: Any) -> None:
    rates = [{"activity": "picking", "unit": unit, "rate": "4"} for unit in ("order", "line", "percent_of_revenue")]
    profit = company(orders=[order_line(quantity=-1)], activity_rates=rates).profit()
    assert (profit["orders"], profit["order_count"]) == (0, 0)


def test_of_two_rates_for_the_same_day_the_later_loaded_stands(company: Callable[..., Any]) -> None:
    rates = [
        {"activity": "visit", "unit": "event", "rate": "1", "load_id": 2},
        {"activity": "visit", "unit": "event", "rate": "2", "load_id": 1},
    ]
    assert company(interactions=[visit()], activity_rates=rates).profit()["visits"] == 100
