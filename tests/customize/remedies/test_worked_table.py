"""The worked table of docs/algorithms/remedies.md."""

from typing import Any

import pytest

from tests.customize.remedies.customers import found, way

WORKED: tuple[dict[str, Any], ...] = (
    {"revenue": 3000, "gross_margin": 1000, "visits": 1500, "visit_count": 12, "call_cost": 25},
    {"gross_sales": 2000, "discounts": 600, "revenue": 1400, "gross_margin": -100, "usual_discount": 0.1},
    {"revenue": 600, "gross_margin": 100, "per_order": 160, "order_count": 4, "sizes": (100, 100, 100, 300)},
    {"revenue": 4000, "gross_margin": 700, "late": 200, "overdue": 1000, "days_late": 20},
    {"gross_margin": 50, "visits": 100, "visit_count": 4, "campaigns": 80},
    {"visits": 70, "visit_count": 2},
    {"revenue": 1000, "gross_margin": -500},
)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return found(*WORKED)


def test_the_recommended_ways(rows: list[dict[str, Any]]) -> None:
    assert [way(rows, customer) for customer in range(1, 8)] == [
        [("visits_to_calls", 500)],
        [("discounts", 100)],
        [("minimum_order", 60)],
        [("collection", 100)],
        [("campaigns", 80), ("visits_to_calls", 50)],
        [("stop_spending", 70)],
        [("exit", 500)],
    ]


def test_the_terms_at_zero(rows: list[dict[str, Any]]) -> None:
    """Seven visits of twelve; a discount of 25 %; no orders below 200; two visits of four."""
    terms = {(row["customer_id"], row["remedy"]): row for row in rows}
    assert terms[1, "visits_to_calls"]["at_zero"] == pytest.approx(7)
    assert terms[2, "discounts"]["at_zero"] == pytest.approx(0.25)
    assert terms[3, "minimum_order"]["at_zero"] == pytest.approx(200)
    assert terms[5, "visits_to_calls"]["at_zero"] is None
    assert terms[5, "visits_to_calls"]["step_after"] == pytest.approx(2)


def test_what_each_brings_as_far_as_it_goes(rows: list[dict[str, Any]]) -> None:
    """0.75 x 1200; 400 - 400 / 1400 x (400 - 100); 40 x (3 x (1 - 100 / 450) + 1 - 300 / 450)."""
    gains = {(row["customer_id"], row["remedy"]): row["gain"] for row in rows}
    assert gains[1, "visits_to_calls"] == 900
    assert gains[2, "discounts"] == 314
    assert gains[3, "minimum_order"] == 107
    assert gains[1, "stop_spending"] == 1500


def test_who_pays_late_and_brings_profit_is_asked_for_terms_only(rows: list[dict[str, Any]]) -> None:
    assert {row["remedy"] for row in rows if row["customer_id"] == 4} == {"collection", "prepayment"}
    assert all(row["at_zero"] is None and row["loss"] == 0 for row in rows if row["customer_id"] == 4)


def test_the_end_of_all_spending_comes_after_milder_ways_together(rows: list[dict[str, Any]]) -> None:
    """It would bring customer 5 to zero alone, and is not asked of it."""
    (stop,) = [row for row in rows if row["customer_id"] == 5 and row["remedy"] == "stop_spending"]
    assert stop["gain"] == 180
    assert stop["step"] is None
