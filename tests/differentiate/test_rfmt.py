"""RFMT: the worked table of docs/algorithms/rfmt.md, T in its two meanings, ties, weights and treatments."""

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carteira.differentiate.rfmt import cut_points, rfmt
from carteira.errors import CarteiraError

AS_OF = date(2026, 1, 1)
EQUAL = {"recency": 1.0, "frequency": 1.0, "monetary": 1.0, "t": 1.0}
TYPES = pa.table(
    {
        "customer_id": [1, 1, 2, 3],
        "category": ["wine", "beer", "beer", None],
        "channel": ["web", "web", "store", "web"],
        "revenue": [300, 100, 50, -10],
    }
)


def customers(**columns: list[Any]) -> pa.Table:
    """Five buyers, best first, and a sixth who never bought."""
    rows = {
        "customer_id": [1, 2, 3, 4, 5, 6],
        "last_purchase_on": [
            date(2025, 12, 31),
            date(2025, 12, 1),
            date(2025, 11, 1),
            date(2025, 6, 1),
            date(2024, 6, 1),
            None,
        ],
        "frequency": [10, 5, 2, 1, 0, 0],
        "monetary": [5000, 4000, 3000, 2000, 0, 0],
        "first_on": [date(2025, 1, 1), date(2025, 1, 1), date(2025, 1, 1), date(2025, 6, 1), None, None],
        "last_on": [date(2025, 12, 31), date(2025, 12, 1), date(2025, 11, 1), date(2025, 6, 1), None, None],
        **columns,
    }
    return pa.table(rows)


def score(**options: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = rfmt(customers(), TYPES, as_of=AS_OF, **{"weights": EQUAL, **options}).to_pydict()
    return found


def test_worked_table() -> None:
    """Four active customers cut each measure at their own values; no points are given: T drops out."""
    found = score()
    assert found["recency"] == [1, 31, 61, 214, 579, None]
    assert found["recency_score"] == [4, 3, 2, 1, 1, None]
    assert found["frequency_score"] == [4, 3, 2, 1, 1, None]
    assert found["monetary_score"] == [4, 3, 2, 1, 1, None]
    assert found["t"] == [None] * 6
    assert found["score"] == [75.0, 50.0, 25.0, 0.0, 0.0, None]


def test_points_by_type_are_averaged_by_value() -> None:
    """Wine 5, the web 2, all else 1. Customer 1: (300 x 5 + 100 x 2) / 400; 2: beer in the store; 3 brought nothing."""
    found = score(points={"wine": 5, "channel:web": 2})
    assert found["t"] == [4.25, 1.0, None, None, None, None]
    assert found["t_score"][:3] == [3, 1, None]


def test_interpurchase_time_needs_two_purchases_and_short_is_good() -> None:
    found = score(t="interpurchase")
    assert found["t"] == [364 / 9, 334 / 4, 304.0, None, None, None]
    assert found["t_score"] == [4, 2, 1, None, None, None]


def test_a_missing_t_drops_its_weight() -> None:
    found = score(t="interpurchase", weights={"recency": 1.0, "frequency": 0.0, "monetary": 0.0, "t": 3.0})
    assert found["score"][3] == 25.0 * (found["recency_score"][3] - 1)
    assert found["score"][0] == (1 * 75.0 + 3 * 75.0) / 4


def test_a_score_range_names_a_treatment() -> None:
    found = score(treatments={"0-25": "win_back", "25-75": "develop", "75-100": "thank"})
    assert found["treatment"] == ["thank", "develop", "develop", "win_back", "win_back", None]


def test_a_range_that_is_none_is_refused() -> None:
    with pytest.raises(CarteiraError) as refusal:
        score(treatments={"high": "thank"})
    assert refusal.value.code == "bad_score_range"


def test_equal_customers_score_equally() -> None:
    same = customers(frequency=[3] * 6, monetary=[7] * 6, last_purchase_on=[date(2025, 5, 5)] * 6)
    found = rfmt(same, TYPES, as_of=AS_OF, weights=EQUAL).to_pydict()
    assert len(set(found["score"])) == 1


@settings(deadline=None)
@given(st.lists(st.integers(-50, 50), min_size=1, max_size=100))
def test_cut_points_are_the_least_values_with_the_share_at_or_below(values: list[int]) -> None:
    array = np.array(values, dtype=np.float64)
    for number, cut in enumerate(cut_points(array), 1):
        assert (array <= cut).sum() * 5 >= number * len(array)
        assert (array < cut).sum() * 5 < number * len(array)
