"""The query engine: an in-memory DuckDB over the files of a book's tables. Nothing is locked, no server runs."""

import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from carteira.errors import CarteiraError
from carteira.warehouse.facts import FactTable
from carteira.warehouse.scratch import Scratch
from carteira.warehouse.storage import StoredTable

KEPT_STATEMENTS = 500
"""Parsed SQL that is kept: to parse a small query takes a third of its time."""
COMPUTED_ROW_GROUP = 20_480
"""Small row groups (a multiple of 2,048) let a page read one customer of a sorted table in milliseconds."""


class Engine:
    """Queries over registered tables. One engine serves many threads: each query runs on a cursor of its own.

    Tables are registered in `schema`. A query may name another schema: it then sees only what that one has. Where
    `scratch` is given, what does not fit in memory lies below that folder meanwhile.
    """

    def __init__(
        self,
        *,
        memory_limit: str = "4GB",
        threads: int | None = None,
        schema: str = "main",
        scratch: Path | None = None,
    ) -> None:
        self._spill = Scratch(scratch) if scratch else tempfile.TemporaryDirectory(prefix="carteira-")
        self._connection = duckdb.connect(
            config={
                "memory_limit": memory_limit,
                "temp_directory": self._spill.name,
                "preserve_insertion_order": False,
                "python_enable_replacements": False,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "allow_community_extensions": False,
            }
        )
        if threads:
            self._connection.execute(f"SET threads = {threads:d}")
        self._lock = threading.Lock()
        self._kept = threading.local()
        self._statements: dict[str, duckdb.Statement] = {}
        self._schema = schema
        self.create_schema(schema)

    def close(self) -> None:
        self._connection.close()
        self._spill.cleanup()

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def seal(self, folder: Path) -> None:
        """From now on only files in `folder` can be reached, and no setting can be changed: for engines whose queries
        carry words of a person."""
        with self._cursor() as cursor:
            cursor.execute(f"SET allowed_directories = [{quoted(str(folder))}]")
            cursor.execute("SET enable_external_access = false")
            cursor.execute("SET lock_configuration = true")

    def create_schema(self, name: str) -> None:
        """Makes an empty schema, where there is none of that name."""
        with self._lock:
            self._connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{name}"')

    def query(self, sql: str, parameters: Sequence[Any] = (), schema: str = "") -> pa.Table:
        """The result of one SELECT. `?` in the SQL are filled from `parameters`. Raises `amounts_out_of_range`."""
        with _exact(), self._cursor(schema) as cursor:
            return cursor.sql(sql, params=list(parameters)).to_arrow_table()

    def rows(self, sql: str, parameters: Sequence[Any] = (), schema: str = "") -> list[dict[str, Any]]:
        """The result of one SELECT with few rows, as `query`, in a third of the time."""
        with _exact():
            cursor = self._kept_cursor(schema).execute(self._parsed(sql), list(parameters))
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def execute(self, sql: str) -> None:
        with self._cursor() as cursor:
            cursor.execute(sql)

    def batches(
        self, sql: str, rows: int = 50_000, parameters: Sequence[Any] = (), schema: str = ""
    ) -> pa.RecordBatchReader:
        """The result of one SELECT as a stream of record batches."""
        return self._cursor(schema).sql(sql, params=list(parameters)).to_arrow_reader(rows)

    def register_rows(self, name: str, table: pa.Table | pa.RecordBatchReader) -> None:
        """Makes a small Arrow table queryable under `name` (it is copied), replacing what had that name. One that comes
        in pieces may be large."""
        with self._cursor() as cursor:
            cursor.register("arriving", table)
            cursor.execute(f'CREATE OR REPLACE TABLE "{name}_rows" AS SELECT * FROM arriving')
            cursor.unregister("arriving")
            cursor.execute(f'CREATE OR REPLACE VIEW "{name}" AS SELECT * FROM "{name}_rows"')

    def change_rows(self, name: str, table: pa.Table, key: str) -> None:
        """Puts the rows of `table` in place of those with the same key in what `register_rows` copied."""
        with self._cursor() as cursor:
            cursor.register("arriving", table)
            cursor.execute("BEGIN")
            cursor.execute(f'DELETE FROM "{name}_rows" WHERE "{key}" IN (SELECT "{key}" FROM arriving)')
            cursor.execute(f'INSERT INTO "{name}_rows" BY NAME SELECT * FROM arriving')
            cursor.execute("COMMIT")
            cursor.unregister("arriving")

    def forget_rows(self, name: str) -> None:
        """Frees what `register_rows` copied."""
        with self._cursor() as cursor:
            cursor.execute(f'DROP VIEW "{name}"')
            cursor.execute(f'DROP TABLE "{name}_rows"')

    def register_stored(self, name: str, stored: StoredTable) -> None:
        """Makes a stored computed table queryable under `name`; one without files becomes an empty table."""
        if not stored.files:
            self.register_rows(name, stored.schema.empty_table())
            return
        self.execute(f'CREATE OR REPLACE VIEW "{name}" AS SELECT * FROM {_scan(stored.files)}')

    def register_facts(self, table: FactTable, stored: StoredTable | None, loads: Sequence[tuple[int, str]]) -> None:
        """Makes the current rows of a canonical table queryable under its name.

        `loads` are the loads that count, as (load id, source). A later load replaces earlier rows of the same
        source and key as a whole; within one file the last line of a `one_row` record stands.
        """
        files = _files_of(stored, [load_id for load_id, _ in loads]) if stored else []
        if not files:
            self.register_rows(table.name, table.schema.empty_table())
            return
        columns = ", ".join(f'"{name}"' for name in table.schema.names)
        self.execute(
            f'CREATE OR REPLACE VIEW "{table.name}_loaded" AS SELECT {columns} FROM '
            f"{_scan(files, 'hive_partitioning = true, ' + HIVE_TYPES)}"
        )
        sources = [source for _, source in loads]
        self.execute(
            f'CREATE OR REPLACE VIEW "{table.name}" AS {current_rows(table, len(sources) > len(set(sources)))}'
        )

    def add_facts(self, name: str, table: pa.Table) -> None:
        """Adds rows to a canonical table that `register_facts` made queryable."""
        self.register_rows(f"{name}_given", table)
        self.execute(f'ALTER VIEW "{name}" RENAME TO "{name}_of_files"')
        both = f'SELECT * FROM "{name}_of_files" UNION ALL BY NAME SELECT * FROM "{name}_given"'
        self.execute(f'CREATE VIEW "{name}" AS {both}')

    def copy(self, sql: str, path: Path, order_by: Sequence[str] = ()) -> int:
        """Writes the result of one SELECT to a Parquet file, sorted if asked. Gives the number of rows.

        Raises `amounts_out_of_range` where a figure is larger than its column can hold.
        """
        order = f" ORDER BY {', '.join(order_by)}" if order_by else ""
        options = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {COMPUTED_ROW_GROUP}"
        with _exact(), self._cursor() as cursor:
            (rows,) = cursor.execute(f"COPY ({sql}{order}) TO {quoted(str(path))} ({options})").fetchone() or (0,)
        return int(rows)

    def _parsed(self, sql: str) -> duckdb.Statement:
        statement = self._statements.get(sql)
        if statement is None:
            with self._lock:
                (statement,) = self._connection.extract_statements(sql)
            if len(self._statements) >= KEPT_STATEMENTS:
                self._statements.clear()
            self._statements[sql] = statement
        return statement

    def _kept_cursor(self, schema: str) -> duckdb.DuckDBPyConnection:
        """The cursor of this thread in that schema: making one costs as much as a small query."""
        mine: dict[str, duckdb.DuckDBPyConnection] = self._kept.__dict__
        if schema not in mine:
            mine[schema] = self._cursor(schema)
        return mine[schema]

    def _cursor(self, schema: str = "") -> duckdb.DuckDBPyConnection:
        with self._lock:
            cursor = self._connection.cursor()
        cursor.execute(f'USE "{schema or self._schema}"')
        return cursor


