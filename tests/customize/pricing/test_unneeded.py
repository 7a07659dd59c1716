"""The discount that is not needed, and what is kept of it."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carteira.customize.pricing import customer_price
from tests.customize.pricing.prices import LADDER, customers, elasticity, paid, products


def test_the_worked_table() -> None:
    found = customer_price(paid(LADDER), products(), customers(21), elasticity(-1.0, -2.0, 0.0)).to_pylist()
    first = found[0]

    assert first["discount"] == 2_000
    assert first["unneeded_discount"] == 500
    assert first["price_index"] == pytest.approx(8_000 / 9_000)
    assert (first["compared_share"], first["comparable_customers"]) == (1.0, 21)
    assert [row["unneeded_discount"] for row in found[:7]] == [500, 400, 300, 200, 100, 0, 0]


def test_what_is_kept_after_the_orders_that_are_lost() -> None:
    rows = [{**row, "product_cost": 5_000} for row in LADDER]
    first = customer_price(paid(rows), products(), customers(21), elasticity(-1.0, -2.0, 0.0)).to_pylist()[0]

    # The price rises by 500 / 8000: at -1 the orders fall to 94.12 %, and the margin from 3000 to 3500 x 94.12 %.
    assert first["kept"] == round(3_500 / 1.0625 - 3_000) == 294
    assert first["kept_low"] == round(3_500 / 1.0625**2 - 3_000) == 100
    assert first["kept_high"] == 500


def test_at_a_loss_fewer_orders_are_a_gain() -> None:
    rows = [{**row, "product_cost": 9_000} for row in LADDER]
    first = customer_price(paid(rows), products(), customers(21), elasticity(-1.0, -2.0, 0.0)).to_pylist()[0]

    assert first["kept_low"] == 500 < first["kept"] < first["kept_high"]


def test_an_answer_that_cannot_be_is_taken_as_none() -> None:
    rows = [{**row, "product_cost": 5_000} for row in LADDER]
    first = customer_price(paid(rows), products(), customers(21), elasticity(0.5, 0.2, 0.9)).to_pylist()[0]

    assert first["kept_low"] == first["kept"] == first["kept_high"] == 500


def test_an_unknown_elasticity_or_cost_leaves_what_is_kept_unknown() -> None:
    unsure = customer_price(paid(LADDER), products(), customers(21), elasticity(None, None, None)).to_pylist()[0]
    uncosted = paid([{**row, "known_revenue": 0, "product_cost": 0} for row in LADDER])
    unknown = customer_price(uncosted, products(), customers(21), elasticity(-1.0, -2.0, 0.0)).to_pylist()[0]

    for row in (unsure, unknown):
        assert row["unneeded_discount"] == 500
        assert row["kept_low"] is row["kept"] is row["kept_high"] is None


def test_too_few_comparable_customers_say_nothing() -> None:
    found = customer_price(paid(LADDER[:19]), products(), customers(19), elasticity(-1.0, -2.0, 0.0)).to_pylist()

    for row in found:
        assert row["unneeded_discount"] is row["comparable_customers"] is row["price_index"] is row["kept"] is None
        assert row["compared_share"] == 0
    assert found[0]["discount"] == 2_000


def test_other_segments_are_no_comparison() -> None:
    others = customers(21).to_pylist()[:2] + [{**row, "segment": 2} for row in customers(21).to_pylist()[2:]]
    found = customer_price(paid(LADDER), products(), pa.Table.from_pylist(others), elasticity(-1.0, -2.0, 0.0))
    assert found["unneeded_discount"].to_pylist() == [None] * 21


def test_every_customer_has_a_row() -> None:
    found = customer_price(paid(LADDER), products(), customers(23), elasticity(-1.0, -2.0, 0.0)).to_pylist()

    assert [row["customer_id"] for row in found] == list(range(23))
    assert found[22]["discount"] == 0
    assert found[22]["unneeded_discount"] is None


@given(st.lists(st.integers(1, 10_000), min_size=20, max_size=40))
def test_never_more_than_the_discount_nor_for_more_than_a_quarter(nets: list[int]) -> None:
    rows = [{"customer_id": number, "gross": 10_000, "net": net} for number, net in enumerate(nets)]
    found = customer_price(paid(rows), products(), customers(len(nets)), elasticity(-1.0, -2.0, 0.0)).to_pylist()

    for row in found:
        assert 0 <= row["unneeded_discount"] <= row["discount"]
    assert sum(row["unneeded_discount"] > 0 for row in found) <= (len(nets) + 3) / 4
