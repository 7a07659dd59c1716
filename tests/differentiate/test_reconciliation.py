"""The waterfall adds up to the cent for any book: customers and nobody together are what the facts say."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

COSTS = ("visits", "calls", "messages", "cases", "treatments", "activities", "orders", "financing", "bad_debt")

CUSTOMERS = st.sampled_from(["ana", "beto", "caio", None])
DAYS = st.integers(0, 800).map(lambda day: date(2023, 12, 1) + timedelta(days=day))
MOMENTS = st.integers(0, 800 * 24).map(lambda hour: datetime(2023, 12, 1) + timedelta(hours=hour))
MONEY = st.integers(-50_000_000, 50_000_000).map(lambda number: Decimal(number) / 1000)
POSITIVE = st.integers(0, 50_000_000).map(lambda number: Decimal(number) / 1000)
QUANTITIES = st.integers(-5000, 20000).map(lambda number: Decimal(number) / 1000)


def rows(most: int, **columns: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries(columns), max_size=most)


BOOKS = st.fixed_dictionaries(
    {
        "orders": rows(
            40,
            order_id=st.sampled_from("abcdefgh"),
            customer=CUSTOMERS,
            ordered_at=MOMENTS,
            quantity=QUANTITIES,
            product_id=st.sampled_from(["p1", "p2", "p3"]),
            unit_price=POSITIVE,
            discount=st.none() | MONEY,
            tax=st.none() | MONEY,
            unit_cost=st.none() | POSITIVE,
            status=st.sampled_from([None, "completed", "cancelled"]),
        ),
        "invoices": rows(
            20,
            invoice_id=st.sampled_from("ijkl"),
            customer=CUSTOMERS,
            due_on=DAYS,
            amount=MONEY,
            paid_on=st.none() | DAYS,
            paid_amount=st.none() | POSITIVE,
        ),
        "interactions": rows(
            20,
            customer=CUSTOMERS,
            at=MOMENTS,
            channel=st.sampled_from(["visit", "call", "email"]),
            minutes=st.none() | POSITIVE,
            cost=st.none() | POSITIVE,
        ),
        "costs": rows(
            10, customer=CUSTOMERS, on=DAYS, activity=st.sampled_from(["delivery", "visit"]), amount=st.none() | MONEY
        ),
        "cases": rows(
            5,
            case_id=st.text("cd", min_size=1, max_size=3),
            customer=CUSTOMERS,
            opened_at=MOMENTS,
            compensation=st.none() | MONEY,
        ),
        "activity_rates": rows(
            12,
            activity=st.sampled_from(["visit", "call", "delivery"]),
            rate=POSITIVE.map(lambda rate: rate / 1000),
            unit=st.sampled_from(["minute", "event", "order", "line", "percent_of_revenue"]),
            **{"from": st.none() | DAYS},
        ),
        "products": st.just([{"product_id": "p1", "unit_cost": "12.345"}, {"product_id": "p2"}]),
    }
)


@settings(max_examples=10, deadline=None)
@given(book=BOOKS, assumed_margin=st.none() | st.sampled_from([0.3, 0.125]))
def test_nothing_is_lost_and_nothing_counted_twice(
    company: Callable[..., Any], book: Any, assumed_margin: float | None
) -> None:
    made = company(**book, settings={"assumed_margin": assumed_margin})
    steps = made.reconciliation()
    assert {step: row["difference"] for step, row in steps.items()} == dict.fromkeys(steps, 0)
    total = {step: row["total"] for step, row in steps.items()}
    assert total["revenue"] == total["gross_sales"] - total["discounts"] - total["returns"] - total["taxes"]
    assert total["gross_margin"] == total["revenue"] - total["product_cost"]
    assert total["cost_to_serve"] == sum(total[step] for step in COSTS)
    assert total["profit"] == total["gross_margin"] - total["cost_to_serve"]
    for row in made.rows("SELECT * FROM customer_profit"):
        assert row["revenue"] == row["gross_sales"] - row["discounts"] - row["returns"] - row["taxes"]
        assert row["profit"] == row["revenue"] - row["product_cost"] - sum(row[step] for step in COSTS)


def test_what_nobody_caused_is_shown_and_not_spread(
    company: Callable[..., Any], order_line: Callable[..., Any]
) -> None:
    """A sale to nobody and a visit to nobody: unassigned; a customer that no source names is nobody too."""
    visit = {"customer": None, "at": "2025-03-01T08:00:00", "channel": "visit", "cost": "50"}
    orders = [order_line(), order_line(order_id="o2", customer=None), order_line(order_id="o3", customer="unheard of")]
    made = company(orders=orders, interactions=[visit])
    steps = made.reconciliation()
    assert [steps[step]["customers"] for step in ("revenue", "visits", "profit")] == [10000, 0, 4000]
    assert [steps[step]["unassigned"] for step in ("revenue", "visits", "profit")] == [20000, 5000, 3000]
    assert [steps[step]["total"] for step in ("revenue", "visits", "profit")] == [30000, 5000, 7000]
