"""A book that an earlier version left: its folder unpacked, its rows in whatever database the tests run on."""

import json
import os
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SEQUENCES = "SELECT name || '_id_seq', seq FROM sqlite_sequence WHERE seq > 0"


def recorded(name: str) -> dict[str, Any]:
    """What that version showed of its book."""
    found: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    return found


def unpack(name: str, folder: Path) -> Path:
    """Unpacks the book into the folder. Gives its own folder."""
    with tarfile.open(HERE / f"{name}.tar.xz") as archive:
        archive.extractall(folder, filter="data")
    return folder / "book"


@contextmanager
def rows_of(home: Path) -> Iterator[sqlite3.Connection]:
    """The rows that the unpacked book has; what is changed stays."""
    with closing(sqlite3.connect(home / "book.sqlite3")) as connection, connection:
        yield connection


def move_to_server(home: Path) -> None:
    """Makes the tables, as that version had them, in the empty database of CARTEIRA_DATABASE_URL, with their rows."""
    from carteira.book.home import Home
    from carteira.book.opening import point_at

    point_at(Home(home))
    from django.db import transaction

    from carteira.book.backup.postgresql import Filling

    with rows_of(home) as old, transaction.atomic():
        names = [name for (name,) in old.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        names.remove("sqlite_sequence")
        columns = {name: [row[1] for row in old.execute(f"PRAGMA table_info({name})")] for name in names}
        migrations = old.execute("SELECT app, name FROM django_migrations").fetchall()
        filling = Filling({"tables": columns, "sequences": dict(old.execute(SEQUENCES))}, migrations)
        for name in names:
            rows = old.execute(f"SELECT {', '.join(map(_quoted, columns[name]))} FROM {name}")
            filling.take(name, "".join(_lines(rows)).encode())
        filling.finish("")
    (home / "book.sqlite3").unlink()


def _lines(rows: Iterator[tuple[Any, ...]]) -> Iterator[str]:
    """The rows as COPY reads them."""
    escaped = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
    for row in rows:
        yield "\t".join("\\N" if value is None else str(value).translate(escaped) for value in row) + "\n"


def _quoted(name: str) -> str:
    return f'"{name}"'


def main() -> None:
    """As a program: with the book in CARTEIRA_HOME."""
    move_to_server(Path(os.environ["CARTEIRA_HOME"]))
