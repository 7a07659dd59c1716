"""A SQLite database in a backup: its file, copied by SQLite's own online backup."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection

from carteira.book.backup.pieces import Stream
from carteira.book.home import DATABASE_NAME
from carteira.errors import CarteiraError
from carteira.jobs.progress import Progress

PAGES = 4096
"""Pages that are copied at a time."""
CHUNK = 2**20


def dump(add: Callable[[str, Stream], None], scratch: Path, progress: Progress) -> dict[str, Any]:
    """Adds the database, as this thread's transaction sees it, as one stream. Gives what a restore must know of it.

    `scratch` is where the copy lies meanwhile. Raises `database_damaged` where SQLite finds it unsound.
    """
    try:
        _copy(scratch, progress)
        check(scratch)
        with open(scratch, "rb") as file:
            add(DATABASE_NAME, iter(lambda: file.read(CHUNK), b""))
        return {}
    finally:
        scratch.unlink(missing_ok=True)


def _copy(scratch: Path, progress: Progress) -> None:
    os.close(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    copy = sqlite3.connect(scratch)
    try:
        copy.execute("PRAGMA journal_mode = OFF")
        copy.execute("PRAGMA synchronous = OFF")
        connection.connection.backup(
            copy, pages=PAGES, progress=lambda _, left, total: progress("copying_the_database", total - left, total)
        )
    finally:
        copy.close()


def check(file: Path) -> None:
    """Raises `database_damaged` where SQLite finds the file, which nobody has open, unsound."""
    copy = sqlite3.connect(f"{file.as_uri()}?immutable=1", uri=True)
    try:
        (answer,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    finally:
        copy.close()
    if answer != "ok":
        raise CarteiraError("database_damaged", vendor="sqlite")
