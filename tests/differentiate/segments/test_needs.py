"""What each customer needs: declared beats inferred, and the segments stay who they are."""

import json

import numpy as np
import pyarrow as pa
import pytest

from carteira.differentiate.segments.description import place
from carteira.differentiate.segments.needs import Needs, find_needs

CATEGORIES = ("paper", "tools", "food")
SHARES = {"price": (0.8, 0.1, 0.1), "advice": (0.1, 0.8, 0.1), "ease": (0.1, 0.1, 0.8)}
GRANTED = {"price": 0.2, "advice": 0.04, "ease": 0.04}


def company(count: int = 600, *, answers: int = 60, seed: int = 1) -> tuple[pa.Table, pa.Table, list[str]]:
    """Customers of three needs with twelve lines each, some of whom have told theirs, and two who never bought."""
    chance = np.random.default_rng(seed)
    needs = [list(SHARES)[number] for number in chance.integers(0, 3, count)]
    lines = np.array([chance.multinomial(12, SHARES[need]) for need in needs])
    told = [need if number < answers else None for number, need in enumerate(needs)]
    granted = [GRANTED[need] * chance.lognormal(0, 0.3) for need in needs]
    inputs = pa.table(
        {
            "customer_id": list(range(1, count + 3)),
            "kind": ["company"] * (count + 2),
            "category": ["mvc", *["intermediate"] * (count + 1)],
            "actual_value": pa.array([*chance.integers(0, 1000, count), 0, 0], pa.int64()),
            "discount_share": pa.array([*granted, None, None], pa.float64()),
            "answer": pa.array([*told, "advice", None], pa.string()),
        }
    )
    rows = [(row + 1, name, int(lines[row, place])) for row in range(count) for place, name in enumerate(CATEGORIES)]
    bought = [row for row in rows if row[2]]
    names = ("customer_id", "category", "lines")
    return inputs, pa.table(dict(zip(names, map(list, zip(*bought, strict=True)), strict=True))), needs


@pytest.fixture(scope="module")
def found() -> tuple[Needs, pa.Table, pa.Table, list[str]]:
    inputs, purchases, needs = company()
    return find_needs(inputs, purchases), inputs, purchases, needs


def test_it_works(found: tuple[Needs, pa.Table, pa.Table, list[str]]) -> None:
    result, _inputs, _purchases, needs = found
    rows = result.customers.to_pylist()[: len(needs)]
    inferred = [(row["need"], need) for row, need in zip(rows, needs, strict=True) if row["basis"] == "inferred"]
    assert len(inferred) > 500
    assert np.mean([stated == need for stated, need in inferred]) > 0.98
    assert sorted(result.segments["need"].to_pylist()) == ["advice", "ease", "price"]


def test_declared_beats_inferred(found: tuple[Needs, pa.Table, pa.Table, list[str]]) -> None:
    _result, inputs, purchases, needs = found
    other = "ease" if needs[0] != "ease" else "price"
    answers = [other, *inputs["answer"].to_pylist()[1:]]
    changed = inputs.set_column(inputs.column_names.index("answer"), "answer", pa.array(answers, pa.string()))
    first = find_needs(changed, purchases).customers.to_pylist()[0]
    assert (first["need"], first["basis"], first["probability"], first["question_rank"]) == (
        other,
        "declared",
        1.0,
        None,
    )


def test_who_never_bought_has_only_what_was_declared(found: tuple[Needs, pa.Table, pa.Table, list[str]]) -> None:
    told, silent = found[0].customers.to_pylist()[-2:]
    assert (told["need"], told["basis"], told["segment"]) == ("advice", "declared", None)
    assert (silent["need"], silent["basis"], silent["probability"], silent["segment"]) == (None, None, None, None)
    assert silent["question_rank"] is not None


def test_questions_go_first_to_the_valuable_and_uncertain(found: tuple[Needs, pa.Table, pa.Table, list[str]]) -> None:
    _result, inputs, purchases, _needs = found
    category = ["intermediate"] * len(inputs)
    category[100], category[200] = "mgc", "mvc"
    asked = inputs.set_column(inputs.column_names.index("category"), "category", pa.array(category))
    result = find_needs(asked, purchases).customers
    ranks = result["question_rank"].to_pylist()
    assert sorted((ranks[100], ranks[200])) == [1, 2]
    undeclared = [basis != "declared" for basis in result["basis"].to_pylist()]
    assert sorted(rank for rank in ranks if rank is not None) == list(range(1, sum(undeclared) + 1))


def test_segments_keep_their_numbers(found: tuple[Needs, pa.Table, pa.Table, list[str]]) -> None:
    result, inputs, purchases, _needs = found
    renumbered = {1: 7, 2: 4, 3: 9}
    before = pa.table(
        {
            "customer_id": result.customers["customer_id"],
            "segment": pa.array([renumbered.get(each) for each in result.customers["segment"].to_pylist()], pa.int64()),
        }
    )
    again = find_needs(inputs, purchases, previous=before)
    assert again.customers["segment"].to_pylist() == before["segment"].to_pylist()
    assert again.segments["segment"].to_pylist() == [4, 7, 9]


def test_a_segment_is_described(found: tuple[Needs, pa.Table, pa.Table, list[str]]) -> None:
    result = found[0]
    by_need = {row["need"]: row for row in result.segments.to_pylist()}
    price = json.loads(by_need["price"]["traits"])
    assert price[0]["code"] == "granted_more"
    assert {"code": "buys_much", "category": "paper"}.items() <= price[1].items()
    assert sum(row["customers"] for row in result.segments.to_pylist()) == 600
    assert by_need["price"]["agreement"] > 0.95


def test_one_customer_is_placed_as_the_run_placed_it(found: tuple[Needs, pa.Table, pa.Table, list[str]]) -> None:
    result, inputs, purchases, _needs = found
    for number in (100, 300, 599):
        lines = {row["category"]: row["lines"] for row in purchases.to_pylist() if row["customer_id"] == number}
        granted = inputs["discount_share"][number - 1].as_py()
        placed = place(result.segments, lines, kind="company", discount_share=granted)
        row = result.customers.to_pylist()[number - 1]
        assert max(placed, key=placed.__getitem__) == row["segment"]
        assert placed[row["segment"]] == pytest.approx(row["segment_probability"])


def test_without_answers_segments_have_no_need(found: tuple[Needs, pa.Table, pa.Table, list[str]]) -> None:
    inputs, purchases, _needs = company(300, answers=0)
    inputs = inputs.set_column(inputs.column_names.index("answer"), "answer", pa.nulls(len(inputs), pa.string()))
    result = find_needs(inputs, purchases)
    assert set(result.segments["need"].to_pylist()) == {None}
    assert set(result.customers["need"].to_pylist()) == {None}
    assert result.customers["segment"].null_count == 2


@pytest.mark.parametrize("bought", [0, 1])
def test_hardly_anybody(bought: int) -> None:
    inputs, purchases, _needs = company(60)
    few = purchases.slice(0, bought)
    result = find_needs(inputs, few)
    assert len(result.customers) == len(inputs)
    assert result.customers["segment"].drop_null().to_pylist() == [1] * bought


def test_an_empty_book() -> None:
    inputs, purchases, _needs = company(60)
    result = find_needs(inputs.slice(0, 0), purchases.slice(0, 0))
    assert (len(result.customers), result.segments["customers"].to_pylist()) == (0, [0])
