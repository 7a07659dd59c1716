"""Is all well with the book? Every check that a person would have to make, and what to do where one fails."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from carteira.book.choices import LoadState
from carteira.book.home import Home
from carteira.book.models import Load
from carteira.book.queries import published_run, tables
from carteira.differentiate.queries import count_cards
from carteira.errors import CarteiraError
from carteira.warehouse import storage

LOW_DISK_BYTES = 2**30


@dataclass(frozen=True)
class Finding:
    """One check. `code` with `arguments` says what was found, good or bad."""

    ok: bool
    code: str
    arguments: dict[str, Any]


def examine(home: Home) -> list[Finding]:
    """Every check of the book, in the order in which a person would make them."""
    checks: tuple[Callable[[Home], Iterator[Finding]], ...] = (_disk, _database, _loads, _published, _figures)
    return [finding for check in checks for finding in check(home)]


def _disk(home: Home) -> Iterator[Finding]:
    free = shutil.disk_usage(home.path).free
    yield Finding(free > LOW_DISK_BYTES, "disk_free", {"gigabytes": round(free / 2**30, 1)})


def _database(home: Home) -> Iterator[Finding]:
    if connection.vendor != "sqlite":
        connection.ensure_connection()
        yield Finding(True, "database_sound", {"vendor": connection.vendor})
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        (answer,) = cursor.fetchone()
    yield Finding(answer == "ok", "database_sound" if answer == "ok" else "database_damaged", {"vendor": "sqlite"})


def _loads(home: Home) -> Iterator[Finding]:
    """Each load's rows are where they should be; no load is half done."""
    waiting = Load.objects.filter(state__in=(LoadState.LOADING, LoadState.UNDOING)).count()
    yield Finding(not waiting, "loads_half_done" if waiting else "no_load_half_done", {"count": waiting})
    loads = list(Load.objects.filter(state=LoadState.LOADED).order_by("id"))
    missing = [load for load in loads if _stored_rows(home, load) != load.accepted]
    for load in missing:
        yield Finding(False, "load_damaged", {"load_id": load.id, "file": load.file_name})
    yield Finding(not missing, "loads_whole", {"count": len(loads) - len(missing)})


def _stored_rows(home: Home, load: Load) -> int:
    try:
        stored = storage.open_table(home.facts(load.table))
        return storage.rows_of_load(stored, load.id) if stored else 0
    except (CarteiraError, OSError):
        return -1


def _published(home: Home) -> Iterator[Finding]:
    run = published_run()
    if run is None:
        yield Finding(True, "not_run_yet", {})
        return
    try:
        customers = tables().query("SELECT count(*) AS n FROM customer_card")["n"][0].as_py()
    except Exception:
        yield Finding(False, "warehouse_damaged", {"table": "customer_card"})
        return
    cards = count_cards(run.card_slot)
    arguments = {"run_id": run.id, "as_of": run.as_of, "customers": customers, "cards": cards}
    yield Finding(cards == customers, "cards_published" if cards == customers else "cards_differ", arguments)


def _figures(home: Home) -> Iterator[Finding]:
    """The profit adds up with the files; the models that were fitted say so when they should not be trusted."""
    if published_run() is None:
        return
    off = tables().query("SELECT step, difference FROM profit_reconciliation WHERE difference <> 0").to_pylist()
    for row in off:
        yield Finding(False, "profit_does_not_reconcile", row)
    if not off:
        yield Finding(True, "profit_reconciles", {})
