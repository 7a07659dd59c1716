"""Text columns into the columns of a canonical table, and the lines that do not fit, each with its first reason."""

from collections.abc import Iterator
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from carteira.errors import CarteiraError
from carteira.warehouse.facts import DATE, DECIMAL, INTEGER, MOMENT, TEXT, Column, FactTable
from carteira.warehouse.files.batch import TextBatch, rejections, shown
from carteira.warehouse.files.dates import read_moments
from carteira.warehouse.files.format import FileFormat
from carteira.warehouse.files.json_text import attribute_names, json_texts
from carteira.warehouse.files.mapping import Mapping
from carteira.warehouse.files.numbers import INTEGER_DIGITS, read_numbers
from carteira.warehouse.files.strings import has_byte

_IDENTIFIERS = frozenset({"customer", "id", "employee", "tax_id", "phone", "postal_code"})
_SCIENTIFIC = r"^[0-9]([.,][0-9]+)?[eE]\+[0-9]+$"
_WHOLE = r"^([0-9]+)\.0+$"

Refused = dict[int, str]


@dataclass(frozen=True)
class ReadBatch:
    """Lines of a file understood. `accepted`: the table's own columns, `line` and `attributes` (the file's other
    columns as JSON text, or null); `rejected`: line, code, column, value of each other line. Together they are
    `lines_read` lines."""

    accepted: pa.RecordBatch
    rejected: pa.RecordBatch
    lines_read: int


def read_schema(table: FactTable) -> pa.Schema:
    """What `ReadBatch.accepted` has: the stored table without source and load_id."""
    return pa.schema([field for field in table.schema if field.name not in {"source", "load_id"}])


@dataclass(frozen=True)
class Caster:
    """Casts the batches of one file to one table. `places`: stored column name -> place in the header; `constants`:
    stored column name -> the value of every line."""

    table: FactTable
    mapping: Mapping
    file_format: FileFormat
    time_zone: str
    places: AnyMapping[str, int]
    constants: AnyMapping[str, Any]

    def cast(self, batch: TextBatch) -> ReadBatch:
        count = len(batch.lines)
        arrays: list[pa.Array] = []
        refused: dict[int, tuple[str, int]] = {}
        for column in self.table.columns:
            if column.name not in self.places:
                arrays.append(self._constant(column, count))
                continue
            place = self.places[column.name]
            array, wrong = self._column(column, batch.columns[place])
            arrays.append(array)
            for row, code in wrong.items():
                refused.setdefault(row, (code, place))
        for row, place in self._too_large(arrays):
            refused.setdefault(row, ("product_out_of_range", place))
        arrays += [pa.array(batch.lines, INTEGER), self._attributes(batch)]
        accepted = pa.RecordBatch.from_arrays(arrays, schema=read_schema(self.table))
        if refused:
            keep = np.ones(count, np.bool_)
            keep[list(refused)] = False
            accepted = accepted.filter(pa.array(keep))
        rejected = self._rejected(batch, refused)
        return ReadBatch(accepted, rejected, count + batch.rejected.num_rows)

    def _rejected(self, batch: TextBatch, refused: AnyMapping[int, tuple[str, int]]) -> pa.RecordBatch:
        if not refused:
            return batch.rejected
        rows = rejections(
            (
                int(batch.lines[row]),
                code,
                self.file_format.header[place],
                shown(batch.columns[place][row].as_py() or "") or None,
            )
            for row, (code, place) in refused.items()
        )
        return pa.concat_batches([batch.rejected, rows]).sort_by("line")

    def _too_large(self, arrays: list[pa.Array]) -> Iterator[tuple[int, int]]:
        """(row, place of the column to name) of each product of two columns that is no amount."""
        values = dict(zip((column.name for column in self.table.columns), arrays, strict=True))
        for pair in self.table.multiplied:
            place = next((self.places[name] for name in reversed(pair) if name in self.places), None)
            if place is None or any(values[name].null_count == len(values[name]) for name in pair):
                continue
            one, other = (values[name].cast(pa.float64()) for name in pair)
            large = pc.greater_equal(pc.abs(pc.multiply(one, other)), 10.0**INTEGER_DIGITS)
            yield from ((row, place) for row in _places(large))

    def _column(self, column: Column, texts: pa.StringArray) -> tuple[pa.Array, Refused]:
        """The column's values, and the code of each row whose value does not fit."""
        if column.file_name in self.mapping.values:
            texts = _replaced(texts, self.mapping.values[column.file_name])
        if column.type == DECIMAL:
            array, refused = read_numbers(texts, self.file_format.decimal)
        elif column.type in {DATE, MOMENT}:
            array, refused = read_moments(texts, self.file_format.date_order, self.time_zone)
            array = array.cast(DATE, safe=False) if column.type == DATE else array
        elif column.choices:
            array, refused = _choices(texts, column.choices)
        else:
            array, refused = self._text(column, texts)
        if column.filled and texts.null_count:
            refused |= dict.fromkeys(_places(texts.is_null()), "missing_value")
        return array, refused

    def _text(self, column: Column, texts: pa.StringArray) -> tuple[pa.StringArray, Refused]:
        if self.file_format.header[self.places[column.name]] in self.file_format.whole_numbers:
            texts = pc.replace_substring_regex(texts, _WHOLE, r"\1")
        refused: Refused = {}
        if is_identifier(column, self.table) and has_byte(texts, b"+"):
            refused = dict.fromkeys(_places(pc.match_substring_regex(texts, _SCIENTIFIC)), "scientific_id")
        return texts, refused

    def _constant(self, column: Column, count: int) -> pa.Array:
        value = self.constants.get(column.name)
        return pa.nulls(count, column.type) if value is None else pa.repeat(value, count)

    def _attributes(self, batch: TextBatch) -> pa.StringArray:
        used = set(self.places.values())
        names = attribute_names(self.file_format.header)
        others = [(name, batch.columns[place]) for place, name in enumerate(names) if place not in used]
        return json_texts(others, len(batch.lines))


