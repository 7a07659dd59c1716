"""A PostgreSQL database in a backup: the rows of each table as COPY writes them. No program but ours is needed.

A restore makes the tables by the migrations that the backup had, in one transaction with their rows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from carteira.book.backup.pieces import Stream
from carteira.jobs.progress import Progress

TABLES = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY relname
"""
COLUMNS = """
    SELECT attname FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
"""
SEQUENCES = """
    SELECT sequencename, last_value FROM pg_sequences
    WHERE schemaname = current_schema() AND last_value IS NOT NULL ORDER BY sequencename
"""
NOTE = "SELECT obj_description('django_migrations'::regclass)"


def dump(add: Callable[[str, Stream], None], progress: Progress) -> dict[str, Any]:
    """Adds the rows of each table, as this thread's transaction sees them. Gives what a restore must know of them."""
    names = table_names()
    columns = {name: [column for (column,) in _rows(COLUMNS, [_quoted(name)])] for name in names}
    for number, name in enumerate(names):
        progress("copying_the_database", number, len(names))
        add(name, _copied(name, columns[name]))
    return {"tables": columns, "sequences": dict(_rows(SEQUENCES))}


def table_names() -> list[str]:
    """The tables that the database has."""
    return [name for (name,) in _rows(TABLES)]


def note() -> str | None:
    """What the last restore wrote on the database: the digest of its backup."""
    return _rows(NOTE)[0][0] if "django_migrations" in table_names() else None


class Filling:
    """An empty database on its way to what a backup holds, inside one transaction of the caller's.

    Raises ValueError where the migrations that the backup names do not make the tables that it holds.
    """

    def __init__(self, about: dict[str, Any], migrations: Iterable[Sequence[str]]) -> None:
        self._columns: dict[str, list[str]] = about["tables"]
        self._sequences: dict[str, int] = about["sequences"]
        self._tables = ", ".join(_quoted(name) for name in self._columns)
        _make_tables({(app, name) for app, name in migrations})
        if set(table_names()) != set(self._columns):
            raise ValueError("other tables")
        self._set_triggers("DISABLE")
        _execute(f"TRUNCATE {self._tables}")

    def take(self, name: str, rows: bytes) -> None:
        """Adds a piece of the table's rows."""
        columns = ", ".join(_quoted(column) for column in self._columns[name])
        with connection.cursor() as cursor, cursor.copy(f"COPY {_quoted(name)} ({columns}) FROM STDIN") as copy:
            copy.write(rows)

    def finish(self, digest: str) -> None:
        """Checks the keys between the tables, and writes the backup's digest on the database."""
        for name, last in self._sequences.items():
            _execute("SELECT setval(%s::regclass, %s)", [_quoted(name), last])
        _execute("SET CONSTRAINTS ALL IMMEDIATE")
        self._set_triggers("ENABLE")
        _execute("COMMENT ON TABLE django_migrations IS %s", [digest])

    def _set_triggers(self, how: str) -> None:
        """Triggers that keep rows in step or refuse changes have done their work before the backup was made."""
        for name in self._columns:
            _execute(f"ALTER TABLE {_quoted(name)} {how} TRIGGER USER")


def _make_tables(migrations: set[tuple[str, str]]) -> None:
    """Applies these migrations to an empty database. Constraints are checked at once, so that none waits unchecked
    while a later migration changes its table."""
    _execute("SET CONSTRAINTS ALL IMMEDIATE")
    executor = MigrationExecutor(connection)
    all_of_them = executor.migration_plan(executor.loader.graph.leaf_nodes())
    plan = [step for step in all_of_them if (step[0].app_label, step[0].name) in migrations]
    if len(plan) != len(migrations):
        raise ValueError("other migrations")
    executor.migrate([], plan)
    _execute("SET CONSTRAINTS ALL DEFERRED")


def _copied(name: str, columns: Iterable[str]) -> Iterator[memoryview]:
    """The table's rows, one at a time."""
    listed = ", ".join(_quoted(column) for column in columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {_quoted(name)} ({listed}) TO STDOUT") as copy:
        yield from copy


def _rows(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _execute(sql: str, parameters: Sequence[Any] = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
