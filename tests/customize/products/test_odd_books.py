"""Books of nothing, of one, of returns only, of products without price, cost or name: a plan all the same."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carteira.customize.products import product_plan
from tests.customize.products.books import AS_OF, Line, tables


def plan(lines: list[Line], **more: dict) -> list[dict[str, object]]:
    return product_plan(*tables(lines, **more), as_of=AS_OF).to_pylist()


def test_an_empty_book_has_an_empty_plan() -> None:
    assert plan([]) == []
    assert plan([], customers={1: {}, 2: {"kind": "person"}}) == []
    assert plan([], products={"pen": {}}, customers={1: {}}) == []


def test_one_customer_with_one_product_may_buy_it_again() -> None:
    (row,) = plan([(1, "pen", 40, 2.0, 300)])

    assert (row["kind"], row["reason"], row["product_name"]) == ("repurchase", "plan_bought_once", "pen")
    assert json.loads(row["arguments"]) == {"ago": 40}
    assert 0 < row["probability"] < 1
    assert (row["expected_margin"], row["margin_basis"]) == (None, None)


@pytest.mark.parametrize("taken_back", [-2.0, -3.0])
def test_what_was_returned_was_not_bought(taken_back: float) -> None:
    kept = [(c, "pen", 40, 1.0, 100) for c in range(1, 6)]
    lines = [*kept, (1, "ink", 40, 2.0, 300), (1, "ink", 30, taken_back, -300)]

    assert {row["product_id"] for row in plan(lines)} == {"pen"}
    assert plan([(1, "ink", 40, 2.0, 300), (1, "ink", 40, taken_back, -300)]) == []


def test_a_return_after_the_day_is_not_known_before_it() -> None:
    lines = [(1, "ink", 40, 2.0, 300), (1, "ink", -3, -2.0, -300)]

    assert [row["product_id"] for row in plan(lines)] == ["ink"]


def test_a_line_given_twice_is_one_purchase() -> None:
    once = [(1, "pen", ago, 1.0, 100) for ago in (90, 60, 30)]
    (row,) = plan(once + once)

    assert json.loads(row["arguments"]) == {"times": 3, "every": 30, "ago": 30}
    assert row["expected_on"] == plan(once)[0]["expected_on"]


def test_purchases_of_strangers_and_of_unknown_products_are_left_out() -> None:
    lines = [(1, "pen", 40, 1.0, 100), (2, "pen", 40, 1.0, 100), (1, "gone", 40, 1.0, 100)]

    assert [row["product_id"] for row in plan(lines, customers={1: {}}, products={"pen": {}})] == ["pen"]


quantities = st.sampled_from([-2.0, 0.0, 1.0, 5.0])
lines_of_any_kind = st.lists(
    st.tuples(st.integers(1, 6), st.sampled_from("abcdef"), st.integers(-10, 400), quantities, st.integers(-500, 500)),
    max_size=40,
)
facts = st.fixed_dictionaries(
    {},
    optional={
        "category": st.sampled_from(["x", "y", None]),
        "known_revenue": st.integers(-5, 100),
        "known_cost": st.integers(0, 100),
    },
)


@settings(max_examples=60, deadline=None)
@given(lines_of_any_kind, st.fixed_dictionaries(dict.fromkeys("abcdef", facts)), st.integers(1, 400))
def test_any_book_has_a_plan_that_makes_sense(
    lines: list[Line], products: dict[str, dict[str, object]], horizon: int
) -> None:
    customers = {1: {"kind": "company"}, 2: {"kind": "person", "city": "Recife"}, 3: {}, 4: {}, 7: {"branch": "south"}}
    given_ = tables(lines, products, customers)
    rows = product_plan(*given_, as_of=AS_OF, horizon_days=horizon).to_pylist()

    for row in rows:
        assert 0 <= row["probability"] <= 1
        assert row["expected_on"] is None or row["expected_on"] >= AS_OF
        assert row["expected_spend"] >= 0
        assert row["customer_id"] in customers
        json.loads(row["arguments"])
    assert len({(row["customer_id"], row["product_id"]) for row in rows}) == len(rows)
