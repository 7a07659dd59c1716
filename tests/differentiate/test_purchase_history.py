"""What the lifetime models read: purchases are days, contribution counts returns, service is what recurs."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest


def test_worked_history(company: Callable[..., Any], order_line: Callable[..., Any]) -> None:
    """Three purchase days (one with two orders), a return on its own day, a visit in the last year and one before.

    The only invoice was never paid: all of it is lost (the book's rate of loss is 1) and financed for half of the three
    years (0.24 x 1.5), so volume cost 496.40 in all, 165.4667 for each purchase day.
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
    each = 36500 * 1.36 / 3
    assert history.pop("contribution_squares") == pytest.approx(
        (8000 - each) ** 2 + (400 - each) ** 2 + (4000 - each) ** 2
    )
    ago = np.array([356, 325, 31])  # the return was 315 days ago
    assert history.pop("days_ago") == pytest.approx(ago.mean())
    assert history.pop("days_ago_squares") == pytest.approx(3 * ago.var())
    contributions, moments = np.array([8000, 400, -400, 4000]), np.array([356, 325, 315, 31])
    assert history.pop("contribution_by_days_ago") == pytest.approx(contributions @ (moments - ago.mean()))
    assert history == {
        "customer_id": 1,
        "first_on": date(2025, 1, 10),
        "last_on": date(2025, 12, 1),
        "purchases": 3,
        "repeat_purchases": 2,
        "recency_days": 325,
        "age_days": 356,
        "contribution": 12000 - 49640,
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


def test_the_loss_expected_is_that_of_invoices_whose_fate_is_known(
    company: Callable[..., Any], order_line: Callable[..., Any]
) -> None:
    """Of 400 due over 180 days ago 100 were lost; newer invoices look good and are charged a quarter, too, financed
    for half of three years: 0.25 x 1.36 of 1,000.00."""
    orders = [order_line(ordered_at="2025-01-10T09:00:00")]
    paid = {"paid_on": "2025-03-01", "customer": "ana"}
    invoices = [
        {"invoice_id": "lost", "customer": "ana", "due_on": "2025-03-01", "amount": "100"},
        {"invoice_id": "paid", "due_on": "2025-03-01", "amount": "300", **paid},
        {"invoice_id": "new", "customer": "ana", "due_on": "2025-12-20", "amount": "400"},
        {"invoice_id": "to come", "customer": "ana", "due_on": "2026-01-20", "amount": "200"},
    ]
    plain = company(orders=orders).rows("SELECT contribution FROM purchase_history")
    settings = {"financing_rate": 0.24, "horizon_years": 3.0}
    billed = company(orders=orders, invoices=invoices, settings=settings).rows(
        "SELECT contribution, (SELECT financing_total FROM invoice_balances WHERE invoice_id = 'new') AS waiting "
        "FROM purchase_history"
    )
    assert billed[0]["waiting"] > 0
    assert billed[0]["contribution"] == plain[0]["contribution"] - 34000 - billed[0]["waiting"]


def test_a_young_book_expects_the_loss_that_it_has_seen(
    company: Callable[..., Any], order_line: Callable[..., Any]
) -> None:
    """100 days overdue, half is provided for; nothing is older."""
    orders = [order_line(ordered_at="2025-08-10T09:00:00")]
    invoices = [{"invoice_id": "i", "customer": "ana", "due_on": "2025-09-23", "amount": "50"}]
    settings = {"financing_rate": 0.0}
    (history,) = company(orders=orders, invoices=invoices, settings=settings).rows("SELECT * FROM purchase_history")
    assert history["contribution"] == 4000 - 2500


def test_years_long_past_are_equally_old(company: Callable[..., Any], order_line: Callable[..., Any]) -> None:
    """A purchase of 2015 counts as three years (1,096 days) old, so with one of 2016 there is nothing to compare."""
    orders = [
        order_line(order_id=day, ordered_at=f"{day}T09:00:00", quantity=quantity)
        for day, quantity in (("2015-05-05", 10), ("2016-05-05", 1))
    ]
    (history,) = company(orders=orders).rows("SELECT * FROM purchase_history")
    assert (history["days_ago"], history["days_ago_squares"], history["contribution_by_days_ago"]) == (1096, 0, 0)
