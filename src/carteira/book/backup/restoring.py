"""Bringing a book back from its backup: into an empty folder and an empty database, all of it or nothing."""

import fcntl
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from django.db import Error, transaction
from django.db.migrations.loader import MigrationLoader

from carteira.accounts import audit
from carteira.book.backup import postgresql
from carteira.book.backup.extraction import Database, FilledBefore, SqliteFile, extract
from carteira.book.backup.reading import Checked, check, opened
from carteira.book.home import DATABASE_NAME, MARKER, Home, database_settings
from carteira.book.migrating import one_at_a_time, reached, unknown
from carteira.book.opening import check_path, open_book, point_at, usable
from carteira.durable import sync_with_name
from carteira.errors import CarteiraError
from carteira.jobs.progress import Progress, silent

RESTORING = "restoring.toml"
"""The book's marker under another name: it says that a restore is at work, and becomes the marker in one step."""
OURS = {"facts", "computed", "rejections", "uploads", "exports", "secret_key", DATABASE_NAME, RESTORING}
"""What a restore makes in a folder."""


def restore(file: Path, path: Path, password: str | None = None, progress: Progress = silent) -> Checked:
    """Makes the folder `path` the book that the backup holds, and opens it, which brings it up to date.

    The whole backup is read and proven before anything is written. A refusal leaves folder and database as they were;
    a restore that was killed can be repeated. Raises as `reading.check`, and `book_exists`, `folder_not_empty`,
    `folder_unusable`, `bad_home`, `backup_too_new`, `backup_of_other_database`, `database_taken`, `rows_refused`,
    `no_room` or `restore_at_work`.
    """
    home = Home(path.absolute())
    check_path(home)
    with usable(home):
        _check_folder(home)
    checked = check(file, password, progress)
    _check_fits(checked, home, file)
    point_at(home)
    if checked.manifest.vendor == "postgresql":
        _check_database(checked, (home.path / RESTORING).exists())
    with usable(home), _folder(home) as (marker, again), _whole(file):
        with _database(home, checked, again) as database, opened(file, password) as archive:
            extract(archive, home, marker, database, progress)
            if archive.digest != checked.digest:
                raise ValueError("another file than was checked")
        (home.path / RESTORING).replace(home.path / MARKER)
        sync_with_name(home.path / MARKER)
    open_book(home.path)
    audit.record(None, "restored", backup=checked.digest, made_at=checked.manifest.made_at)
    return checked


def _check_folder(home: Home) -> None:
    if home.exists:
        raise CarteiraError("book_exists", hint="choose_an_empty_folder", home=home.path)
    if not home.path.exists():
        return
    found = {entry.name for entry in home.path.iterdir()}
    if found - OURS or (found and RESTORING not in found):
        raise CarteiraError("folder_not_empty", hint="choose_an_empty_folder", home=home.path)


def _check_fits(checked: Checked, home: Home, file: Path) -> None:
    """Refuses a backup that this version, this database or this disk cannot take."""
    manifest = checked.manifest
    if manifest.vendor not in database_settings(home.path)["ENGINE"]:
        raise CarteiraError(
            "backup_of_other_database", hint="set_or_unset_the_url", file=file.name, vendor=manifest.vendor
        )
    if unknown(MigrationLoader(None), [(app, name) for app, name in manifest.migrations]):
        raise CarteiraError("backup_too_new", hint="install_a_newer_version", file=file.name)
    needed = checked.folder_bytes + (manifest.plain_bytes if manifest.vendor == "sqlite" else 0)
    free = shutil.disk_usage(next(folder for folder in (home.path, *home.path.parents) if folder.exists())).free
    if needed > free:
        raise CarteiraError("no_room", hint="free_some_space", needed=_gigabytes(needed), free=_gigabytes(free))


def _check_database(checked: Checked, again: bool) -> bool:
    """Whether the server's database has this backup's rows already, from a restore that was killed after that."""
    with reached():
        filled = bool(postgresql.table_names())
        if filled and not (again and postgresql.note() == checked.digest):
            raise CarteiraError("database_taken", hint="use_another_database")
        return filled


@contextmanager
def _folder(home: Home) -> Iterator[tuple[IO[bytes], bool]]:
    """The folder, empty but for the marker under its other name, which nobody else may hold. Gives that file, and
    whether an earlier restore was killed here. A failure leaves the folder as it was."""
    created, again = not home.path.exists(), (home.path / RESTORING).exists()
    home.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(home.path / RESTORING, "ab") as marker:
        try:
            fcntl.flock(marker, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CarteiraError("restore_at_work", hint="wait_and_try_again", home=home.path) from error
        _check_folder(home)
        try:
            _clear(home, OURS - {RESTORING})
            marker.truncate(0)
            yield marker, again
        except BaseException:
            _clear(home, OURS)
            if created:
                with suppress(OSError):
                    home.path.rmdir()
            raise


def _clear(home: Home, names: set[str]) -> None:
    for name in names:
        path = home.path / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


@contextmanager
def _database(home: Home, checked: Checked, again: bool) -> Iterator[Database]:
    """The empty database of this book; a server's keeps nothing of a block that fails."""
    manifest = checked.manifest
    if manifest.vendor == "sqlite":
        file = SqliteFile(home)
        yield file
        file.finish(checked.digest)
        return
    with one_at_a_time():
        if _check_database(checked, again):
            yield FilledBefore()
            return
        with transaction.atomic():
            filling = postgresql.Filling(manifest.database, manifest.migrations)
            yield filling
            filling.finish(checked.digest)


@contextmanager
def _whole(file: Path) -> Iterator[None]:
    """Makes a backup that is whole, and yet no book, one CarteiraError."""
    try:
        yield
    except (ValueError, KeyError, sqlite3.Error) as error:
        raise CarteiraError("backup_damaged", hint="use_another_backup", file=file.name) from error
    except Error as error:
        raise CarteiraError("rows_refused", detail=" ".join(str(error).split())) from error


def _gigabytes(size: int) -> float:
    return round(size / 2**30, 1)
