"""Workbooks: cells of every type, sheets, and archives made to harm."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from carteira.errors import CarteiraError
from carteira.warehouse.files import inspect
from tests.warehouse.files.reading import read_file

HEADER = ["order_id", "customer", "ordered_at", "product_id", "quantity", "unit_price", "note"]


def workbook(rows: list[list[Any]], sheets: tuple[str, ...] = ("Sheet1",), first_row: int = 0) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True, "default_date_format": "dd/mm/yyyy hh:mm"}) as book:
        for name in sheets:
            sheet = book.add_worksheet(name)
        for place, row in enumerate(rows, start=first_row):
            for column, cell in enumerate(row):
                sheet.write(place, column, cell)
    return data.getvalue()


def test_cells_of_every_type_are_read(write: Callable) -> None:
    rows = [
        HEADER,
        [536365.0, 17850, datetime(2025, 5, 31, 10, 20), "007", 2, 0.1 + 0.2, True],
        ["A-1", None, date(2025, 5, 31), 85123.0, "-1,5", "R$ 1.234,56", 12.5],
    ]
    reading = read_file(write(workbook(rows), "orders.xlsx"))
    assert reading.column("order_id") == ["536365", "A-1"]
    assert reading.column("customer") == ["17850", None]
    assert reading.column("ordered_at") == [datetime(2025, 5, 31, 10, 20), datetime(2025, 5, 31)]
    assert reading.column("unit_price") == [Decimal("0.3"), Decimal("1234.56")]
    assert reading.column("attributes") == ['{"note":"true"}', '{"note":"12,5"}']
    assert reading.column("line") == [2, 3]


def test_formulas_give_their_value_and_empty_rows_are_no_lines(write: Callable) -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(1, 0, ["source_id", "name", "credit_limit"])
        sheet.write_row(4, 0, [1, "Ana"])
        sheet.write_formula(4, 2, "=1+1", None, 2)
        sheet.merge_range(5, 0, 6, 1, "merged")
    reading = read_file(write(data.getvalue()), "customers")
    assert reading.column("credit_limit") == [2, None]
    assert reading.column("source_id") == ["1", "merged"]
    assert reading.column("line") == [5, 6]


def test_an_id_that_excel_has_rounded_is_rejected(write: Callable) -> None:
    reading = read_file(write(workbook([["source_id"], [1234567890123456.0], [12345678901234.0]])), "customers")
    assert reading.column("source_id") == ["12345678901234"]
    assert [(line, code) for line, code, _, _ in reading.rejected] == [(2, "scientific_id")]


def test_the_first_filled_sheet_is_read_or_the_one_that_the_mapping_names(write: Callable) -> None:
    path = write(workbook([["source_id"], ["1"]], sheets=("Empty", "Filled")))
    assert inspect(path).sheet == "Filled"
    assert read_file(path, "customers", '[format]\nsheet = "Filled"').column("source_id") == ["1"]
    with pytest.raises(CarteiraError, match="Empty, Filled"):
        read_file(path, "customers", '[format]\nsheet = "Other"')


def archive(members: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return data.getvalue()


def altered(name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook([["source_id"], ["1"]]))) as good:
        return archive({each: good.read(each) for each in good.namelist()} | {name: content})


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
FAR = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
LAUGHS = b"".join(
    b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10 if level else b"lol" * 10) for level in range(9)
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (altered("xl/media/bomb", b"\0" * 50_000_000), "decompression_bomb"),
        (altered("xl/worksheets/sheet1.xml", SHEET % FAR), "sheet_too_large"),
        (archive({"word/document.xml": b"x"}), "not_a_workbook"),
        (archive({"xl/workbook.xml": b"<"}), "damaged_file"),
        (workbook([["source_id"], ["1"]])[:-100], "damaged_file"),
        (workbook([]), "empty_file"),
    ],
    ids=["bomb", "far_cell", "document", "broken", "cut_off", "empty"],
)
def test_a_harmful_or_broken_workbook_is_one_error(write: Callable[..., Path], data: bytes, code: str) -> None:
    with pytest.raises(CarteiraError) as caught:
        read_file(write(data), "customers")
    assert caught.value.code == code


def test_a_billion_laughs_are_not_heard(write: Callable) -> None:
    content = b"<!DOCTYPE x [" + LAUGHS + b"]>" + SHEET % b'<row r="1"><c r="A1" t="str"><v>&l8;</v></c></row>'
    with pytest.raises(CarteiraError):
        read_file(write(altered("xl/worksheets/sheet1.xml", content)), "customers")
