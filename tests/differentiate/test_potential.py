"""What customers could be worth: the worked table, the ways, and what no potential may do."""

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carteira.differentiate.figures import WAYS
from carteira.differentiate.potential import potential

SHARES = dict(zip(WAYS, (0.3, 0.4, 0.4, 0.3, 0.1, 0.1, 0.15), strict=True))
TEXTS = ("kind", "status", "main_category")
USUAL: dict[str, Any] = {
    "kind": "company", "status": "customer", "main_category": "A", "actual_value": 0, "spend": 100, "age_days": 500,
    "probability_alive": 1.0, "discounts": 0, "visits": 0, "activities": 0, "late_payment": 0, "revenue": 0,
    "gross_margin": 0, "wallet": None, "purchases": 10,
}  # fmt: skip


MADE = (
    "discounted_purchases", "discounted_years", "discounts_squares", "activities_squares", "late_payment_squares",
)  # fmt: skip
PURCHASES, YEARS = 10, 2.0


def found(*customers: dict[str, Any], **shares: float) -> list[dict[str, Any]]:
    """Ten purchases a year that cost the same each, and two years ahead of those who are certainly still there."""
    rows = [{**USUAL, **customer} for customer in customers]
    for row in rows:
        row["discounted_purchases"] = PURCHASES * YEARS * row["probability_alive"]
        row["discounted_years"] = YEARS * row["probability_alive"]
        for name in ("discounts", "activities", "late_payment"):
            row.setdefault(f"{name}_squares", row[name] ** 2 / PURCHASES)
    columns = {
        name: pa.array([row[name] for row in rows], pa.string() if name in TEXTS else pa.float64())
        for name in (*USUAL, *MADE)
    }
    columns |= {name: columns[name].cast(pa.int64()) for name in ("actual_value", "age_days")}
    inputs = pa.table({"customer_id": pa.array(range(1, len(rows) + 1), pa.int64()), **columns})
    return potential(inputs, {**SHARES, **shares}).to_pylist()


def test_the_worked_table() -> None:
    """The 80th percentile of the actual values is 300."""
    rows = found(
        {"actual_value": -100, "discounts": 500},
        {"actual_value": -100, "discounts": 500, "probability_alive": 0.5},
        {"actual_value": 300, "visits": 100, "activities": 80},
        {"actual_value": 100, "revenue": 1000, "gross_margin": 250, "wallet": 3000},
        {"actual_value": 400},
    )
    assert [row["potential_value"] for row in rows] == [200, 50, 380, 200, 400]
    assert [row["way"] for row in rows] == ["discounts", "discounts", "visits", "wallet", None]
    assert [row["peers_gain"] for row in rows] == [40, 20, 0, 20, 0]
    assert rows[3]["wallet_gain"] == 100  # 0.1 x 2 x (3000 - 1000) x 25 %


def test_what_was_dear_by_chance_is_not_all_to_be_gained() -> None:
    """All give away 10 a purchase, half the time 20 and else nothing. Who happened to get 20 in the only purchase will
    not get 20 in each."""
    usual = [{"discounts": 100, "discounts_squares": 2000}] * 50
    (*_, dear) = found(*usual, {"discounts": 20, "purchases": 1, "discounts_squares": 400})
    assert dear["discounts_gain"] == pytest.approx(0.3 * 10 * PURCHASES * YEARS, rel=0.02)


def test_what_differs_from_customer_to_customer_is_kept() -> None:
    """Half always give away 10, half always 30: no purchase says anything else."""
    rows = found(*[{"discounts": 100}, {"discounts": 300}] * 20)
    assert [row["discounts_gain"] for row in rows[:2]] == [60, 180]


def test_a_wallet_that_we_have_whole_offers_nothing() -> None:
    (row,) = found({"revenue": 5000, "gross_margin": 1000, "wallet": 3000})
    assert (row["potential_value"], row["way"]) == (0, None)


def test_who_never_bought_may_be_won() -> None:
    """The 80th percentile of those in their first year is 100, and 15 % could be won."""
    rows = found(*[{"actual_value": 100, "age_days": 100}] * 20, *[{"age_days": None, "status": "prospect"}] * 20)
    assert {(row["potential_value"], row["way"]) for row in rows[20:]} == {(15, "winning")}


amounts = st.integers(0, 10_000)


@given(st.integers(-1000, 1000), amounts, amounts, amounts, st.floats(0, 1))
def test_never_below_the_actual_value(actual: int, discounts: int, visits: int, wallet: int, alive: float) -> None:
    customer = {"actual_value": actual, "discounts": discounts, "visits": visits, "wallet": wallet}
    (row, other) = found({**customer, "probability_alive": alive}, {**customer, "probability_alive": 0.0})
    gains = [row[f"{name}_gain"] for name in WAYS]
    assert row["potential_value"] == actual + max(gains)
    assert min(gains) >= 0
    assert other["potential_value"] == actual  # nothing can be gained of who has left


def test_nobody() -> None:
    assert found() == []
