"""Days are half-open: the window holds its first day and not the as-of date."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("moment", "revenue", "previous", "total"),
    [
        ("2023-12-31T23:59:59", 0, 0, 10000),
        ("2024-01-01T00:00:00", 0, 10000, 10000),
        ("2024-12-31T23:59:59", 0, 10000, 10000),
        ("2025-01-01T00:00:00", 10000, 0, 10000),
        ("2025-12-31T23:59:59", 10000, 0, 10000),
        ("2026-01-01T00:00:00", 0, 0, 0),
    ],
)
def test_edges(company: Any, order_line: Any, moment: str, revenue: int, previous: int, total: int) -> None:
    profit = company(orders=[order_line(ordered_at=moment)]).profit()
    assert (profit["revenue"], profit["previous_revenue"], profit["revenue_total"]) == (revenue, previous, total)


def test_everything_has_no_period_before(company: Callable[..., Any], order_line: Callable[..., Any]) -> None:
    beginning = date(1900, 1, 1)
    everything = {
        "window": "all", "window_start": beginning, "previous_start": beginning, "previous_end": beginning,
    }  # fmt: skip
    invoice = {"invoice_id": "i", "customer": "ana", "due_on": "2020-01-01", "amount": "100"}
    made = company(orders=[order_line(ordered_at="2019-05-05T00:00:00")], invoices=[invoice], settings=everything)
    profit = made.profit()
    assert (profit["revenue"], profit["previous_revenue"], profit["previous_profit"]) == (10000, 0, 0)
    assert (profit["bad_debt"], profit["profit"]) == (10000, profit["profit_total"])
