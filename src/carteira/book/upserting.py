"""Bringing in rows that a program sends: a load of their own, with an answer for each row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from carteira.accounts import audit
from carteira.accounts.access import Access
from carteira.book import loading
from carteira.book.choices import LoadState
from carteira.book.home import Home
from carteira.book.models import Load
from carteira.errors import CarteiraError
from carteira.warehouse import storage
from carteira.warehouse.engine import Engine
from carteira.warehouse.facts import TEXT, FactTable
from carteira.warehouse.scratch import Scratch

Value = str | int | float | None
Row = Mapping[str, Value]

ACCEPTED, REPLACED, REJECTED = "accepted", "replaced", "rejected"


@dataclass(frozen=True)
class RowAnswer:
    """What became of a row: accepted; replaced, where it took the place of one with the same id; or rejected, with the
    code of the first reason and the column."""

    state: str
    code: str = ""
    column: str = ""


@dataclass(frozen=True)
class Upserted:
    """`load_id` is None where every row was rejected. `rows`: one answer for each row, in their order."""

    load_id: int | None
    rows: Sequence[RowAnswer]


def upsert(
    home: Home, table_name: str, source: str, rows: Sequence[Row], access: Access, user: Any, repetition: str
) -> Upserted:
    """Loads the rows, by the names that files give the columns; later ones take the place of those of the same source
    and id. Rows with the same `repetition` are loaded once: the second time the first answer is given again.

    Raises `not_allowed`, `unknown_fact_table`, `bad_source_name` or `book_is_busy`.
    """
    access.check("loads", "create")
    table = loading.fact_table(table_name)
    loading.check_source(source)
    refused = _with_unknown_columns(table, rows)
    sent = [number for number in range(len(rows)) if number not in refused]
    if not sent:
        return Upserted(None, [refused[number] for number in range(len(rows))])
    with Scratch(home.scratch) as scratch:
        path = Path(scratch) / f"{table.name}.parquet"
        _write(path, table, [rows[number] for number in sent], repetition)
        load_id, rejected = _loaded(home, table, path, source, user)
    replaced = _replacing(home, table, load_id) if load_id and table.key else set()
    for line, number in enumerate(sent, start=1):
        refused[number] = rejected.get(line) or RowAnswer(REPLACED if line in replaced else ACCEPTED)
    return Upserted(load_id, [refused[number] for number in range(len(rows))])


def _with_unknown_columns(table: FactTable, rows: Sequence[Row]) -> dict[int, RowAnswer]:
    known = {column.file_name for column in table.columns}
    found = ((number, next((name for name in row if name not in known), None)) for number, row in enumerate(rows))
    return {number: RowAnswer(REJECTED, "unknown_column", name) for number, name in found if name is not None}


def _write(path: Path, table: FactTable, rows: Sequence[Row], repetition: str) -> None:
    """The rows as a file of text columns. A file with the same rows and repetition has the same bytes."""
    columns = [[_text(row.get(column.file_name)) for row in rows] for column in table.columns]
    schema = pa.schema([(column.file_name, TEXT) for column in table.columns], metadata={"repetition": repetition})
    pq.write_table(pa.table([pa.array(texts, TEXT) for texts in columns], schema=schema), path)


def _text(value: Value) -> str | None:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{Decimal(repr(value)):f}"
    return None if value is None else str(value)


def _loaded(
    home: Home, table: FactTable, path: Path, source: str, user: Any
) -> tuple[int | None, dict[int, RowAnswer]]:
    """The number of the load, and what was rejected by line. A file that was loaded before gives that load."""
    from carteira.warehouse.files import Mapping

    as_is = {column.file_name: "as_is" for column in table.columns if column.type == TEXT and not column.choices}
    mapping = Mapping(text=as_is, format={"decimal": ".", "date_order": "ymd"})
    rejections = path.with_name("rejections.parquet")
    try:
        report = loading.load(
            home, table.name, path, source=source, mapping=mapping, user=user, file_name=f"{table.name}.json"
        )
    except CarteiraError as error:
        if error.code == "already_loaded":
            load_id = int(str(error.arguments["load_id"]))
            return load_id, _rejected(home.rejections(load_id))
        if error.code != "no_line_accepted":
            raise
        loading.try_load(home, table.name, path, source=source, mapping=mapping).keep_rejections(rejections)
        return None, _rejected(rejections)
    audit.record(user, "loaded", load=report.load_id, table=table.name, accepted=report.accepted)
    return report.load_id, _rejected(home.rejections(report.load_id)) if report.load_id else {}


def _rejected(path: Path) -> dict[int, RowAnswer]:
    if not path.is_file():
        return {}
    found = pq.read_table(path).to_pylist()
    return {row["line"]: RowAnswer(REJECTED, row["code"], row["column"] or "") for row in found}


def _replacing(home: Home, table: FactTable, load_id: int) -> set[int]:
    """The lines of the load whose id an earlier load of the same source has too."""
    mine = Load.objects.get(pk=load_id)
    counting = Load.objects.filter(table=table.name, source=mine.source, state=LoadState.LOADED, pk__lte=load_id)
    loads = list(counting.values_list("id", "source"))
    if len(loads) < 2:
        return set()
    with Engine(scratch=home.scratch) as engine:
        engine.register_facts(table, storage.open_table(home.facts(table.name)), loads)
        loaded = f'"{table.name}_loaded"'
        found = engine.query(
            f'SELECT line FROM {loaded} WHERE load_id = ? AND "{table.key}" IN '
            f'(SELECT "{table.key}" FROM {loaded} WHERE load_id < ?)',
            [load_id, load_id],
        )
    return set(found["line"].to_pylist())
