"""Workbooks (XLSX) as batches of text. A formula gives the value it was saved with, a merged cell its text in the first
place only, a cell in error nothing."""

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import python_calamine

from carteira.errors import CarteiraError
from carteira.warehouse.files.archive import check_workbook
from carteira.warehouse.files.batch import TextBatch, as_lines, checked
from carteira.warehouse.files.csv_file import header_names
from carteira.warehouse.files.strings import clean

Row = list[Any]

EXACT_DIGITS = 1e15
"""Excel keeps fifteen digits: a whole number from here on has lost some."""


def sheet_and_header(path: Path, sheet: str) -> tuple[str, tuple[str, ...]]:
    """The sheet's name (the first visible one that is not empty, where `sheet` is "") and the names in its first filled
    row.

    Raises CarteiraError where the workbook or the sheet cannot be read.
    """
    check_workbook(path)
    name, rows = _rows(path, sheet)
    first = next(rows, None)
    return name, header_names(_text(cell, ".") for cell in first[1]) if first else ()


def text_batches(path: Path, sheet: str, decimal: str, columns: int, size: int) -> Iterator[TextBatch]:
    """The rows after the header as text; empty rows are no records. A record's line is its row in the sheet. Numbers
    take the decimal sign `decimal`, as the texts beside them."""
    check_workbook(path)
    _, rows = _rows(path, sheet)
    next(rows, None)
    while part := list(islice(rows, size)):
        cells = [[row[place] if place < len(row) else "" for _, row in part] for place in range(columns)]
        texts = tuple(_texts(column, decimal) for column in cells)
        written = tuple(_texts([cell if isinstance(cell, str) else "" for cell in column], decimal) for column in cells)
        yield checked(TextBatch(as_lines([line for line, _ in part]), texts, written=written))


def _rows(path: Path, sheet: str) -> tuple[str, Iterator[tuple[int, Row]]]:
    """The sheet's name and its filled rows with their numbers."""
    try:
        with python_calamine.CalamineWorkbook.from_path(path) as workbook:
            visible = [
                each.name
                for each in workbook.sheets_metadata
                if each.visible == python_calamine.SheetVisibleEnum.Visible
                and each.typ == python_calamine.SheetTypeEnum.WorkSheet
            ]
            if sheet and sheet not in workbook.sheet_names:
                raise CarteiraError("sheet_not_found", sheet=sheet, known=", ".join(workbook.sheet_names))
            for name in [sheet] if sheet else visible:
                rows = workbook.get_sheet_by_name(name).iter_rows()
                filled = ((line, row) for line, row in enumerate(rows, start=1) if any(cell != "" for cell in row))
                first = next(filled, None)
                if first:
                    return name, _chained(first, filled)
    except (CarteiraError, KeyboardInterrupt):
        raise
    except BaseException as error:  # a panic of the reader, which is written in Rust, is no Exception
        raise CarteiraError("damaged_file", hint="send_the_file_again", file=path.name) from error
    return sheet, iter(())


def _chained(first: tuple[int, Row], rest: Iterator[tuple[int, Row]]) -> Iterator[tuple[int, Row]]:
    yield first
    yield from rest


def _texts(column: Row, decimal: str) -> pa.StringArray:
    return clean(pa.array([_text(cell, decimal) for cell in column], pa.string()))


def _text(cell: Any, decimal: str) -> str:
    match cell:
        case str():
            return cell.encode("utf-8", "replace").decode()
        case bool():
            return str(cell).lower()
        case int() | float():
            return _number(float(cell)).replace(".", decimal)
        case datetime():
            return cell.isoformat(" ")
        case date() | time():
            return cell.isoformat()
        case _:
            return str(cell)


def _number(value: float) -> str:
    if abs(value) >= EXACT_DIGITS:
        return f"{value:.16e}"
    return str(int(value)) if value.is_integer() else repr(value)
