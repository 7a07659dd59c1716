"""The story of a customer: every kind of event, before the as-of date, of identified customers."""

from collections.abc import Callable
from datetime import datetime
from typing import Any


def test_every_kind_of_event(company: Callable[..., Any], order_line: Callable[..., Any]) -> None:
    moment = {"at": "2025-03-03T10:00:00"}
    made = company(
        orders=[order_line(channel="web"), order_line(quantity=-2, ordered_at="2025-03-20T10:00:00", channel="web")],
        interactions=[{"customer": "ana", **moment, "channel": "call", "minutes": 5, "outcome": "reached", "id": "x"}],
        cases=[
            {
                "case_id": "k",
                "customer": "ana",
                "opened_at": "2025-04-01T10:00:00",
                "resolved_at": "2025-04-02T10:00:00",
                "compensation": "5",
                "nature": "late",
                "satisfaction": 4,
            }
        ],
        surveys=[{"customer": "ana", **moment, "kind": "nps", "score": 9}],
        invoices=[{"invoice_id": "i", "customer": "ana", "due_on": "2025-12-30", "amount": "10"}],
        costs=[{"customer": "ana", "on": "2025-05-01", "activity": "delivery", "amount": "3"}],
        treatments=[{"customer": "ana", **moment, "programme": "win-back", "arm": "treated", "cost": "2"}],
    )
    events = made.rows("SELECT kind, amount, minutes, text, value FROM timeline WHERE customer_id = 1 ORDER BY kind")
    assert [tuple(event.values()) for event in events] == [
        ("call", None, 5.0, "reached", None),
        ("case", 500, None, "late", 4.0),
        ("case_resolved", None, None, "late", 4.0),
        ("cost", 300, None, "delivery", None),
        ("invoice_late", 1000, None, None, 2.0),
        ("order", 8000, None, "web", None),
        ("return", 2000, None, "web", None),
        ("survey", None, None, "nps", 9.0),
        ("treatment", 200, None, "win-back", None),
    ]


def test_nobody_and_tomorrow_are_left_out(company: Callable[..., Any]) -> None:
    moments = {"ana": "2025-12-31T23:59:59", "beto": "2026-01-01T00:00:00", None: "2025-05-05T00:00:00"}
    made = company(interactions=[{"customer": name, "at": at, "channel": "visit"} for name, at in moments.items()])
    assert made.rows('SELECT customer_id, "at" FROM timeline') == [
        {"customer_id": 1, "at": datetime(2025, 12, 31, 23, 59, 59)}
    ]
