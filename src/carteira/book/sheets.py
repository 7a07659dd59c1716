"""A list of customers as a file: its columns in the words and numbers that whoever opens it expects."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import xlsxwriter

from carteira.book.export import XLSX_ROWS
from carteira.book.settings import minor_factor
from carteira.book.spreadsheet import harmless, harmless_column
from carteira.differentiate.figures import FIGURES, Figure

ENDINGS: Mapping[str, str] = {"csv": "csv", "csv_excel": "csv", "xlsx": "xlsx", "parquet": "parquet"}
"""The formats, and how the names of their files end. `csv_excel`: for an Excel whose decimal sign is a comma."""
XLSX_CHARACTERS = 32_767
WIDTHS = {"text": 24, "choice": 20}
Batches = Iterable[pa.RecordBatch]
Told = Callable[[int], None]


@dataclass(frozen=True)
class Sheet:
    """How the file is written. `titles` by figure and `words` by figure and value are what its reader calls them; a
    Parquet file, which programs read, has the names and minor units of the computed tables instead."""

    format: str
    currency: str
    columns: Sequence[str]
    titles: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def title(self, name: str) -> str:
        title = self.titles.get(name, name)
        return harmless(f"{title} ({self.currency})" if FIGURES[name].kind == "money" else title)


def write_sheet(sheet: Sheet, batches: Batches, path: Path, written: Told) -> int:
    """Writes the batches, which have the sheet's columns, and gives their rows. `written` is told how many so far.

    Money stands in major units and shares as fractions; texts are no formulas. Only the first XLSX_ROWS rows fit in a
    workbook: whoever calls counts before.
    """
    writers = {"parquet": _write_parquet, "xlsx": _write_xlsx}
    return writers.get(sheet.format, _write_csv)(sheet, batches, path, written)


def _counted(batches: Batches, written: Told) -> Iterator[pa.RecordBatch]:
    done = 0
    for batch in batches:
        yield batch
        done += batch.num_rows
        written(done)


def _write_parquet(sheet: Sheet, batches: Batches, path: Path, written: Told) -> int:
    writer, rows = None, 0
    for batch in _counted(batches, written):
        writer = writer or pq.ParquetWriter(path, batch.schema, compression="zstd")
        writer.write_batch(batch)
        rows += batch.num_rows
    if writer is None:
        pq.write_table(pa.table({name: pa.nulls(0) for name in sheet.columns}), path)
    else:
        writer.close()
    return rows


def _write_csv(sheet: Sheet, batches: Batches, path: Path, written: Told) -> int:
    excel = sheet.format == "csv_excel"
    rows = 0
    with open(path, "w", encoding="utf-8-sig" if excel else "utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";" if excel else ",")
        writer.writerow([sheet.title(name) for name in sheet.columns])
        for batch in _counted(batches, written):
            columns = [_texts(sheet, name, batch.column(name), "," if excel else ".") for name in sheet.columns]
            writer.writerows(zip(*columns, strict=True))
            rows += batch.num_rows
    return rows


def _texts(sheet: Sheet, name: str, values: pa.Array, point: str) -> list[str | None]:
    """The values of a column as texts; None where unknown."""
    figure = FIGURES[name]
    if figure.kind in ("text", "choice"):
        return _words(sheet, name, values)
    if figure.kind == "money":
        values = _major(values, sheet.currency)
    found = values.cast(pa.string())
    number = figure.kind in ("money", "number", "percent")
    return (pc.replace_substring(found, ".", point) if number and point != "." else found).to_pylist()


def _words(sheet: Sheet, name: str, values: pa.Array) -> list[str | None]:
    words = sheet.words.get(name)
    texts = harmless_column(values.cast(pa.string()))
    return [words.get(text, text) for text in texts.to_pylist()] if words else texts.to_pylist()


def _major(minor: pa.Array, currency: str) -> pa.Array:
    """Whole minor units as exact decimals of the currency."""
    places = len(str(minor_factor(currency))) - 1
    unit = pa.scalar(Decimal(1).scaleb(-places), pa.decimal128(max(places, 1) + 1, places))
    return pc.multiply(minor.cast(pa.int64()).cast(pa.decimal128(19, 0)), unit)


def _write_xlsx(sheet: Sheet, batches: Batches, path: Path, written: Told) -> int:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    row = 0
    with xlsxwriter.Workbook(str(path), options) as workbook:
        page = workbook.add_worksheet()
        page.freeze_panes(1, 1)
        bold = workbook.add_format({"bold": True})
        figures = [FIGURES[name] for name in sheet.columns]
        formats = [workbook.add_format(_xlsx_format(figure, sheet.currency)) for figure in figures]
        for place, figure in enumerate(figures):
            page.set_column(place, place, WIDTHS.get(figure.kind, 14))
            page.write_string(0, place, sheet.title(figure.name), bold)
        for batch in _counted(batches, written):
            columns = [_cells(sheet, name, batch.column(name)) for name in sheet.columns]
            for cells in zip(*columns, strict=True):
                row += 1
                for place, cell in enumerate(cells):
                    _write_cell(page, row, place, cell, formats[place])
    return row


def _cells(sheet: Sheet, name: str, values: pa.Array) -> list[Any]:
    kind = FIGURES[name].kind
    if kind in ("text", "choice"):
        return [text and text[:XLSX_CHARACTERS] for text in _words(sheet, name, values)]
    return (_major(values, sheet.currency).cast(pa.float64()) if kind == "money" else values).to_pylist()


def _write_cell(page: Any, row: int, place: int, cell: Any, cell_format: Any) -> None:
    if isinstance(cell, bool):
        page.write_boolean(row, place, cell)
    elif isinstance(cell, str):
        page.write_string(row, place, cell)
    elif isinstance(cell, int | float):
        page.write_number(row, place, cell, cell_format)
    elif cell is not None:
        page.write_datetime(row, place, cell, cell_format)


def _xlsx_format(figure: Figure, currency: str) -> dict[str, str]:
    places = len(str(minor_factor(currency))) - 1
    money = "#,##0" + ("." + "0" * places if places else "")
    known = {"money": money, "percent": "0.0%", "day": "yyyy-mm-dd"}
    return {"num_format": known[figure.kind]} if figure.kind in known else {}


def fits(sheet: Sheet, rows: int) -> bool:
    """Whether that many rows fit in a file of this format."""
    return sheet.format != "xlsx" or rows <= XLSX_ROWS
