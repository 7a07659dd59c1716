"""The portfolio as a whole, on the worked book of docs/algorithms/portfolio.md."""

from collections.abc import Sequence
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carteira.differentiate.clean_portfolio import disorder, disorder_by, not_in_order
from carteira.differentiate.portfolio import (
    categories_summary,
    concentration,
    gini,
    movement,
    value_matrix,
    whale_curve,
)
from carteira.differentiate.quadrants import quadrant_points, quadrants
from carteira.differentiate.scope import Scope
from carteira.differentiate.waterfall import STEPS, profit_waterfall

NUMBERS = (
    *STEPS,
    "previous_revenue",
    "previous_profit",
    "line_count",
    "actual_value",
    "potential_value",
    "unrealised_value",
    "lifetime_value",
    "overdue",
    "days_late",
    "loss_amount",
)
TEXTS = (
    "name",
    "kind",
    "owner",
    "team",
    "branch",
    "loss_cause",
    "category",
    "previous_category",
    "reason",
    "treatment",
)


class Cards:
    """A `customer_card` of customers 1, 2, ... from a few columns; the rest 0, empty or false."""

    def __init__(self, rows: Sequence[dict[str, Any]]) -> None:
        self.connection = duckdb.connect()
        empty = {**dict.fromkeys(NUMBERS, 0), **dict.fromkeys(TEXTS), "category": "intermediate", "line_count": 1}
        flags = {"repairable": False, "exit": False, "reason": "r", "reason_arguments": "{}", "treatment": "t"}
        cards = [
            {"customer_id": number, "parent_customer_id": None, **empty, **flags, **row}
            for number, row in enumerate(rows, 1)
        ]
        texts = {*TEXTS, "reason_arguments"}
        columns = {
            name: pa.array([card[name] for card in cards], pa.string() if name in texts else None) for name in cards[0]
        }
        columns["parent_customer_id"] = pa.array([card["parent_customer_id"] for card in cards], pa.int64())
        self.connection.register("customer_card", pa.table(columns))

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> pa.Table:
        return self.connection.sql(sql, params=list(parameters)).to_arrow_table()


def book() -> Cards:
    """Five customers: two of Ana's bring 100 and 50, one brings nothing, two of Beto's cost 20 and 30."""
    return Cards(
        [
            {
                "profit": 100,
                "revenue": 300,
                "owner": "ana",
                "category": "mvc",
                "previous_category": "mvc",
                "lifetime_value": 500,
            },
            {
                "profit": 50,
                "revenue": 200,
                "owner": "ana",
                "category": "mgc",
                "previous_revenue": 250,
                "unrealised_value": 90,
            },
            {"profit": 0, "revenue": 100, "previous_profit": 5, "previous_revenue": 90, "overdue": 40, "days_late": 12},
            {
                "profit": -20,
                "revenue": 100,
                "owner": "beto",
                "category": "below_zero",
                "repairable": True,
                "loss_cause": "visits",
                "loss_amount": 25,
                "previous_category": "intermediate",
                "parent_customer_id": 5,
            },
            {
                "profit": -30,
                "revenue": 50,
                "owner": "beto",
                "category": "below_zero",
                "exit": True,
                "previous_revenue": 60,
                "overdue": 5,
                "days_late": 99,
                "loss_cause": "visits",
                "actual_value": -80,
            },
            {"profit": 0, "revenue": 0, "line_count": 0, "owner": "ana"},
        ]
    )


def test_whale_curve() -> None:
    curve = whale_curve(book())
    assert (curve.places, curve.profits) == ((0, 1, 2, 3, 4, 5), (0, 100, 150, 150, 130, 100))
    assert (curve.customers, curve.peak, curve.peak_customers, curve.end, curve.beyond, curve.destroyed) == (
        5,
        150,
        2,
        100,
        2,
        50,
    )
    assert (curve.peak_share, curve.peak_customer_share) == (1.5, 0.4)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-100, 100), min_size=1, max_size=60), st.integers(4, 12))
def test_any_whale_curve(profits: list[int], points: int) -> None:
    curve = whale_curve(Cards([{"profit": profit} for profit in profits]), points=points)
    ranked = sorted(profits, reverse=True)
    assert len(curve.places) <= points
    assert curve.profits == tuple(sum(ranked[:place]) for place in curve.places)
    assert (curve.places[0], curve.places[-1], max(curve.profits)) == (0, len(profits), curve.peak)


def test_an_empty_scope_has_an_empty_curve() -> None:
    curve = whale_curve(book(), Scope(owner="nobody"))
    assert (curve.places, curve.peak_share, curve.peak_customer_share) == ((0,), None, None)


