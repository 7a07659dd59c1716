"""Checks of the operational database."""

from collections.abc import Iterator

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from carteira.book.doctor.finding import Finding, well, wrong
from carteira.book.home import Home

OLDEST_SERVER = 140_000
"""PostgreSQL 14, the oldest that Django 5.2 works with."""
FULL = 2
"""What SQLite calls synchronous=FULL."""


def rows(home: Home) -> Iterator[Finding]:
    """The rows can be read: SQLite looks at every page, a server is asked."""
    if connection.vendor == "sqlite" and _asked("PRAGMA quick_check(1)") != "ok":
        yield wrong("database_damaged", vendor=connection.vendor)
        return
    _asked("SELECT 1")
    yield well("database_sound", vendor=connection.vendor)


def safety(home: Home) -> Iterator[Finding]:
    """What the database acknowledges survives a power cut."""
    unsafe = list(_unsafe_postgresql() if connection.vendor == "postgresql" else _unsafe_sqlite())
    yield from unsafe
    if not unsafe:
        yield well("database_safe")


def migrations(home: Home) -> Iterator[Finding]:
    """Opening the book has brought the tables up to date."""
    loader = MigrationExecutor(connection).loader
    missing = set(loader.disk_migrations) - set(loader.applied_migrations)
    if missing or home.migration_unfinished:
        yield wrong("database_behind", count=len(missing))
    else:
        yield well("database_up_to_date", count=len(loader.applied_migrations))


def _unsafe_sqlite() -> Iterator[Finding]:
    journal, synchronous = _asked("PRAGMA journal_mode"), _asked("PRAGMA synchronous")
    if journal != "wal" or synchronous != FULL:
        yield wrong("sqlite_unsafe", journal=journal, synchronous=synchronous)


def _unsafe_postgresql() -> Iterator[Finding]:
    if int(str(_asked("SHOW server_version_num"))) < OLDEST_SERVER:
        yield wrong("server_too_old", version=_asked("SHOW server_version"))
    if _asked("SHOW server_encoding") != "UTF8":
        yield wrong("server_encoding", encoding=_asked("SHOW server_encoding"))
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        if _asked(f"SHOW {setting}") == "off":
            yield wrong("server_unsafe", setting=setting)


def _asked(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]
