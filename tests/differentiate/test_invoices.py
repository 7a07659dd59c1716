"""What an invoice costs: the money that waits (24 % a year) and the part that is not expected (half after 90 days)."""

from collections.abc import Callable
from typing import Any

import pytest


def invoice(**columns: Any) -> dict[str, Any]:
    return {"invoice_id": "i1", "customer": "ana", "due_on": "2025-03-01", "amount": "1000", **columns}


@pytest.mark.parametrize(
    ("columns", "days_of_money"),
    [
        ({"paid_on": "2025-03-01"}, 0),
        ({"paid_on": "2025-02-01"}, 0),
        ({"paid_on": "2025-03-11"}, 10 * 1000),
        ({}, 306 * 1000),
        ({"paid_on": "2025-03-11", "paid_amount": "400"}, 10 * 400 + 306 * 600),
        ({"paid_amount": "400"}, 306 * 600),
        ({"paid_on": "2025-03-11", "paid_amount": "1500"}, 10 * 1000),
        ({"due_on": "2024-12-22", "paid_on": "2025-01-11"}, 10 * 1000),
        ({"due_on": "2025-12-22", "paid_on": "2026-01-11"}, 10 * 1000),
        ({"due_on": "2026-01-01"}, 0),
        ({"amount": "-1000"}, 0),
    ],
    ids=[
        "on time",
        "early",
        "ten days late",
        "never paid",
        "paid in part",
        "paid in part without a date",
        "paid too much",
        "late since the year before",
        "paid after the window",
        "not due yet",
        "a credit note",
    ],
)
def test_financing(company: Callable[..., Any], columns: Any, days_of_money: int) -> None:
    made = company(invoices=[invoice(**columns)])
    assert made.profit()["financing"] == round(days_of_money * 100 * 0.24 / 365)
    assert made.reconciliation()["financing"]["difference"] == 0


@pytest.mark.parametrize(
    ("columns", "bad_debt"),
    [
        ({"due_on": "2025-10-03"}, 0),
        ({"due_on": "2025-10-02"}, 50000),
        ({"due_on": "2025-07-05"}, 50000),
        ({"due_on": "2025-07-04"}, 100000),
        ({"due_on": "2025-07-04", "paid_on": "2025-12-31"}, 0),
        ({"due_on": "2025-07-04", "paid_on": "2026-01-01"}, 100000),
        ({"due_on": "2024-09-01"}, 50000),
        ({"due_on": "2024-01-01"}, 0),
        ({"due_on": "2024-01-01", "paid_on": "2025-05-05"}, -100000),
        ({"due_on": "2025-07-04", "paid_on": "2025-08-01", "paid_amount": "999.99"}, 1),
    ],
    ids=[
        "90 days",
        "91 days",
        "180 days",
        "181 days",
        "paid the day before",
        "paid on the as-of date",
        "half of it was provided for",
        "all of it was provided for",
        "a lost one was paid",
        "one cent is left",
    ],
)
def test_bad_debt_is_the_change_of_the_provision(company: Callable[..., Any], columns: Any, bad_debt: int) -> None:
    made = company(invoices=[invoice(**columns)])
    assert made.profit()["bad_debt"] == bad_debt
    assert made.reconciliation()["bad_debt"]["difference"] == 0


def test_a_customer_is_late_by_the_oldest_open_invoice(company: Callable[..., Any]) -> None:
    invoices = [
        invoice(invoice_id="paid", due_on="2025-01-01", paid_on="2025-12-01"),
        invoice(invoice_id="old", due_on="2025-12-02", paid_on="2025-12-20", paid_amount="250.50"),
        invoice(invoice_id="new", due_on="2025-12-31"),
        invoice(invoice_id="open", due_on="2026-01-01"),
    ]
    made = company(invoices=invoices)
    assert (made.profit()["overdue"], made.profit()["days_late"]) == (174950, 30)
    balances = made.rows("SELECT invoice_id, outstanding, days_overdue FROM invoice_balances ORDER BY line")
    assert [tuple(row.values()) for row in balances] == [
        ("paid", 0, 0),
        ("old", 74950, 30),
        ("new", 100000, 1),
        ("open", 100000, 0),
    ]


def test_the_period_before_is_measured_alike(company: Callable[..., Any]) -> None:
    """Due 2024-09-01, never paid: 122 days and half the provision in 2024, 365 days and the other half in 2025."""
    profit = company(invoices=[invoice(due_on="2024-09-01")]).profit()
    assert profit["previous_profit"] == -(round(122 * 100000 * 0.24 / 365) + 50000)
    assert profit["profit"] == -(24000 + 50000)
    assert profit["profit_total"] == -(round(487 * 100000 * 0.24 / 365) + 100000)


def test_no_ageing_table_no_bad_debt(company: Callable[..., Any]) -> None:
    assert company(invoices=[invoice()], settings={"bad_debt_ageing": "{}"}).profit()["bad_debt"] == 0
