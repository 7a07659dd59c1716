"""Building a book takes seconds, bringing it back does not: a built book at rest, for the tests that share it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.test import override_settings
from django.utils import translation

if TYPE_CHECKING:
    from carteira.book.book import Book

KEPT = ("accounts_auditentry", "accounts_audithead", "django_migrations")
"""Tables that stay as they are: the trail refuses changes, and the migrations are those of the database."""
DEFER = {"postgresql": "SET CONSTRAINTS ALL DEFERRED", "sqlite": "PRAGMA defer_foreign_keys = ON"}


@dataclass
class AtRest:
    """A built book: its folder, and what it has in the database by table."""

    home: Path
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def bring_back(self, home: Path) -> None:
        """A copy of the book in that folder, and its rows in the database, within the caller's transaction."""
        shutil.copytree(self.home, home, dirs_exist_ok=True)
        with connection.cursor() as cursor:
            cursor.execute(DEFER[connection.vendor])
            for table in self.rows:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
            for table, rows in self.rows.items():
                _insert(cursor, table, rows)


Build = Callable[["Book"], object]


@contextmanager
def resting(home: Path, blocker: Any) -> Iterator[AtRest]:
    """What the block builds in the folder and in the database is kept in what it gets, and taken out of the database
    again."""
    kept = AtRest(home)
    with blocker.unblock(), transaction.atomic():
        yield kept
        kept.rows = all_tables(without=KEPT)
        transaction.set_rollback(True)


def built(build: Build, folder: Path, blocker: Any) -> AtRest:
    """The book that the function made of an empty one."""
    from carteira.book.book import Book
    from carteira.book.home import Home

    home = folder / "book"
    home.mkdir()
    with resting(home, blocker) as kept, at_home(home), translation.override("en"):
        build(Book(Home(home)))
    return kept


def load_texts(book: "Book", source: str = "main", **texts: str) -> None:
    """Loads the text of a CSV file into each table."""
    for table, text in texts.items():
        path = book.home.path.parent / f"{table}.csv"
        path.write_text(text, encoding="utf-8")
        book.load(table, path, source)


def all_tables(without: tuple[str, ...] = ()) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, as columns and values."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table not in without:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                names = [column[0] for column in cursor.description]
                found[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return found


@contextmanager
def at_home(home: Path) -> Iterator[None]:
    """While the block runs, the program serves the book in this folder."""
    from carteira.book import queries

    with override_settings(CARTEIRA_HOME=home):
        yield
    queries._opened.clear()


def _insert(cursor: Any, table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        names = ", ".join(connection.ops.quote_name(name) for name in rows[0])
        marks = ", ".join(["%s"] * len(rows[0]))
        insert = f"INSERT INTO {connection.ops.quote_name(table)} ({names}) VALUES ({marks})"
        cursor.executemany(insert, [tuple(row.values()) for row in rows])
