"""Making a backup: one file, as of the moment at which it starts, while loads, runs and people go on."""

import json
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from carteira import __version__
from carteira.book.backup import postgresql, sqlite
from carteira.book.backup.archive import ArchiveWriter, Writable
from carteira.book.backup.contents import Member, decision_files, passing_files, table_files
from carteira.book.backup.manifest import Manifest
from carteira.book.backup.pieces import DatabaseWriter
from carteira.book.backup.reading import MEGABYTE, Checked, check
from carteira.book.backup.sealing import SealedWriter
from carteira.book.backup.state import State, snapshot
from carteira.book.home import Home
from carteira.durable import sync_with_name
from carteira.errors import CarteiraError
from carteira.jobs.progress import Progress, silent

ATTEMPTS, PAUSE = 10, 0.2
"""How often a backup starts anew where an undo or a job removed a small file under its hands, and seconds between."""


@dataclass(frozen=True)
class Backup:
    """A backup that was made, and read again to its end."""

    file: Path
    size: int
    checked: Checked


def back_up(home: Home, file: Path, password: str | None = None, progress: Progress = silent) -> Backup:
    """Writes the whole book to one file, under a password if one is given, and reads it again.

    What `file` was before stays until the new one is whole. Raises `backup_at_work`, `backup_inside_book`,
    `folder_missing`, `file_unwritable`, `database_damaged`, `warehouse_damaged` or `backup_needs_file`.
    """
    file = file.absolute()
    _check_place(home, file)
    with home.copying(), _writable(file), _unfinished(file) as part:
        _write(home, part, password, progress)
        made = Backup(file, part.stat().st_size, check(part, password, progress))
        part.replace(file)
        sync_with_name(file)
    _remember(home, made)
    return made


def _check_place(home: Home, file: Path) -> None:
    if not file.parent.is_dir():
        raise CarteiraError("folder_missing", folder=file.parent)
    if file.parent.resolve().is_relative_to(home.path.resolve()):
        raise CarteiraError("backup_inside_book", hint="choose_a_place_elsewhere", home=home.path)
    if file.is_dir():
        raise CarteiraError("file_unwritable", hint="choose_another_file", file=file, detail="it is a folder")


def _write(home: Home, part: Path, password: str | None, progress: Progress) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        with _stream(part, password) as stream:
            archive = ArchiveWriter(stream)
            with snapshot() as state:
                if not _add_passing(archive, home, state, last_try=attempt == ATTEMPTS):
                    continue
                manifest = _add_database(archive, state, part.with_name(f"{part.name}.database"), progress)
            _add_tables(archive, home, state, progress)
            archive.close(manifest.about())
            return


def _add_passing(archive: ArchiveWriter, home: Home, state: State, *, last_try: bool) -> bool:
    """Whether the small files that the state speaks of were still there."""
    try:
        for member in passing_files(home, state, last_try=last_try):
            _add(archive, member)
    except FileNotFoundError as error:
        if last_try:
            raise _missing(error) from error
        time.sleep(PAUSE)
        return False
    return True


def _add_database(archive: ArchiveWriter, state: State, scratch: Path, progress: Progress) -> Manifest:
    rows = DatabaseWriter(archive)
    if connection.vendor == "postgresql":
        database = postgresql.dump(rows.add, progress)
    else:
        database = sqlite.dump(rows.add, scratch, progress)
    return Manifest(
        version=__version__,
        made_at=state.at.isoformat(timespec="seconds"),
        vendor=connection.vendor,
        migrations=state.migrations,
        database=database,
        loads=len(state.loaded),
        run_id=state.run_id,
        customers=state.customers,
        plain_bytes=rows.plain_bytes,
    )


def _add_tables(archive: ArchiveWriter, home: Home, state: State, progress: Progress) -> None:
    try:
        members = [*table_files(home, state), *decision_files(home)]
        total, done = sum(member.size for member in members) // MEGABYTE, 0
        for member in members:
            _add(archive, member)
            done += member.size
            progress("copying_the_tables", done // MEGABYTE, total)
    except FileNotFoundError as error:
        raise _missing(error) from error


def _add(archive: ArchiveWriter, member: Member) -> None:
    with open(member.path, "rb") as source:
        archive.add_file(member.name, source, member.size)


def _missing(error: FileNotFoundError) -> CarteiraError:
    return CarteiraError("backup_needs_file", hint="ask_the_doctor", file=error.filename)


@contextmanager
def _unfinished(file: Path) -> Iterator[Path]:
    """Where the backup is written: readable by this user only, and gone at the end whatever happens."""
    part = file.with_name(f"{file.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield part
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _stream(part: Path, password: str | None) -> Iterator[Writable]:
    """Takes the bytes of the archive; at the end of the block they are on the disk, and not in its cache alone."""
    with open(part, "wb") as out:
        if password:
            sealed = SealedWriter(out, password)
            yield sealed
            sealed.close()
        else:
            yield out
        out.flush()
        os.fsync(out.fileno())
        os.posix_fadvise(out.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


@contextmanager
def _writable(file: Path) -> Iterator[None]:
    """Makes what the operating system or SQLite refuses one CarteiraError."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        detail = getattr(error, "strerror", None) or error
        raise CarteiraError("file_unwritable", hint="choose_another_file", file=file, detail=detail) from error


def _remember(home: Home, made: Backup) -> None:
    told = {
        "at": made.checked.manifest.made_at, "file": str(made.file), "bytes": made.size, "sha256": made.checked.digest
    }  # fmt: skip
    unfinished = home.last_backup.with_suffix(".part")
    unfinished.write_text(json.dumps(told), encoding="utf-8")
    unfinished.replace(home.last_backup)
