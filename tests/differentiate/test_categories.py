"""Value categories: the worked table of docs/algorithms/categories.md, and what holds for any book."""

import json
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carteira.differentiate.categories import categorise as categorise_with
from carteira.differentiate.categories import most_valuable
from carteira.differentiate.figures import WAYS
from carteira.differentiate.reasons import LOSSES
from carteira.messages import messages, say

COUNTS = {column for _, column in LOSSES.values()}
SHARES = {"below_zero_threshold": 0, "most_valuable_share": 0.6, "most_growable_share": 0.2}


def inputs(actual: list[int], **columns: list[Any]) -> pa.Table:
    """The table `category_inputs` for customers 1, 2, ...: alike but for the actual value and the columns given."""
    count = len(actual)
    same = {
        "kind": "person", "status": "customer", "profit": 0, "revenue": 0, "spend": 100, "age_days": 400,
        "main_category": "A", "loss_cause": None, "loss_amount": None, **dict.fromkeys(COUNTS, 0),
    }  # fmt: skip
    rows = {name: columns.get(name, [value] * count) for name, value in same.items()}
    texts = ("kind", "status", "main_category", "loss_cause")
    types = {name: pa.string() if name in texts else pa.int64() for name in rows}
    arrays = {name: pa.array(values, types[name]) for name, values in rows.items()}
    numbers = {"customer_id": pa.array(range(1, count + 1), pa.int64()), "actual_value": pa.array(actual, pa.int64())}
    return pa.table({**numbers, **arrays})


def categorise(customers: pa.Table, gain: list[int] | None = None, way: str = "peers", **settings: Any) -> pa.Table:
    """The categories where each customer could be worth so much more, by default as much as 100 (900 for a company)."""
    actual = customers["actual_value"].to_pylist()
    most = [900 if kind == "company" else 100 for kind in customers["kind"].to_pylist()]
    more = gain if gain is not None else [max(best - value, 0) for best, value in zip(most, actual, strict=True)]
    value = [one + other for one, other in zip(actual, more, strict=True)]
    ways = [way if each else None for each in more]
    potentials = pa.table({"potential_value": pa.array(value, pa.int64()), "way": pa.array(ways, pa.string())})
    return categorise_with(customers, potentials, **settings)


def categories(actual: list[int], gain: list[int], **changed: Any) -> list[str]:
    return categorise(inputs(actual), gain, **{**SHARES, **changed})["category"].to_pylist()


def test_worked_table() -> None:
    """Positive value 1000: 500 + 100 are 60 % of it. All could be worth 100, so who brings 0 has most to gain."""
    actual = [500, 100, 100, 90, 80, 70, 60, 0, -50]
    found = categorise(inputs(actual, profit=[-1, 5, 5, 5, 5, 5, 5, 5, -9]), **SHARES)
    assert found["category"].to_pylist() == ["mvc", "mvc", *["intermediate"] * 4, "mgc", "mgc", "below_zero"]
    assert found["potential_value"].to_pylist() == [500, 100, 100, 100, 100, 100, 100, 100, 100]
    assert found["unrealised_value"].to_pylist() == [0, 0, 0, 10, 20, 30, 40, 100, 150]
    assert found["losing_now"].to_pylist() == [True, *[False] * 8]
    assert found["repairable"].to_pylist() == [*[False] * 8, True]
    assert found["treatment"].to_pylist()[0] == "recognise_and_keep"
    assert found["treatment"].to_pylist()[-1] == "repair"


def test_below_zero_without_potential_leaves() -> None:
    found = categorise(inputs([-50, -20]), gain=[50, 0], **SHARES)
    assert found["exit"].to_pylist() == [True, True]
    assert found["treatment"].to_pylist() == ["stop_spending", "stop_spending"]


def test_the_threshold_itself_is_not_below_it() -> None:
    assert categories([99, 100, 101], [2, 1, 0], below_zero_threshold=100, most_valuable_share=0.0) == [
        "below_zero", "mgc", "intermediate",
    ]  # fmt: skip


def test_equal_values_go_by_customer_id() -> None:
    assert categories([10, 10, 10, 10], [0] * 4, most_valuable_share=0.5) == [
        "mvc",
        "mvc",
        "intermediate",
        "intermediate",
    ]