def is_identifier(column: Column, table: FactTable) -> bool:
    """Whether the column's texts are ids: a spreadsheet that took them for numbers has damaged them."""
    return column.type == TEXT and (
        column.name in _IDENTIFIERS or column.name.endswith("_id") or column.name == table.key
    )


def constants(table: FactTable, mapping: Mapping, time_zone: str) -> dict[str, pa.Scalar]:
    """The mapping's constants by stored column name, each of its column's type. Raises `mapping_bad_constant`."""
    found: dict[str, pa.Scalar] = {}
    for column in table.columns:
        text = mapping.constants.get(column.file_name)
        if text is None:
            continue
        caster = Caster(table, Mapping(), FileFormat("csv", (column.file_name,)), time_zone, {column.name: 0}, {})
        array, refused = caster._column(column, pa.array([text.strip() or None], pa.string()))
        if refused:
            raise CarteiraError("mapping_bad_constant", column=column.file_name, value=text, reason=refused[0])
        found[column.name] = array[0]
    return found


def _choices(texts: pa.StringArray, choices: tuple[str, ...]) -> tuple[pa.StringArray, Refused]:
    coded = texts.dictionary_encode()
    meant = pa.array(
        [text.casefold() if text.casefold() in choices else None for text in coded.dictionary.to_pylist()], pa.string()
    )
    array = meant.take(coded.indices)
    unknown = pc.and_(array.is_null(), texts.is_valid())
    return array, dict.fromkeys(_places(unknown), "not_a_choice")


def _replaced(texts: pa.StringArray, values: AnyMapping[str, str]) -> pa.StringArray:
    """The texts with what each stands for; compared without case. A value for "" fills the empty ones."""
    meanings = {text.strip().casefold(): meaning.strip() for text, meaning in values.items()}
    coded = texts.dictionary_encode()
    meant = [meanings.get(text.casefold(), text) or None for text in coded.dictionary.to_pylist()]
    array = pa.array(meant, pa.string()).take(coded.indices)
    if not meanings.get(""):
        return array
    return pc.if_else(texts.is_null(), meanings[""], array)


def _places(condition: pa.BooleanArray) -> list[int]:
    return pc.indices_nonzero(pc.fill_null(condition, False)).to_pylist()
