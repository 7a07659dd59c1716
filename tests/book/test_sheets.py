"""The files of lists: numbers, days and words as whoever opens the file expects them, and no formula."""

import csv
from datetime import date
from io import StringIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import python_calamine

from carteira.book.sheets import ENDINGS, Sheet, fits, write_sheet

NAMES = ["=1+1", "+55", "-2+3", "@SUM(A1)", "＝1+1", "\u200b=1", " =1", "two\nlines", 'Açaí; e "Cia"', None]
COLUMNS = ("customer_id", "name", "category", "revenue", "probability_alive", "last_purchase_on", "growable", "t")
TITLES = {"customer_id": "Número", "name": "Nome", "revenue": "Receita", "probability_alive": "=Chance"}
WORDS = {"category": {"mvc": "Mais valioso"}}


def batches() -> list[pa.RecordBatch]:
    rows = [
        {
            "customer_id": place,
            "name": name,
            "category": "mvc" if place < 5 else "=other",
            "revenue": -123_456 if place == 1 else None,
            "probability_alive": 0.125,
            "last_purchase_on": date(2026, 1, 31),
            "growable": place == 1,
            "t": 2.5,
        }
        for place, name in enumerate(NAMES, 1)
    ]
    schema = pa.Table.from_pylist(rows).schema
    return [pa.RecordBatch.from_pylist(rows[:6], schema), pa.RecordBatch.from_pylist(rows[6:], schema)]


def write(tmp_path: Path, kind: str, currency: str = "BRL") -> Path:
    told: list[int] = []
    path = tmp_path / f"list.{ENDINGS[kind]}"
    assert write_sheet(Sheet(kind, currency, COLUMNS, TITLES, WORDS), batches(), path, told.append) == len(NAMES)
    assert told == [6, 10]
    return path


def rows_of(path: Path, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), delimiter=delimiter))


HEAD = ["Número", "Nome", "category", "Receita (BRL)", "'=Chance", "last_purchase_on", "growable", "t"]


def test_a_csv_has_major_units_and_points(tmp_path: Path) -> None:
    path = write(tmp_path, "csv")
    rows = rows_of(path)
    assert not path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert rows[0] == HEAD
    assert rows[1] == ["1", "'=1+1", "Mais valioso", "-1234.56", "0.125", "2026-01-31", "true", "2.5"]
    assert rows[10] == ["10", "", "'=other", "", "0.125", "2026-01-31", "false", "2.5"]


def test_excel_with_a_decimal_comma_gets_its_own(tmp_path: Path) -> None:
    path = write(tmp_path, "csv_excel")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert rows_of(path, ";")[1] == ["1", "'=1+1", "Mais valioso", "-1234,56", "0,125", "2026-01-31", "true", "2,5"]


@pytest.mark.parametrize("kind", ["csv", "csv_excel", "xlsx"])
def test_no_name_is_a_formula(tmp_path: Path, kind: str) -> None:
    path = write(tmp_path, kind)
    if kind == "xlsx":
        rows = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    else:
        rows = rows_of(path, ";" if kind == "csv_excel" else ",")
    expected = [*(f"'{name}" for name in NAMES[:7]), *NAMES[7:9], ""]
    assert [row[1] for row in rows[1:]] == expected


def test_a_workbook_has_numbers_days_and_flags(tmp_path: Path) -> None:
    rows = python_calamine.CalamineWorkbook.from_path(write(tmp_path, "xlsx")).get_sheet_by_index(0).to_python()
    assert rows[0] == HEAD
    assert rows[1] == [1.0, "'=1+1", "Mais valioso", -1234.56, 0.125, date(2026, 1, 31), True, 2.5]
    assert rows[10] == [10.0, "", "'=other", "", 0.125, date(2026, 1, 31), False, 2.5]


def test_parquet_has_the_names_and_units_of_the_computed_tables(tmp_path: Path) -> None:
    assert pq.read_table(write(tmp_path, "parquet")).equals(pa.Table.from_batches(batches()))


def test_a_currency_without_cents(tmp_path: Path) -> None:
    assert rows_of(write(tmp_path, "csv", "JPY"))[1][3] == "-123456"


def test_a_list_of_nobody_has_its_header(tmp_path: Path) -> None:
    for kind in ENDINGS:
        path = tmp_path / kind
        assert write_sheet(Sheet(kind, "BRL", COLUMNS, TITLES), [], path, lambda done: None) == 0
    assert rows_of(tmp_path / "csv") == [HEAD]
    assert python_calamine.CalamineWorkbook.from_path(tmp_path / "xlsx").get_sheet_by_index(0).to_python() == [HEAD]
    assert pq.read_table(tmp_path / "parquet").column_names == list(COLUMNS)


def test_a_workbook_holds_so_many_rows() -> None:
    assert fits(Sheet("xlsx", "BRL", ()), 1_048_575)
    assert not fits(Sheet("xlsx", "BRL", ()), 1_048_576)
    assert fits(Sheet("csv", "BRL", ()), 1_048_576)
