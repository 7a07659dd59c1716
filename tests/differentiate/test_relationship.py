"""How companies choose to buy: the worked table, and what the points may and may not rest on."""

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carteira.differentiate.relationship import SIGNALS, TYPES, relationship_types

USUAL = {"price": "transactional", "advice": "solutions", "partnership": "collaborative"}
INPUTS = pa.schema(
    {
        "customer_id": pa.int64(),
        **dict.fromkeys(("discount_share", "gap_days", "gap_deviation", "minutes"), pa.float64()),
        **dict.fromkeys(("categories", "sellers", "contacts", "programmes"), pa.int64()),
        "judged": pa.string(),
    }
)
NEEDS = pa.schema(
    {
        "customer_id": pa.int64(),
        "need": pa.string(),
        "probability": pa.float64(),
        "segment": pa.int64(),
        "segment_probability": pa.float64(),
    }
)
SEGMENTS = pa.table({"segment": [1, 2], "need": ["reliability", None]})


def found(*companies: dict[str, Any]) -> list[dict[str, Any]]:
    usual = dict.fromkeys(("categories", "sellers", "contacts", "programmes", "minutes"), 0)
    rows = [{"customer_id": number, **usual, **company} for number, company in enumerate(companies, 1)]
    inputs = pa.Table.from_pylist(rows, INPUTS)
    needs = pa.Table.from_pylist(rows, NEEDS)
    return relationship_types(inputs, needs, SEGMENTS, USUAL).to_pylist()


def test_the_worked_table() -> None:
    rows = found(
        {"need": "price", "probability": 0.9, "discount_share": 0.2},
        {"need": "advice", "probability": 0.5, "discount_share": 0.2, "categories": 4},
        {"discount_share": 0.2},
        {},
    )
    assert [row["type"] for row in rows] == ["transactional", "solutions", "transactional", None]
    assert rows[0]["transactional_points"] == pytest.approx(72 + 10 * 0.5)  # three alike: each stands in the middle
    assert rows[1]["solutions_points"] == pytest.approx(40 + 8 * 0.5)


def test_an_inferred_segment_counts_by_its_probability() -> None:
    (row, unnamed) = found({"segment": 1, "segment_probability": 0.4}, {"segment": 2, "segment_probability": 0.9})
    assert (row["type"], row["relational_points"]) == ("relational", 32)
    assert unnamed["type"] is None


def test_effort_and_mismatch() -> None:
    minutes = [0, 10, 20, 30, 1000]
    rows = found(*({"need": "price", "probability": 1.0, "minutes": each} for each in minutes))
    assert [row["effort"] for row in rows] == ["low", "low", "low", "medium", "high"]
    assert [row["mismatch"] for row in rows] == [None, None, None, "oversold", "oversold"]
    (left,) = found({"need": "partnership", "probability": 1.0})
    assert (left["type"], left["mismatch"]) == ("collaborative", "undersold")


def test_the_sellers_own_judgement_stands_beside() -> None:
    rows = found({"need": "price", "probability": 1.0, "judged": "relational"}, {"judged": "nonsense"})
    assert [(row["type"], row["judged_type"]) for row in rows] == [("transactional", "relational"), (None, None)]


def test_a_need_without_a_type_is_relational() -> None:
    (row,) = found({"need": "novelty", "probability": 1.0})
    assert row["type"] == "relational"


@given(st.sampled_from(["discount_share", "categories", "programmes"]), st.integers(1, 50), st.integers(1, 50))
def test_more_of_a_signal_never_lowers_points(signal: str, low: int, high: int) -> None:
    low, high = sorted((low, high))
    less, more = found({signal: low}, {signal: high})
    assert all(more[f"{name}_points"] >= less[f"{name}_points"] for name in TYPES)
    assert all(0 <= more[name] <= 1 for name in SIGNALS)


def test_nobody() -> None:
    assert found() == []
