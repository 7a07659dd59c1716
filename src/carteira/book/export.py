"""Writing a table of the book to a file that other programs read."""

import os
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import xlsxwriter

from carteira.accounts.access import FULL, Access
from carteira.book.choices import LoadState
from carteira.book.home import Home
from carteira.book.models import Load
from carteira.book.queries import tables
from carteira.book.restricted import WHOLE, schema_of
from carteira.errors import CarteiraError
from carteira.warehouse import storage
from carteira.warehouse.engine import Engine
from carteira.warehouse.facts import FACTS

XLSX_ROWS = 1_048_575


def table(home: Home, name: str, access: Access = FULL) -> pa.Table:
    """A table of the book: a canonical one as it now stands (major units), or a computed one of the published run.

    A canonical table is for those who may see every customer, margins and tax ids; a computed one holds what `access`
    may see. Raises `unknown_table`, `not_allowed`, or `not_run_yet` for a computed one before the first run.
    """
    if name in FACTS:
        if schema_of(access) != WHOLE:
            raise CarteiraError("not_allowed", hint="ask_your_administrator")
        return _facts(home, name)
    published = tables(access)
    if name not in published.names:
        raise CarteiraError("unknown_table", table=name, known=", ".join((*FACTS, *published.names)))
    order = " ORDER BY customer_id" if _has_customer(published.query(f'SELECT * FROM "{name}" LIMIT 0')) else ""
    return published.query(f'SELECT * FROM "{name}"{order}')


def export(home: Home, name: str, path: Path, access: Access = FULL) -> int:
    """Writes the table to a .csv (UTF-8, comma, point), .parquet or .xlsx file, whole or not at all. Gives its rows.

    Raises `bad_export_file`, `folder_missing`, `file_unwritable`, `too_many_rows_for_xlsx`, and as `table`.
    """
    writers = {".csv": _write_csv, ".parquet": _write_parquet, ".xlsx": _write_xlsx}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise CarteiraError("bad_export_file", file=path.name)
    if not path.absolute().parent.is_dir():
        raise CarteiraError("folder_missing", folder=path.absolute().parent)
    rows = table(home, name, access)
    try:
        _replace(path, lambda unfinished: writer(rows, unfinished))
    except (OSError, ValueError) as error:
        detail = getattr(error, "strerror", None) or error
        raise CarteiraError("file_unwritable", hint="choose_another_file", file=path, detail=detail) from error
    return int(rows.num_rows)


def _replace(path: Path, write: Callable[[Path], None]) -> None:
    """Puts at `path` what `write` writes, once it is whole."""
    unfinished = path.with_name(f".{os.getpid()}.part")
    try:
        write(unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _facts(home: Home, name: str) -> pa.Table:
    fact = FACTS[name]
    loads = list(Load.objects.filter(table=name, state=LoadState.LOADED).order_by("id").values_list("id", "source"))
    with Engine(scratch=home.scratch) as engine:
        engine.register_facts(fact, storage.open_table(home.facts(name)) if loads else None, loads)
        found = engine.query(f'SELECT * FROM "{name}" ORDER BY load_id, line')
    contract_names = {column.name: column.file_name for column in fact.columns}
    own = found.select([column.name for column in fact.columns])
    return own.rename_columns([contract_names[column] for column in own.column_names])


def _has_customer(rows: pa.Table) -> bool:
    return "customer_id" in rows.column_names


def _write_csv(rows: pa.Table, path: Path) -> None:
    pyarrow.csv.write_csv(rows, path, pyarrow.csv.WriteOptions(quoting_style="needed"))


def _write_parquet(rows: pa.Table, path: Path) -> None:
    pq.write_table(rows, path, compression="zstd")


def _write_xlsx(rows: pa.Table, path: Path) -> None:
    if rows.num_rows > XLSX_ROWS:
        raise CarteiraError("too_many_rows_for_xlsx", hint="export_csv_instead", rows=rows.num_rows)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    with xlsxwriter.Workbook(str(path), {**options, "default_date_format": "yyyy-mm-dd"}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, rows.column_names)
        number = 0
        for batch in rows.to_batches(max_chunksize=10_000):
            for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                number += 1
                sheet.write_row(number, 0, values)