def test_a_most_valuable_customer_with_much_to_gain_is_growable() -> None:
    """The best of the companies reach 900: four who are worth 400 have more to gain than any most growable person."""
    companies, persons = [1000] * 4 + [900] * 12 + [400] * 4, [1] * 10 + [20] * 10
    found = categorise(
        inputs([*companies, *persons], kind=["company"] * 20 + ["person"] * 20),
        below_zero_threshold=0,
        most_valuable_share=0.98,
        most_growable_share=0.5,
    )
    assert found["category"].to_pylist() == ["mvc"] * 20 + ["mgc"] * 10 + ["intermediate"] * 10
    assert found.filter(found["growable"])["customer_id"].to_pylist() == [17, 18, 19, 20]


def test_the_category_of_the_run_before() -> None:
    previous = pa.table({"customer_id": [2, 9], "category": ["mgc", "mvc"]})
    found = categorise(inputs([1, 2, 3]), **SHARES, previous=previous)
    assert found["previous_category"].to_pylist() == [None, "mgc", None]


def test_an_empty_book() -> None:
    found = categorise(inputs([]), **SHARES)
    assert found.num_rows == 0
    assert found["reason"].type == pa.string()


@settings(max_examples=60, deadline=None)
@given(
    actual=st.lists(st.integers(-100, 1000), min_size=1, max_size=60),
    share=st.sampled_from([0.0, 0.2, 0.6, 1.0]),
    growable=st.sampled_from([0.0, 0.2, 1.0]),
    threshold=st.sampled_from([-50, 0, 100]),
)
def test_for_any_book(actual: list[int], share: float, growable: float, threshold: int) -> None:
    table = inputs(actual, age_days=[400 if value % 3 else None for value in actual])
    found = categorise(
        table, below_zero_threshold=threshold, most_valuable_share=share, most_growable_share=growable
    ).to_pylist()
    chosen = {
        name: [row for row in found if row["category"] == name] for name in ("mvc", "mgc", "intermediate", "below_zero")
    }
    assert sum(map(len, chosen.values())) == len(actual)
    assert [row["customer_id"] for row in found] == list(range(1, len(actual) + 1))
    assert all((row["actual_value"] < threshold) == (row["category"] == "below_zero") for row in found)
    assert all(row["potential_value"] >= row["actual_value"] for row in found)
    assert all(row["repairable"] != row["exit"] for row in chosen["below_zero"])
    positive = sum(max(row["actual_value"], 0) for row in found if row["category"] != "below_zero")
    held = [row["actual_value"] for row in chosen["mvc"]]
    assert sum(held) >= round(share * positive, 6)
    assert not held or sum(held) - min(held) < share * positive
    rest = len(chosen["mgc"]) + len(chosen["intermediate"])
    assert len(chosen["mgc"]) <= np.ceil(growable * rest)
    gains = [row["unrealised_value"] for row in chosen["intermediate"]]
    assert all(row["unrealised_value"] >= max(gains, default=0) > -1 for row in chosen["mgc"])


@settings(deadline=None)
@given(st.lists(st.integers(-20, 50), max_size=12), st.sampled_from([0.25, 0.5, 0.6, 1.0]))
def test_no_fewer_customers_hold_the_share(actual: list[int], share: float) -> None:
    values = np.array(actual, dtype=np.int64)
    chosen = most_valuable(np.arange(len(values)), values, share)
    total = values[values > 0].sum()
    assert values[chosen].sum() >= share * total
    fewer = np.sort(values)[::-1][: max(len(chosen) - 1, 0)]
    assert len(chosen) == 0 or np.maximum(fewer, 0).sum() < share * total


@pytest.mark.parametrize("cause", [None, "visits", "discounts", "low_margin", "bad_debt"])
def test_the_reason_of_a_loss_is_a_sentence(cause: str | None) -> None:
    table = inputs([-500], loss_cause=[cause], loss_amount=[1234 if cause else None], visit_count=[14], days_late=[95])
    (row,) = categorise(table, **SHARES).to_pylist()
    sentence = say(row["reason"], json.loads(row["reason_arguments"]))
    assert "-500" in sentence
    assert cause is None or "1234" in sentence
    assert cause != "visits" or "14 visits" in sentence


def test_every_reason_has_its_sentence() -> None:
    """Every reason that any status and category can have, with the arguments that it gives."""
    status = ["customer", "prospect", "former"]
    table = inputs([900, 10, 10, 0, -10], status=["customer", *status, "customer"], age_days=[9, 9, None, 9, 9])
    for growable in (0.0, 1.0):
        for way in WAYS:
            for row in categorise(table, way=way, **{**SHARES, "most_growable_share": growable}).to_pylist():
                assert say(row["reason"], json.loads(row["reason_arguments"])) != row["reason"]
    assert {code for code, _ in LOSSES.values()} <= set(messages())
