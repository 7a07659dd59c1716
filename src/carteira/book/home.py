"""The folder that holds a book: what lies where, and the locks on it. Usable before Django is set up."""

import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from carteira.environment import value
from carteira.errors import CarteiraError

DATABASE_NAME = "book.sqlite3"
MARKER = "book.toml"
MIGRATION_LOCK = "migration.lock"
LOCKS = Path("/proc/locks")
"""The locks that processes of this machine hold."""


class Home:
    """The paths inside a book's folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def exists(self) -> bool:
        return (self.path / MARKER).is_file()

    def facts(self, table: str) -> Path:
        return self.path / "facts" / table

    def computed(self, table: str) -> Path:
        return self.path / "computed" / table

    def rejections(self, load_id: int) -> Path:
        return self.path / "rejections" / f"{load_id}.parquet"

    def reading_copy(self, run_id: int) -> Path:
        """The folder with the copy of a run's tables that pages read. It is made anew where it is missing."""
        return self.path / "reading" / f"run-{run_id}"

    def options(self, run_id: int) -> Path:
        """The folder with what could be done with each customer, by which the plan of a run decides."""
        return self.reading_copy(run_id) / "options"

    @property
    def decisions(self) -> Path:
        """The log of what was decided in real time."""
        return self.path / "decisions"

    @property
    def uploads(self) -> Path:
        return self.path / "uploads"

    @property
    def scratch(self) -> Path:
        """For what processes need only while they work."""
        return self.path / "scratch"

    @property
    def last_backup(self) -> Path:
        """Says when the last backup was made, and where it was put."""
        return self.path / "last_backup.json"

    @contextmanager
    def locked(self, busy: str = "book_is_busy", name: str = "book.lock") -> Iterator[None]:
        """Holds the book's lock: one load, undo or run at a time. The system frees it when the process dies.

        Raises CarteiraError(`busy`) at once where another holds it.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        with open(self.path / name, "w", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise CarteiraError(busy, hint="wait_and_try_again") from error
            yield

    @property
    def is_busy(self) -> bool:
        """Whether a load, undo or run is at work. Asked of the system, since trying the lock would be in their way."""
        path = self.path / "book.lock"
        if not path.exists() or not LOCKS.is_file():
            return False
        inode = str(path.stat().st_ino)
        held = (line.split() for line in LOCKS.read_text(encoding="ascii").splitlines())
        return any(len(parts) > 5 and parts[5].rpartition(":")[2] == inode for parts in held)

    @contextmanager
    def copying(self) -> Iterator[None]:
        """While the block runs, no data file of the book's tables is removed. It waits for a removal to end.

        Raises `backup_at_work` at once where another copies the book.
        """
        with open(self.path / "files.lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)
            with self.locked("backup_at_work", "backup.lock"):
                yield

    @contextmanager
    def removing_files(self) -> Iterator[bool]:
        """Whether data files that no reader needs may be removed in the block: not while they are copied."""
        with open(self.path / "files.lock", "w", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True

    @property
    def migration_unfinished(self) -> bool:
        """Whether a change of the tables began and did not end."""
        path = self.path / MIGRATION_LOCK
        return path.is_file() and path.stat().st_size > 0

    @contextmanager
    def migrating(self) -> Iterator[Callable[[], None]]:
        """Waits until no other process changes the tables, and keeps them out during the block.

        What the block is given notes that a change begins: `migration_unfinished` until the block ends well.
        """
        with open(self.path / MIGRATION_LOCK, "a", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)

            def begun() -> None:
                lock.write("unfinished\n")
                lock.flush()
                os.fsync(lock.fileno())

            yield begun
            lock.truncate(0)


def database_settings(home: Path) -> dict[str, Any]:
    """Django's database settings.

    `CARTEIRA_DATABASE_URL` (postgresql://user:password@host:port/name?host=/socket), else the book's own SQLite file,
    which loses no acknowledged write in a power cut (WAL with synchronous=FULL).
    """
    url = value("CARTEIRA_DATABASE_URL")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home / DATABASE_NAME,
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;",
            },
        }
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError as error:
        raise CarteiraError("bad_database_url", hint="use_a_postgresql_url") from error
    if parts.scheme not in ("postgresql", "postgres"):
        raise CarteiraError("bad_database_url", hint="use_a_postgresql_url")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": options.pop("port", port),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**options, "pool": True},
    }


def secret_key(home: Path) -> str:
    """The key that signs sessions: `CARTEIRA_SECRET_KEY`, else a random one kept in the book's folder."""
    key = value("CARTEIRA_SECRET_KEY")
    path = home / "secret_key"
    if key:
        return key
    if path.is_file():
        return path.read_text(encoding="utf-8").strip()
    return secrets.token_urlsafe(50)


def write_secret_key(home: Path) -> str:
    """Makes the book's own random key, readable by its owner only, and gives it."""
    key = secrets.token_urlsafe(50)
    descriptor = os.open(home / "secret_key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(key)
    return key
