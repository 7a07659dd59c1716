"""The operational database as of one moment, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from carteira.book.choices import LoadState
from carteira.book.models import Load
from carteira.book.queries import published_run
from carteira.differentiate.queries import count_cards
from carteira.jobs.queries import unfinished_arguments


@dataclass(frozen=True)
class State:
    """What the database says that must lie in the folder, and since when it has been looked at.

    `loads`: the table of each load by its id; `loaded`: the loads that count, `rejecting`: those of them that refused
    lines; `manifest`: the version of each table of the published run, `customers` how many cards it has; `uploads`: the
    files that unfinished jobs are to load, `wishes`: what unfinished exports are to write; `migrations`: those applied,
    as app and name.
    """

    at: datetime
    loads: dict[int, str]
    loaded: frozenset[int]
    rejecting: frozenset[int]
    run_id: int | None
    manifest: dict[str, int]
    customers: int
    uploads: tuple[str, ...]
    wishes: tuple[str, ...]
    migrations: list[list[str]]


@contextmanager
def snapshot() -> Iterator[State]:
    """While the block runs, this thread reads the database as it is at the start. Nobody has to wait for it."""
    with _postgresql() if connection.vendor == "postgresql" else _sqlite():
        yield _state()


@contextmanager
def _postgresql() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _sqlite() -> Iterator[None]:
    """A deferred transaction: Django's own are IMMEDIATE and keep writers out."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _state() -> State:
    rows: list[tuple[Any, ...]] = list(Load.objects.order_by("id").values_list("id", "table", "state", "rejected"))
    loaded = {load_id: rejected for load_id, _, state, rejected in rows if state == LoadState.LOADED}
    run = published_run()
    return State(
        at=timezone.now(),
        loads={load_id: table for load_id, table, _, _ in rows},
        loaded=frozenset(loaded),
        rejecting=frozenset(load_id for load_id, rejected in loaded.items() if rejected),
        run_id=run.id if run else None,
        manifest=run.manifest if run else {},
        customers=count_cards(run.card_slot) if run else 0,
        uploads=tuple(Path(arguments["path"]).name for arguments in unfinished_arguments("load")),
        wishes=tuple(f"{arguments['token']}.json" for arguments in unfinished_arguments("export")),
        migrations=sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations()),
    )
