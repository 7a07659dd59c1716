"""Corridors: floor, what comparable customers pay, target, ceiling."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carteira.customize.pricing import price_corridors
from carteira.customize.pricing.comparison import thirds
from tests.customize.pricing.prices import LADDER, customers, paid, products


def corridor(table: pa.Table) -> dict[str, Any]:
    (row,) = table.to_pylist()
    return row


def test_the_worked_table() -> None:
    found = corridor(price_corridors(paid(LADDER), products(), customers(21), least_margin=0.05))

    assert found["usual_low"] == pytest.approx(850)
    assert found["usual_price"] == pytest.approx(900)
    assert found["usual_high"] == pytest.approx(950)
    assert found["ceiling_price"] == 1000
    assert found["floor_price"] == pytest.approx(500 / 0.85)
    assert found["target_price"] == pytest.approx(950)
    assert (found["basis"], found["customers"]) == ("product_and_quantity", 21)
    assert (found["quantity_from"], found["quantity_to"]) == (0.0, None)


def test_the_floor_pays_tax_service_and_the_least_margin() -> None:
    found = corridor(price_corridors(paid(LADDER), products(tax_share=0.2), customers(21), least_margin=0.1))
    price = found["floor_price"]

    assert price * 0.8 - 500 - 0.1 * price * 0.8 == pytest.approx(0.1 * price * 0.8)


def test_a_target_never_lies_below_the_floor_nor_above_the_ceiling() -> None:
    dear = corridor(price_corridors(paid(LADDER), products(unit_cost=830.0), customers(21), least_margin=0.05))
    lost = corridor(price_corridors(paid(LADDER), products(unit_cost=900.0), customers(21), least_margin=0.05))

    assert dear["target_price"] == pytest.approx(dear["floor_price"]) == pytest.approx(830 / 0.85)
    assert lost["floor_price"] > lost["ceiling_price"] == lost["target_price"]


def test_what_is_not_known_is_null() -> None:
    unknown = products(unit_cost=None, list_price=None)
    found = corridor(price_corridors(paid(LADDER[:19]), unknown, customers(19), least_margin=0.05))

    assert found["floor_price"] is found["usual_price"] is found["target_price"] is found["basis"] is None
    assert found["customers"] == 0
    assert found["ceiling_price"] == 1000


def test_too_few_of_a_segment_are_compared_with_their_kind_and_then_with_anybody() -> None:
    few = customers(21).slice(0, 18).to_pylist() + [
        {**row, "segment": 2} for row in customers(21).slice(18).to_pylist()
    ]
    by_kind = price_corridors(paid(LADDER), products(), pa.Table.from_pylist(few), least_margin=0.05)
    persons = [{**row, "kind": "person"} if row["segment"] == 2 else row for row in few]
    by_anybody = price_corridors(paid(LADDER), products(), pa.Table.from_pylist(persons), least_margin=0.05)

    assert set(by_kind["basis"].to_pylist()) == {"product_of_kind"}
    assert set(by_anybody["basis"].to_pylist()) == {"product_of_anybody"}


def test_quantities_are_split_where_a_third_of_the_buyers_is_passed() -> None:
    larger = [{**row, "quantity": 10.0 * (1 + row["customer_id"] // 7)} for row in LADDER]
    rows = price_corridors(paid(larger), products(), customers(21), least_margin=0.05).to_pylist()

    assert [(row["quantity_from"], row["quantity_to"]) for row in rows] == [(0.0, 2.0), (2.0, 3.0), (3.0, None)]
    assert {row["basis"] for row in rows} == {"product"}, "seven of a third are too few"


def test_an_empty_book_has_no_corridor() -> None:
    table = price_corridors(paid(LADDER).slice(0, 0), products().slice(0, 0), customers(0), least_margin=0.05)

    assert table.num_rows == 0
    assert "floor_price" in table.column_names


@given(st.lists(st.integers(1, 10_000), min_size=20, max_size=40), st.floats(0, 0.4), st.floats(0, 0.3))
def test_the_parts_are_in_order(nets: list[int], least_margin: float, tax: float) -> None:
    rows = [{"customer_id": number, "gross": 10_000, "net": net} for number, net in enumerate(nets)]
    table = price_corridors(paid(rows), products(tax_share=tax), customers(len(nets)), least_margin=least_margin)

    for found in table.to_pylist():
        assert 0 < found["usual_low"] <= found["usual_price"] <= found["usual_high"] <= found["ceiling_price"]
        assert found["target_price"] >= min(found["floor_price"], found["ceiling_price"])
        assert found["floor_price"] >= 500


def test_thirds_of_nobody_and_of_one() -> None:
    assert thirds(np.array([1]), np.array([5.0]), 2).tolist() == [[np.inf, np.inf], [np.inf, np.inf]]