def test_categories() -> None:
    summary = categories_summary(book())
    assert [(row.category, row.customers, row.profit) for row in summary] == [
        ("mvc", 1, 100),
        ("mgc", 1, 50),
        ("intermediate", 2, 0),
        ("below_zero", 2, -50),
    ]
    assert [row.profit_share for row in summary] == [1.0, 0.5, 0.0, -0.5]
    assert summary[0].revenue_share == 0.4


def test_concentration() -> None:
    found = concentration(book(), "revenue")
    assert (found.total, found.top_shares) == (750, ((1, 0.4), (5, 0.4), (10, 0.4), (20, 0.4)))
    assert concentration(book(), "profit").top_shares[0] == (1, 1.0)
    assert found.gini == pytest.approx(0.32)


def test_gini_of_equals_is_nothing_and_of_one_among_many_nearly_one() -> None:
    assert gini(np.array([7, 7, 7, 7])) == pytest.approx(0)
    assert gini(np.array([0] * 99 + [5])) == pytest.approx(0.99)
    assert gini(np.array([5, -5])) is None


def test_movement() -> None:
    moves = [(move.previous, move.current, move.customers) for move in movement(book())]
    assert moves == [
        ("mvc", "mvc", 1),
        ("intermediate", "below_zero", 1),
        (None, "mgc", 1),
        (None, "intermediate", 2),
        (None, "below_zero", 1),
    ]


def test_value_matrix() -> None:
    cards = Cards([{"actual_value": number, "unrealised_value": 10 - number, "profit": 1} for number in range(1, 11)])
    matrix = value_matrix(cards)
    assert (matrix.value_cuts, matrix.unrealised_cuts) == ((5, 8), (4, 7))
    counts = {(cell.value_band, cell.unrealised_band): cell.customers for cell in matrix.cells if cell.customers}
    assert counts == {("low", "middle"): 3, ("low", "high"): 2, ("middle", "low"): 3, ("high", "low"): 2}


def test_quadrants() -> None:
    found = {row.quadrant: (row.customers, row.revenue_change, row.profit_change) for row in quadrants(book())}
    assert found == {
        "revenue_up_profit_up": (1, 300, 100),
        "revenue_up_profit_down": (2, 110, -25),
        "revenue_down_profit_up": (1, -50, 50),
        "revenue_down_profit_down": (1, -10, -30),
    }
    assert [point.customer_id for point in quadrant_points(book(), limit=2)] == [1, 2]


def test_clean_portfolio() -> None:
    assert [row.customer_id for row in not_in_order(book())] == [3, 5, 4]
    assert not_in_order(book(), limit=1, offset=1)[0].days_late == 99
    whole = disorder(book())
    assert (whole.customers, whole.below_zero, whole.repairable, whole.exit, whole.delinquent) == (3, 2, 1, 1, 2)
    assert (whole.losses, whole.overdue, whole.days_late) == (50, 45, 99)
    assert [(row.group, row.losses) for row in disorder_by(book(), "owner")] == [("beto", 50), (None, 0)]
    assert disorder(book(), Scope(owner="ana")).customers == 0


def test_only_known_groups_and_measures() -> None:
    with pytest.raises(ValueError, match="profit; DROP"):
        disorder_by(book(), "profit; DROP")
    with pytest.raises(ValueError, match="name"):
        concentration(book(), "name")


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("company", [(None, 6, 100)]),
        ("owner", [("ana", 3, 150), (None, 1, 0), ("beto", 2, -50)]),
        ("parent", [(1, 1, 100), (2, 1, 50), (3, 1, 0), (6, 1, 0), (5, 2, -50)]),
        ("customer", [(1, 1, 100), (2, 1, 50), (3, 1, 0), (6, 1, 0), (4, 1, -20), (5, 1, -30)]),
    ],
)
def test_waterfall(by: str, groups: list[tuple[Any, int, int]]) -> None:
    falls = profit_waterfall(book(), by)
    assert [(fall.group, fall.customers, fall.profit) for fall in falls] == groups
    assert [name for name, _ in falls[0].steps] == list(STEPS)


@pytest.mark.parametrize(
    ("scope", "customers"),
    [
        (Scope(), 6),
        (Scope(owner="ana"), 3),
        (Scope(owner="ana", kind="person"), 0),
        (Scope(visible=[2, 4, 77]), 2),
        (Scope(owner="beto", visible=[2, 4]), 1),
        (Scope(visible=[]), 0),
        (Scope(owner="ana' OR '1' = '1"), 0),
    ],
)
def test_a_scope_sees_its_customers_only(scope: Scope, customers: int) -> None:
    assert sum(row.customers for row in categories_summary(book(), scope)) == customers
