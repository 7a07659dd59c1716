"""Numbers as people write them become exact decimals, or a rejected line."""

from collections.abc import Callable
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carteira.warehouse.files.numbers import LIMIT, read_numbers

COMMA = {
    "1.234,56": "1234.56",
    "1234,56": "1234.56",
    "1234,56-": "-1234.56",
    "(123,45)": "-123.45",
    "R$ 1.234,56": "1234.56",
    "-R$ 5": "-5",
    "R$ -5,00": "-5",
    "US$ 1.000": "1000",
    "3 €": "3",
    "1 234,5": "1234.5",
    "1\u202f234,5": "1234.5",
    "1e3": "1000",
    "+7": "7",
    ",5": "0.5",
    "−2,5": "-2.5",
    "999999999999,999999": "999999999999.999999",
}


@pytest.mark.parametrize(("text", "value"), COMMA.items())
def test_a_number_with_decimal_comma_is_read(text: str, value: str) -> None:
    array, refused = read_numbers(pa.array([text]), ",")
    assert array[0].as_py() == Decimal(value)
    assert not refused


@pytest.mark.parametrize(("text", "value"), [("1,234.56", "1234.56"), ("1.5", "1.5"), ("12'345.6", "12345.6")])
def test_a_number_with_decimal_point_is_read(text: str, value: str) -> None:
    assert read_numbers(pa.array([text]), ".")[0][0].as_py() == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"), [("0,0000005", 0), ("0,0000015", 2), ("0,00000150001", 2), ("-0,0000025", -2)]
)
def test_more_than_six_decimals_are_rounded_half_even(text: str, value: int) -> None:
    assert read_numbers(pa.array([text]), ",")[0][0].as_py() == Decimal(value).scaleb(-6)


@pytest.mark.parametrize(
    "text", ["abc", "1,2,3", "12.34", "1.23.456", "--5", "5--", "-", "R$", "()", "1e", "12,5%", "(-5)"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    array, refused = read_numbers(pa.array(["1", text]), ",")
    assert array.to_pylist() == [1, None]
    assert refused == {1: "not_a_number"}


@pytest.mark.parametrize("text", ["1000000000000", "1e400", "-999999999999,9999996"])
def test_what_does_not_fit_the_decimal_is_refused(text: str) -> None:
    assert read_numbers(pa.array([text]), ",")[1] == {0: "number_out_of_range"}


@given(st.integers(-LIMIT + 1, LIMIT - 1), st.sampled_from(",."), st.booleans())
def test_what_is_written_is_what_is_read(millionths: int, decimal: str, grouped: bool) -> None:
    value = Decimal(millionths).scaleb(-6)
    written = f"{value:,f}" if grouped else f"{value:f}"
    if decimal == ",":
        written = written.translate(str.maketrans(",.", ".,"))
    array, refused = read_numbers(pa.array([written]), decimal)
    assert array[0].as_py() == value
    assert not refused


def test_a_rejected_number_names_line_column_and_value(read_orders: Callable) -> None:
    reading = read_orders("1,c,2025-05-31,p,1,2.50", "2,c,2025-05-31,p,many,2.50")
    assert reading.rejected == [(3, "not_a_number", "quantity", "many")]
    assert reading.column("unit_price") == [Decimal("2.5")]
