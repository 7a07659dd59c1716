"""The folder that holds a book: what lies where, and the locks on it. Usable before Django is set up."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from carteira.environment import value
from carteira.errors import CarteiraError

DATABASE_NAME = "book.sqlite3"
MARKER = "book.toml"


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

    @property
    def uploads(self) -> Path:
        return self.path / "uploads"

    @contextmanager
    def locked(self, busy: str = "book_is_busy") -> Iterator[None]:
        """Holds the book's lock: one load, undo or run at a time. The system frees it when the process dies.

        Raises CarteiraError(`busy`) at once where another holds it.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        with open(self.path / "book.lock", "w", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise CarteiraError(busy, hint="wait_and_try_again") from error
            yield


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
