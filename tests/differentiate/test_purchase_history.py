"""What the lifetime models read: purchases are days, contribution counts returns, service is what recurs."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest


def test_worked_history(company: Callable[..., Any], order_line: Callable[..., Any]) -> None:
    """Three purchase days (one with two orders), a return on its own day, a visit in the last year and one before.

    The only invoice was never paid: 396 days of financing (95.04) and all of it lost (the book's rate of loss is 1), so
    volume cost 460.04 in all, 153.3467 for each purchase day.
    """
    orders = [
        order_line(order_id="o1", ordered_at="2025-01-10T09:00:00"),
        order_line(order_id="o2", ordered_at="2025-01-10T17:00:00"),
        order_line(order_id="o3", ordered_at="2025-02-10T09:00:00", quantity=1),
        order_line(order_id="o3", ordered_at="2025-02-20T09:00:00", quantity=-1),
        order_line(order_id="o4", ordered_at="2025-12-01T09:00:00"),
    ]
    visits = [
        {"customer": "ana", "at": f"{day}T09:00:00", "channel": "visit", "cost": "7"}
        for day in ("2025-01-01", "2024-12-31")
    ]
    invoices = [{"invoice_id": "i", "customer": "ana", "due_on": "2024-12-01", "amount": "365"}]
    made = company(orders=orders, interactions=visits, invoices=invoices)
    (history,) = made.rows("SELECT * FROM purchase_history")
    each = (9504 + 36500) / 3
    assert history.pop("contribution_squares") == pytest.approx(
        (8000 - each) ** 2 + (400 - each) ** 2 + (4000 - each) ** 2
    )
    assert history == {
        "customer_id": 1,
        "first_on": date(2025, 1, 10),
        "last_on": date(2025, 12, 1),
        "purchases": 3,
        "repeat_purchases": 2,
        "recency_days": 325,
        "age_days": 356,
        "contribution": 12000 - 9504 - 36500,
        "spend": 30000,
        "service_cost": 700,
        "service_days": 356,
    }


def test_service_days_are_at_most_a_year(company: Callable[..., Any], order_line: Callable[..., Any]) -> None:
    (history,) = company(orders=[order_line(ordered_at="2020-01-10T09:00:00")]).rows("SELECT * FROM purchase_history")
    assert (history["service_days"], history["repeat_purchases"], history["recency_days"]) == (365, 0, 0)


def test_who_only_returned_has_no_history(company: Callable[..., Any], order_line: Callable[..., Any]) -> None:
    assert company(orders=[order_line(quantity=-1)]).rows("SELECT * FROM purchase_history") == []


def test_costs_of_volume_lower_the_contribution(company: Callable[..., Any], order_line: Callable[..., Any]) -> None:
    orders = [order_line(ordered_at="2025-01-10T09:00:00")]
    rates = [{"activity": "picking", "unit": "order", "rate": "5"}]
    costs = [{"customer": "ana", "on": "2025-01-11", "activity": "delivery", "amount": "3"}]
    plain = company(orders=orders).rows("SELECT contribution, service_cost FROM purchase_history")
    charged = company(orders=orders, activity_rates=rates, costs=costs).rows(
        "SELECT contribution, service_cost FROM purchase_history"
    )
    assert charged[0]["contribution"] == plain[0]["contribution"] - 800
    assert charged[0]["service_cost"] == plain[0]["service_cost"] == 0
