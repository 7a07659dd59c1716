"""Writing what a backup holds into an empty folder and an empty database."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol

from carteira.book.backup import sqlite
from carteira.book.backup.archive import ArchiveReader
from carteira.book.backup.pieces import LARGEST, plain
from carteira.book.backup.places import piece_of
from carteira.book.backup.reading import MEGABYTE
from carteira.book.home import DATABASE_NAME, MARKER, Home
from carteira.durable import sync
from carteira.jobs.progress import Progress
from carteira.warehouse.versions import missing_files

LARGEST_MARKER = 2**16


class Database(Protocol):
    """An empty database that takes the pieces of the backup's, and is whole after `finish`."""

    def take(self, name: str, data: bytes) -> None: ...

    def finish(self, digest: str) -> None: ...


class SqliteFile:
    """The database as a file of the folder. Raises ValueError for pieces of another one."""

    def __init__(self, home: Home) -> None:
        self._path = home.path / DATABASE_NAME
        os.close(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))

    def take(self, name: str, data: bytes) -> None:
        if name != DATABASE_NAME:
            raise ValueError(name)
        with open(self._path, "ab") as file:
            file.write(data)

    def finish(self, digest: str) -> None:
        sync(self._path)
        sqlite.check(self._path)


class FilledBefore:
    """A database that a restore of the same backup filled before it was killed."""

    def take(self, name: str, data: bytes) -> None:
        """It has these rows."""

    def finish(self, digest: str) -> None:
        """It is whole."""


def extract(archive: ArchiveReader, home: Home, marker: IO[bytes], database: Database, progress: Progress) -> None:
    """Writes every member to its place; what is to be the book's marker goes to the open file `marker`.

    Raises ValueError where the members do not make a book, else as `ArchiveReader`.
    """
    done = 0
    for name, size, content in archive.members():
        table = piece_of(name)
        if table is not None:
            database.take(table, plain(_limited(content, size, LARGEST)))
        elif name == MARKER:
            marker.write(_limited(content, size, LARGEST_MARKER))
        else:
            _put(home.path / name, content, 0o600 if name == "secret_key" else 0o666)
        done += size
        progress("restoring", done // MEGABYTE, None)
    marker.flush()
    os.fsync(marker.fileno())
    _check_tables(home)
    _sync_folders(home)


def _limited(content: Iterator[bytes], size: int, limit: int) -> bytes:
    if size > limit:
        raise ValueError("a member that is too large")
    return b"".join(content)


def _put(path: Path, content: Iterator[bytes], mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    with os.fdopen(descriptor, "wb") as file:
        for chunk in content:
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _check_tables(home: Home) -> None:
    """Every data file that a table's log speaks of lies there."""
    for kind in ("facts", "computed"):
        for folder in (home.path / kind).glob("*"):
            if missing := missing_files(folder):
                raise ValueError(missing[0])


def _sync_folders(home: Home) -> None:
    for folder, _, _ in os.walk(home.path):
        sync(Path(folder))