@contextmanager
def _exact() -> Iterator[None]:
    try:
        yield
    except (duckdb.ConversionException, duckdb.OutOfRangeException) as error:
        raise CarteiraError("amounts_out_of_range", hint="look_for_wrong_amounts") from error


HIVE_TYPES = "hive_types = {'load_id': 'BIGINT'}"


def current_rows(table: FactTable, several_loads: bool) -> str:
    """The SELECT that leaves of `<table>_loaded` the rows that stand. Where each source was loaded once and a record
    may be many rows, nothing can have been replaced."""
    loaded = f'"{table.name}_loaded"'
    if table.key is None or not (several_loads or table.one_row):
        return f"SELECT * FROM {loaded}"
    newest = "load_id * 1000000000000 + line" if table.one_row else "load_id"
    return (
        "SELECT * EXCLUDE (_newest) FROM "
        f'(SELECT *, max({newest}) OVER (PARTITION BY source, "{table.key}") AS _newest '
        f'FROM {loaded}) WHERE "{table.key}" IS NULL OR {newest} = _newest'
    )


def sql_model(room: Path, name: str) -> str:
    """The text of `<room>/sql/<name>.sql`: one SELECT, its leading comment being the table's documentation."""
    return (room / "sql" / f"{name}.sql").read_text(encoding="utf-8").rstrip().rstrip(";")


def _files_of(stored: StoredTable, load_ids: Sequence[int]) -> list[str]:
    wanted = {f"load_id={load_id}" for load_id in load_ids}
    return [file for file in stored.files if wanted.intersection(Path(file).parts)]


def _scan(files: Sequence[str], options: str = "") -> str:
    paths = ", ".join(quoted(file) for file in files)
    return f"read_parquet([{paths}]{', ' + options if options else ''})"


def quoted(text: str) -> str:
    """The text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"
