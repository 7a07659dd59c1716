"""How a file is written: what its first lines show, and what the mapped columns of the whole file settle."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from pathlib import Path

from carteira.errors import CarteiraError
from carteira.warehouse.facts import DATE, DECIMAL, MOMENT, Column, FactTable
from carteira.warehouse.files import parquet_file, xlsx_file
from carteira.warehouse.files.casting import is_identifier
from carteira.warehouse.files.csv_file import MAX_COLUMNS, Records
from carteira.warehouse.files.detect import SAMPLE_BYTES, encoding_of, kind_of, separator_of
from carteira.warehouse.files.evidence import (
    DATE_CODES,
    DECIMAL_CODES,
    YEAR_FIRST,
    Witness,
    date_witness,
    decimal_witness,
    whole_numbers,
)
from carteira.warehouse.files.format import Evidence, FileFormat
from carteira.warehouse.files.mapping import Mapping
from carteira.warehouse.files.sources import readable, text_batches
from carteira.warehouse.files.text import blocks, known_encoding

SAMPLE_ROWS = 20_000
_DAYS = (DATE, MOMENT)
_CONCLUDED = ("decimal", "date_order")


def inspect(path: Path, *, mapping: Mapping | None = None, sample_bytes: int = SAMPLE_BYTES) -> FileFormat:
    """How the file is written, by its first lines: what `mapping.format` declares is taken as it is.

    `sample_bytes` are read to tell the encoding and the separator, `SAMPLE_ROWS` lines to tell decimals and dates.
    Raises CarteiraError for what cannot be read as a table at all.
    """
    declared = dict(mapping.format) if mapping else {}
    with readable(path):
        kind = kind_of(path)
        if kind == "xlsx":
            sheet, header = xlsx_file.sheet_and_header(path, declared.get("sheet", ""))
            found = FileFormat(kind, header, sheet=sheet, evidence=(Evidence("sheet_chosen", {"sheet": sheet}),))
        elif kind == "parquet":
            found = FileFormat(kind, parquet_file.header(path))
        else:
            found = _text_format(path, declared, sample_bytes)
        _check_header(path, found.header)
        everywhere = range(len(found.header))
        found = replace(found, declared=frozenset(declared))
        decimals, dates = decimal_witness(), date_witness()
        for batch in islice(text_batches(path, found, SAMPLE_ROWS), 1):
            decimals.hear(batch, found.header, everywhere)
            dates.hear(batch, found.header, everywhere)
        return _concluded(found, declared, decimals, dates)


def settle(path: Path, table: FactTable, mapping: Mapping, file_format: FileFormat) -> FileFormat:
    """The format by the columns that the mapping uses, read on until nothing is in doubt (to the end of the file if
    need be).

    Raises `ambiguous_date_order`, `mixed_date_orders`, `ambiguous_decimal` or `mixed_decimals` where the file's values
    do not tell and the mapping does not either; and as `Mapping.places`.
    """
    with readable(path):
        if set(mapping.format) - file_format.declared:
            file_format = inspect(path, mapping=mapping)
        header, declared = file_format.header, dict(mapping.format)
        columns = {place: table.by_name[name] for name, place in mapping.places(table, header).items()}
        numbers = [place for place, column in columns.items() if column.type == DECIMAL and "decimal" not in declared]
        days = [place for place, column in columns.items() if column.type in _DAYS and "date_order" not in declared]
        ids = [place for place, column in columns.items() if is_identifier(column, table)]
        decimals, dates = decimal_witness(), date_witness()
        whole: list[int] = []
        for batch in text_batches(path, file_format, SAMPLE_ROWS):
            decimals.hear(batch, header, numbers)
            dates.hear(batch, header, days)
            verdicts = {place: whole_numbers(batch.columns[place]) for place in ids}
            whole += [place for place, verdict in verdicts.items() if verdict]
            ids = [place for place, verdict in verdicts.items() if verdict is None]
            numbers = [] if decimals.certain else [place for place in numbers if not batch.typed(place)]
            days = [] if dates.certain or dates.only_neutral else [place for place in days if not batch.typed(place)]
            if not (numbers or days or any(columns[place].required for place in ids)):
                break
    settled = _concluded(file_format, declared, decimals, dates)
    _refuse_doubt(settled)
    return _with_whole_numbers(settled, mapping, columns, whole)


def _text_format(path: Path, declared: dict[str, str], sample_bytes: int) -> FileFormat:
    if "encoding" in declared:
        encoding = known_encoding(declared["encoding"])
        first = Evidence("declared", {"name": "encoding", "value": encoding})
    else:
        encoding, first = encoding_of(path, sample_bytes)
    pieces = list(islice(blocks(path, encoding, sample_bytes), 2))
    separator, quote, second = separator_of(pieces)
    if "separator" in declared:
        separator = declared["separator"]
        second = Evidence("declared", {"name": "separator", "value": separator})
    quote = declared.get("quote", quote)
    header = Records(blocks(path, encoding), separator, quote).header()
    return FileFormat("csv", header, encoding, separator, quote, evidence=(first, second))


def _check_header(path: Path, header: tuple[str, ...]) -> None:
    if not any(header):
        raise CarteiraError("empty_file", hint="check_the_file_kind", file=path.name)
    if len(header) > MAX_COLUMNS:
        raise CarteiraError("too_many_columns_in_file", columns=len(header), limit=MAX_COLUMNS)


def _concluded(file_format: FileFormat, declared: dict[str, str], decimals: Witness, dates: Witness) -> FileFormat:
    """The format with what the witnesses say."""
    decimal, shown = _verdict("decimal", file_format.decimal, (",", ".", ".", "."), decimals, declared, file_format)
    words = ("dmy", "mdy", YEAR_FIRST, None)
    order, shown_too = _verdict("date_order", file_format.date_order, words, dates, declared, file_format)
    old = {*DECIMAL_CODES, *DATE_CODES}
    others = [
        each for each in file_format.evidence if each.code not in old and each.arguments.get("name") not in _CONCLUDED
    ]
    return replace(file_format, decimal=decimal or ".", date_order=order, evidence=(*others, *shown, *shown_too))


def _verdict(
    name: str,
    before: str | None,
    words: tuple[str, str, str, str | None],
    witness: Witness,
    declared: dict[str, str],
    file_format: FileFormat,
) -> tuple[str | None, tuple[Evidence, ...]]:
    """(how the file writes it, the evidence). Where the witness has none, what was concluded `before` stands."""
    if name in declared:
        return declared[name], (Evidence("declared", {"name": name, "value": declared[name]}),)
    earlier = tuple(each for each in file_format.evidence if each.code == witness.codes.seen)
    if earlier and not witness.certain and not (witness.doubtful and before == YEAR_FIRST):
        return before, earlier
    verdict = witness.verdict(*words)
    return verdict, witness.evidence(verdict)


def _refuse_doubt(file_format: FileFormat) -> None:
    codes = {
        DATE_CODES.ambiguous: ("ambiguous_date_order", "say_date_order"),
        DATE_CODES.mixed: ("mixed_date_orders", "say_date_order"),
        DECIMAL_CODES.ambiguous: ("ambiguous_decimal", "say_decimal"),
        DECIMAL_CODES.mixed: ("mixed_decimals", "say_decimal"),
    }
    for each in file_format.evidence:
        if each.code in codes:
            code, hint = codes[each.code]
            raise CarteiraError(code, hint=hint, **each.arguments)


def _with_whole_numbers(
    file_format: FileFormat, mapping: Mapping, columns: dict[int, Column], seen: Iterable[int]
) -> FileFormat:
    """The format with the text columns whose whole numbers carry a ".0": those seen so and those of `mapping.text`."""
    said = {place: mapping.text.get(column.file_name, "") for place, column in columns.items()}
    whole = sorted({place for place in seen if not said[place]} | {place for place in said if said[place] == "integer"})
    names = tuple(file_format.header[place] for place in whole)
    if not names:
        return file_format
    found = Evidence("whole_number_ids", {"columns": ", ".join(names)})
    return replace(file_format, whole_numbers=names, evidence=(*file_format.evidence, found))
