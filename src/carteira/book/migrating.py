"""Bringing a book's database up to this version: once, by one process, and again where that was cut off."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from django.core.management import call_command
from django.db import Error, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from carteira.book.home import Home
from carteira.errors import CarteiraError

LOCK = 0x6361_7276
"""The number of the PostgreSQL lock that lets one machine at a time change the tables."""


def bring_up_to_date(home: Home) -> None:
    """Applies what is missing. Waits while another process is at it, and finishes what a killed one began.

    Raises `database_unreachable`, or `newer_book` where a newer version was here; then nothing has changed.
    """
    with reached():
        up_to_date = not _missing()
    if up_to_date and not home.migration_unfinished:
        return
    with home.migrating() as begun, one_at_a_time():
        if _missing() or home.migration_unfinished:
            begun()
            # Whole or not at all: alone, Django notes some changes only after they were committed.
            with connection.constraint_checks_disabled(), transaction.atomic():
                call_command("migrate", interactive=False, verbosity=0)


def unknown(loader: MigrationLoader, applied: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of the migrations, as (app, name), that this version does not know: a newer one made them."""
    replaced = {old for squashed in loader.replacements.values() for old in squashed.replaces}
    return sorted(set(applied) - set(loader.disk_migrations) - replaced)


@contextmanager
def reached() -> Iterator[None]:
    """Makes a database that does not answer one CarteiraError; a server is tried once before the block."""
    try:
        _try_server()
        yield
    except Error as error:
        detail = " ".join(str(error).split())
        raise CarteiraError("database_unreachable", hint="check_the_database", detail=detail) from error


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """On PostgreSQL, waits until no other machine changes the tables, and keeps them out during the block."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        with suppress(Error), connection.cursor() as cursor:  # a session that broke has let go of it
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _missing() -> bool:
    """Whether migrations are to be applied. Raises `newer_book`."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    for app, name in unknown(loader, loader.applied_migrations):
        raise CarteiraError("newer_book", hint="install_a_newer_version", change=f"{app} {name}")
    return bool(executor.migration_plan(loader.graph.leaf_nodes()))


def _try_server() -> None:
    """Connects to a server once, without the pool, which would go on trying for half a minute."""
    if connection.vendor != "postgresql":
        return
    with connection.wrap_database_errors:
        parameters = {"connect_timeout": 10, **connection.get_connection_params()}
        connection.Database.connect(**parameters).close()  # type: ignore[attr-defined]
