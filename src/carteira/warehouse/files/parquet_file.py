"""Parquet files as batches of text."""

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from carteira.errors import CarteiraError
from carteira.warehouse.files.batch import TextBatch, as_lines, checked
from carteira.warehouse.files.strings import clean

EXACT_WHOLE = float(1 << 53)
"""Whole numbers from here on are not exact in float64."""


def header(path: Path) -> tuple[str, ...]:
    """The names of the columns. Raises `damaged_file`."""
    return tuple(_opened(path).schema_arrow.names)


def text_batches(path: Path, decimal: str, size: int) -> Iterator[TextBatch]:
    """The rows as text. A record's line is its number in the file, the first being 1. Numbers take the decimal sign
    `decimal`, as the texts beside them; a moment with a time zone keeps its offset."""
    file = _opened(path)
    batches = file.iter_batches(batch_size=size)
    line = 1
    while True:
        try:
            batch = next(batches, None)
            if batch is None:
                return
            batch.validate(full=True)
            columns = tuple(clean(_texts(column, decimal)) for column in batch.columns)
        except Exception as error:
            raise CarteiraError("damaged_file", hint="send_the_file_again", file=path.name) from error
        nothing = pa.nulls(batch.num_rows, pa.string())
        written = tuple(
            texts if _is_text(field.type) else nothing for texts, field in zip(columns, batch.schema, strict=True)
        )
        yield checked(TextBatch(as_lines(range(line, line + batch.num_rows)), columns, written=written))
        line += batch.num_rows


def _opened(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except Exception as error:  # a damaged file makes pyarrow raise many kinds
        raise CarteiraError("damaged_file", hint="send_the_file_again", file=path.name) from error


def _texts(column: pa.Array, decimal: str) -> pa.StringArray:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _texts(column.dictionary_decode(), decimal)
    if pa.types.is_floating(kind):
        return pc.replace_substring(_floats(column.cast(pa.float64())), ".", decimal)
    if pa.types.is_decimal(kind):
        return pc.replace_substring(column.cast(pa.string()), ".", decimal)
    if _is_text(kind) or pa.types.is_primitive(kind):
        return column.cast(pa.string())
    if pa.types.is_null(kind):
        return pa.nulls(len(column), pa.string())
    values = column.to_pylist()
    return pa.array([None if value is None else json.dumps(value, default=str) for value in values], pa.string())


def _floats(column: pa.Array) -> pa.StringArray:
    """Whole numbers without decimals, others in the shortest form that reads back the same, null for not-a-number."""
    column = pc.if_else(pc.is_nan(column), None, column)
    whole = pc.and_(pc.equal(pc.floor(column), column), pc.less(pc.abs(column), EXACT_WHOLE))
    integers = pc.if_else(whole, column, 0.0).cast(pa.int64())
    return pc.if_else(whole, integers.cast(pa.string()), column.cast(pa.string()))


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))
