"""Reads the simulated source files back, each as its source writes it, with nothing of the code that wrote them."""

import io
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
from python_calamine import CalamineWorkbook

from carteira.demo.simulation import Company
from carteira.warehouse.facts import FACTS

ENCODINGS = {"erp": ("utf-8-sig", ","), "shop": ("latin-1", ";"), "call": ("utf-16", "\t")}


def read_text(path: Path, source: str) -> pa.Table:
    """Every column as text, an empty one as null."""
    encoding, separator = ENCODINGS[source]
    content = path.read_bytes().decode(encoding)
    heading = content.split("\n", 1)[0].split(separator)
    return pyarrow.csv.read_csv(
        io.BytesIO(content.encode()),
        parse_options=pyarrow.csv.ParseOptions(delimiter=separator),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(heading, pa.string()), strings_can_be_null=True, null_values=[""]
        ),
    )


def read_workbook(path: Path, table: str) -> pa.Table:
    """Cells as the canonical types say."""
    heading, *rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    columns = {}
    for name, values in zip(heading, zip(*rows, strict=True), strict=True):
        type_ = next(column.type for column in FACTS[table].columns if column.file_name == name)
        filled = [None if value == "" else value for value in values]
        if pa.types.is_decimal(type_):
            filled = [None if value is None else Decimal(str(value)) for value in filled]
        columns[str(name)] = pa.array(filled, type_)
    return pa.table(columns)


def read_source(path: Path, table: str, source: str) -> pa.Table:
    """A source file with columns of the canonical types."""
    if path.suffix == ".parquet":
        raw = pq.read_table(path)
    elif path.suffix == ".xlsx":
        return read_workbook(path, table)
    else:
        raw = read_text(path, source)
    types = {column.file_name: column.type for column in FACTS[table].columns}
    return pa.table({name: _typed(raw[name], types[name], source) for name in raw.column_names})


def _typed(column: pa.ChunkedArray, type_: pa.DataType, source: str) -> pa.ChunkedArray:
    if source == "shop" and pa.types.is_string(column.type):
        if pa.types.is_decimal(type_):
            column = pc.replace_substring(column, ",", ".")
        elif not pa.types.is_string(type_):
            column = pc.replace_substring_regex(column, r"^(\d\d)/(\d\d)/(\d{4})", r"\3-\2-\1")
            column = pc.replace_substring_regex(column, r"( \d\d:\d\d)$", r"\1:00")
    return column.cast(type_)


def tables_of(company: Company, table: str) -> dict[str, pa.Table]:
    """A canonical table's files by source."""
    return {source: read_source(path, name, source) for name, path, source in company.files if name == table}


def truth_of(company: Company, name: str) -> pa.Table:
    return pq.read_table(company.truth / f"{name}.parquet")
