"""A copy of tables in the query engine's own format, for pages: the first rows in any order in milliseconds. It is made
from stored tables, and may be removed at any time."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from carteira.durable import sync_with_name
from carteira.warehouse.engine import Engine, quoted


@dataclass(frozen=True)
class CopiedTable:
    """A table of the copy: the rows of `select`, in the order of `order_by` where that matters.

    `indexes`: columns by whose value rows are found at once. `plain`: texts that every search and sort reads, kept
    uncompressed.
    """

    name: str
    select: str
    order_by: str = ""
    indexes: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()


def write_copy(engine: Engine, path: Path, tables: Sequence[CopiedTable]) -> None:
    """Writes a copy of the tables to `path`. Their SELECTs are over what `engine` has."""
    catalog = f"written_{os.getpid()}"
    with _writable(path) as path_of_engine:
        engine.execute(f'ATTACH {quoted(str(path_of_engine))} AS "{catalog}"')
        try:
            for table in tables:
                _write(engine, catalog, table)
            engine.execute(f'CHECKPOINT "{catalog}"')
        finally:
            engine.execute(f'DETACH "{catalog}"')
    sync_with_name(path)


def attach_copy(engine: Engine, path: Path) -> dict[str, str]:
    """Makes a copy readable. Gives the full SQL name of each of its tables, by its name; none where `path` holds no
    copy that this engine can read."""
    try:
        engine.execute(f"ATTACH {quoted(str(path))} AS copied (READ_ONLY)")
    except duckdb.Error:
        return {}
    found = engine.query("SELECT table_name FROM duckdb_tables() WHERE database_name = 'copied' ORDER BY table_name")
    return {name: f'copied.main."{name}"' for name in found["table_name"].to_pylist()}


@contextmanager
def _writable(path: Path) -> Iterator[Path]:
    """Where the engine writes the file that is to be at `path`: it puts the log of a database whose path has a question
    mark where there is no folder."""
    if "?" not in str(path):
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / path.name
        yield written
        shutil.move(written, path)


def _write(engine: Engine, catalog: str, table: CopiedTable) -> None:
    target = f'"{catalog}".main."{table.name}"'
    rows = f"{table.select} ORDER BY {table.order_by}" if table.order_by else table.select
    if table.plain:
        engine.execute(f"CREATE TABLE {target} ({_columns(engine, table)})")
        engine.execute(f"INSERT INTO {target} {rows}")
    else:
        engine.execute(f"CREATE TABLE {target} AS {rows}")
    for column in table.indexes:
        engine.execute(f'CREATE INDEX "{table.name}_{column}" ON {target} ("{column}")')


def _columns(engine: Engine, table: CopiedTable) -> str:
    described = [(row["column_name"], row["column_type"]) for row in engine.rows(f"DESCRIBE {table.select}")]
    return ", ".join(
        f'"{name}" {sql_type}{" USING COMPRESSION uncompressed" if name in table.plain else ""}'
        for name, sql_type in described
    )
