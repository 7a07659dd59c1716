"""Parquet files: typed columns are coerced as exactly as text is read."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from carteira.errors import CarteiraError
from tests.warehouse.files.reading import read_file


def parquet(**columns: pa.Array) -> bytes:
    data = io.BytesIO()
    pq.write_table(pa.table(columns), data)
    return data.getvalue()


def orders(**columns: pa.Array) -> bytes:
    return parquet(
        **{
            "order_id": pa.array([1.0, 12345678901.0]),
            "customer": pa.array([None, 7], pa.int32()),
            "ordered_at": pa.array([date(2025, 5, 31)] * 2),
            "product_id": pa.array(["p", " q "]).dictionary_encode(),
            "quantity": pa.array([1.5, 1e-7]),
            "unit_price": pa.array([Decimal("1234.5"), Decimal("-0.1")], pa.decimal128(20, 10)),
        }
        | columns
    )


def test_typed_columns_are_coerced(write: Callable) -> None:
    reading = read_file(write(orders(flag=pa.array([True, None]), tags=pa.array([["a"], None]))))
    assert reading.column("order_id") == ["1", "12345678901"]
    assert reading.column("customer") == [None, "7"]
    assert reading.column("product_id") == ["p", "q"]
    assert reading.column("quantity") == [Decimal("1.5"), 0]
    assert reading.column("unit_price") == [Decimal("1234.5"), Decimal("-0.1")]
    assert reading.column("attributes") == ['{"flag":"true","tags":"[\\"a\\"]"}', None]
    assert reading.column("line") == [1, 2]


@pytest.mark.parametrize(
    "moments",
    [
        pa.array([datetime(2025, 5, 31, 13, 20, tzinfo=UTC)] * 2, pa.timestamp("ms", "UTC")),
        pa.array([datetime(2025, 5, 31, 13, 20, tzinfo=UTC)] * 2, pa.timestamp("us", "Asia/Kolkata")),
        pa.array([datetime(2025, 5, 31, 10, 20)] * 2, pa.timestamp("ns")),
        pa.array(["31/05/2025 10:20"] * 2),
    ],
)
def test_moments_end_in_the_books_time_zone(write: Callable, moments: pa.Array) -> None:
    reading = read_file(write(orders(ordered_at=moments)))
    assert reading.column("ordered_at") == [datetime(2025, 5, 31, 10, 20)] * 2


def test_values_that_do_not_fit_are_rejected_lines(write: Callable) -> None:
    data = orders(quantity=pa.array([float("nan"), 1e300]), product_id=pa.array(["p", "q"]))
    reading = read_file(write(data))
    assert reading.rejected == [
        (1, "missing_value", "quantity", None),
        (2, "number_out_of_range", "quantity", "1e+300"),
    ]


def test_nul_bytes_and_giant_cells_are_rejected_lines(write: Callable) -> None:
    reading = read_file(write(parquet(source_id=pa.array(["1", "a\0", "x" * 2_000_000]))), "customers")
    assert [(line, code) for line, code, _, _ in reading.rejected] == [(2, "nul_byte"), (3, "cell_too_large")]


@pytest.mark.parametrize("size", [5, 100, 1000])
def test_a_cut_off_file_is_one_error(write: Callable, size: int) -> None:
    with pytest.raises(CarteiraError) as caught:
        read_file(write(orders()[:size]))
    assert caught.value.code == "damaged_file"
