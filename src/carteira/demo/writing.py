"""Files as each source writes them: its own encoding, separator, decimal sign and dates."""

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
import xlsxwriter

ROW_GROUP = 250_000


@dataclass(frozen=True)
class Dialect:
    """How a source writes text files. `brazilian`: decimal comma and dd/mm/yyyy."""

    separator: str
    encoding: str
    mark: bytes = b""
    brazilian: bool = False


ERP_DIALECT = Dialect(",", "utf-8", b"\xef\xbb\xbf")
SHOP_DIALECT = Dialect(";", "latin-1", brazilian=True)
CALL_DIALECT = Dialect("\t", "utf-16-le", b"\xff\xfe")


class File(Protocol):
    """A file that grows table by table."""

    path: Path

    def append(self, table: pa.Table) -> None: ...

    def close(self) -> None: ...


class TextFile:
    """A delimited text file."""

    def __init__(self, path: Path, dialect: Dialect) -> None:
        self.path = path
        self.dialect = dialect
        self.file = path.open("wb")
        self.begun = False

    def append(self, table: pa.Table) -> None:
        if not self.begun:
            heading = self.dialect.separator.join(table.column_names) + "\n"
            self.file.write(self.dialect.mark + heading.encode(self.dialect.encoding))
            self.begun = True
        self.file.write(rendered(table, self.dialect))

    def close(self) -> None:
        self.file.close()


def rendered(table: pa.Table, dialect: Dialect) -> bytes:
    """The table's lines, without a heading, as the dialect writes them."""
    if dialect.brazilian:
        table = pa.table({name: _brazilian(table[name]) for name in table.column_names})
    lines = io.BytesIO()
    unsafe = any(_needs_quotes(column, dialect.separator) for column in table.columns)
    options = pa.csv.WriteOptions(
        include_header=False,
        delimiter=dialect.separator,
        quoting_style="needed" if unsafe else "none",
        batch_size=65_536,
    )
    pa.csv.write_csv(table, lines, options)
    content = lines.getvalue()
    return content if dialect.encoding == "utf-8" else content.decode("utf-8").encode(dialect.encoding)


def _needs_quotes(column: pa.ChunkedArray, separator: str) -> bool:
    if not pa.types.is_string(column.type):
        return False
    return any(pc.any(pc.match_substring(column, character)).as_py() for character in (separator, '"'))


def _brazilian(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_decimal(column.type):
        return pc.replace_substring(column.cast(pa.string()), ".", ",")
    if pa.types.is_date(column.type):
        return _formatted(column, "%d/%m/%Y")
    if pa.types.is_timestamp(column.type):
        day = column.cast(pa.date32())
        midnight = pc.multiply(day.cast(pa.int32()).cast(pa.int64()), 86_400)
        minute = pc.divide(pc.subtract(column.cast(pa.int64()), midnight), 60)
        clock = pa.array([f"{number // 60:02}:{number % 60:02}" for number in range(24 * 60)]).take(minute)
        return pc.binary_join_element_wise(_formatted(day, "%d/%m/%Y"), clock, " ")
    return column


def _formatted(column: pa.ChunkedArray, form: str) -> pa.ChunkedArray:
    """Dates as text, formatting each different day once."""
    coded = column.combine_chunks().dictionary_encode()
    return pa.chunked_array([pc.strftime(coded.dictionary, form).take(coded.indices)])


class ParquetFile:
    """A Parquet file, its schema that of the first table."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.writer: pq.ParquetWriter | None = None

    def append(self, table: pa.Table) -> None:
        if self.writer is None:
            self.writer = pq.ParquetWriter(self.path, table.schema, compression="zstd")
        self.writer.write_table(table, row_group_size=ROW_GROUP)

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()


class Workbook:
    """An Excel workbook with one sheet: for tables of up to a hundred thousand rows."""

    def __init__(self, path: Path) -> None:
        self.path = path
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(str(path), options)
        self.book.set_properties({"created": datetime(2026, 1, 1)})
        self.sheet = self.book.add_worksheet()
        self.formats = {
            "date": self.book.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": self.book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        self.row = 0

    def append(self, table: pa.Table) -> None:
        if self.row == 0:
            self.sheet.write_row(0, 0, table.column_names)
            self.row = 1
        forms = [self._format(field.type) for field in table.schema]
        for values in zip(*(column.to_pylist() for column in table.columns), strict=True):
            for place, value in enumerate(values):
                if value is not None:
                    self.sheet.write(self.row, place, value, forms[place])
            self.row += 1

    def _format(self, type_: pa.DataType) -> "xlsxwriter.format.Format | None":
        if pa.types.is_date(type_):
            return self.formats["date"]
        return self.formats["moment"] if pa.types.is_timestamp(type_) else None

    def close(self) -> None:
        self.book.close()
