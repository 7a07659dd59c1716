"""The value of each customer: the worked tables of the documentation, small and odd books, refusals."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from carteira.differentiate.lifetime import BetaGeoModel, BetaGeoParameters, LifetimeResult, customer_lifetime
from carteira.errors import CarteiraError
from carteira.messages.lifetime import MESSAGES
from tests.differentiate.lifetime.company import YEAR

PAGE = Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "lifetime.md"
WHOLE = (
    "customer_id",
    "purchases",
    "recency_days",
    "age_days",
    "contribution",
    "contribution_squares",
    "service_cost",
    "service_days",
)


def table_of_page(first_header: str) -> list[list[str]]:
    """The rows of the table whose header starts with this word."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f"| {first_header} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def history(*rows: tuple[int, ...]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(WHOLE)
    table = {name: pa.array(column, pa.int64()) for name, column in zip(WHOLE, columns, strict=True)}
    repeats = np.array(columns[1], dtype=np.int64) - 1
    squares = pa.array(columns[5], pa.float64())
    steady = dict.fromkeys(
        ("spend", "days_ago", "days_ago_squares", "contribution_by_days_ago"), np.zeros(len(repeats))
    )
    return pa.table({**table, **steady, "contribution_squares": squares, "repeat_purchases": repeats})


def value(table: pa.Table, ids: list[int], rate: float = 0.12, years: float = 3.0) -> LifetimeResult:
    return customer_lifetime(table, pa.array(ids, pa.int64()), discount_rate=rate, horizon_years=years)


def test_worked_predictions() -> None:
    model = BetaGeoModel(BetaGeoParameters(0.243, 4.414, 0.793, 2.426), 0.0, True, "", BetaGeoParameters(0, 0, 0, 0))
    for row in table_of_page("x"):
        x, t, age, alive, expected = (float(cell) for cell in row)
        assert model.probability_alive([x], [t], [age]) == pytest.approx([alive], abs=5e-7)
        assert model.expected_purchases(39, [x], [t], [age]) == pytest.approx([expected], abs=5e-7)


def test_worked_book() -> None:
    rows = table_of_page("customer")
    known = history(*[tuple(int(cell) for cell in row[:8]) for row in rows[:4]])
    result = value(known, [int(row[0]) for row in rows], rate=0.10, years=2.0)
    got = result.table.to_pylist()

    assert [f"{row['expected_purchases']:.4f}" for row in got] == [row[8] for row in rows]
    whole = ("expected_margin", "service_cost_per_year", "lifetime_value", "model")
    assert [[str(row[name]) for name in whole] for row in got] == [row[9:] for row in rows]


def test_the_worked_book_adds_up_from_daily_slices() -> None:
    rows = [tuple(int(cell) for cell in row[:8]) for row in table_of_page("customer")[:4]]
    result = value(history(*rows), [row[0] for row in rows], rate=0.10, years=2.0)
    kept = 1.1 ** -((np.arange(0, 730.5, 0.5) + 0.25) / YEAR)
    interval = (sum(row[3] for row in rows) + YEAR) / (sum(row[1] - 1 for row in rows) + 1)
    for row, got in zip(rows, result.table.to_pylist(), strict=True):
        per_day = row[1] / (row[3] + interval) * got["expected_margin"] - got["service_cost_per_year"] / YEAR
        assert got["lifetime_value"] == pytest.approx(per_day * kept.sum() * 0.5, rel=1e-3)


def test_nobody_and_somebody() -> None:
    nobody = value(history(), [1, 2])
    one = value(history((1, 1, 0, 0, 1000, 1_000_000, 0, 0)), [1])

    assert nobody.table["model"].to_pylist() == ["none", "none"]
    assert nobody.table["lifetime_value"].to_pylist() == [0, 0]
    assert len(value(history(), []).table) == 0
    assert one.table["model"].to_pylist() == ["few_customers"]
    assert one.table["expected_purchases"].to_pylist() == pytest.approx([3.0])  # one imagined purchase a year
    assert one.table["lifetime_value"][0].as_py() > 0


def test_without_horizon_nothing_is_worth_anything() -> None:
    result = value(history((1, 3, 100, 200, 3000, 3_100_000, 500, 200)), [1], years=0).table.to_pylist()[0]

    assert (result["expected_purchases"], result["lifetime_value"], result["lifetime_value_high"]) == (0, 0, 0)


def test_a_higher_rate_makes_the_future_worth_less_and_none_adds_up() -> None:
    known = history((1, 9, 800, 830, 9000, 9_500_000, 0, 365))
    free, cheap, dear = (value(known, [1], rate=rate).table.to_pylist()[0] for rate in (0.0, 0.05, 0.5))

    assert free["lifetime_value"] == pytest.approx(free["expected_purchases"] * free["expected_margin"], abs=6)
    assert free["lifetime_value"] > cheap["lifetime_value"] > dear["lifetime_value"] > 0


def forever(count: int) -> pa.Table:
    """Customers who buy at gamma rates and never leave."""
    rng = np.random.default_rng(1)
    rows = []
    for customer, rate in enumerate(rng.gamma(1, 1 / 60, count)):
        days = np.unique(np.floor(np.cumsum(rng.exponential(1 / rate, 400))))
        days = days[(days > 0) & (days <= 700)]
        last = int(days[-1]) if len(days) else 0
        rows.append((customer, len(days) + 1, last, 700, 1000 * (len(days) + 1), 1_100_000 * (len(days) + 1), 0, 365))
    return history(*rows)


def test_where_nobody_can_be_seen_to_leave_nbd_is_used_and_said() -> None:
    known = forever(400)
    result = value(known, list(range(400)))
    said = result.diagnostics.to_pylist()

    assert set(result.table["model"].to_pylist()) == {"nbd"}
    assert set(result.table["probability_alive"].to_pylist()) == {1.0}
    assert {(row["model"], row["boundary"]) for row in said} >= {("bg_nbd", True), ("nbd", False)}
    assert sum(result.table["expected_purchases"].to_pylist()) == pytest.approx(400 * 3 * YEAR / 60, rel=0.1)


def test_every_message_of_the_diagnostics_has_a_sentence() -> None:
    for known in (history(), forever(400)):
        for row in value(known, []).diagnostics.to_pylist():
            assert row["message"] == "" or row["message"] in MESSAGES


@pytest.mark.parametrize(
    ("rows", "rate", "years", "code"),
    [
        ([(1, 1, 0, 5, 1, 1, 0, 5)], -1.0, 3.0, "lifetime_discount_rate_invalid"),
        ([(1, 1, 0, 5, 1, 1, 0, 5)], float("nan"), 3.0, "lifetime_discount_rate_invalid"),
        ([(1, 1, 0, 5, 1, 1, 0, 5)], 0.1, -1.0, "lifetime_horizon_invalid"),
        ([(1, 1, 0, 5, 1, 1, 0, 5)] * 2, 0.1, 3.0, "lifetime_customer_twice"),
        ([(1, 2, 9, 5, 1, 1, 0, 5)], 0.1, 3.0, "lifetime_recency_after_age"),
    ],
)
def test_refusals(rows: list[tuple[int, ...]], rate: float, years: float, code: str) -> None:
    with pytest.raises(CarteiraError) as refusal:
        value(history(*rows), [1], rate, years)
    assert refusal.value.code == code
