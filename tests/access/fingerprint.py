"""What the whole book is at a moment: every row of the database and every file of its folder."""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection

from tests.at_rest import all_tables

FLEETING = (
    "accounts_auditentry", "accounts_audithead", "accounts_cacheentry", "django_session", "usersessions_usersession",
    "django_migrations",
)  # fmt: skip
"""Tables that tell who came and asked, not what the book is."""
FLEETING_COLUMNS = {"accounts_user": ("last_login",), "accounts_token": ("last_used_at",)}


def fingerprint(home: Path) -> dict[str, str]:
    """A digest of each table, and size and moment of each file."""
    found = {}
    for table, rows in all_tables(FLEETING).items():
        fleeting = FLEETING_COLUMNS.get(table, ())
        lines = sorted(_line(row, fleeting) for row in rows)
        found[table] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return found | files_of(home)


def _line(row: Mapping[str, Any], fleeting: Iterable[str]) -> str:
    kept = {name: value for name, value in row.items() if name not in fleeting}
    return json.dumps(kept, sort_keys=True, default=lambda value: bytes(value).hex() if _binary(value) else str(value))


def _binary(value: Any) -> bool:
    return isinstance(value, bytes | memoryview)


def files_of(home: Path) -> dict[str, str]:
    """Size and moment of each file of the folder, by path; locks left out."""
    found, start = {}, len(str(home)) + 1
    for entry in _files_below(str(home)):
        if not entry.name.endswith(".lock"):
            state = entry.stat()
            found[entry.path[start:]] = f"{state.st_size} {state.st_mtime_ns}"
    return found


def _files_below(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files_below(entry.path)
            else:
                yield entry


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """The tables and files that differ."""
    return sorted(name for name in {*before, *after} if before.get(name) != after.get(name))


READING = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "SET", "DECLARE", "FETCH", "CLOSE")


@contextmanager
def written() -> Iterator[list[str]]:
    """The statements of the block that may write to the database: where there are none, no row can have changed."""
    found: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if not sql.lstrip().upper().startswith(READING):
            found.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield found
