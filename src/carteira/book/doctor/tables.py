"""Checks of the loads, and of what a run made of them."""

from collections.abc import Iterator

from carteira.accounts.access import FULL
from carteira.book import queries
from carteira.book.choices import LoadState
from carteira.book.doctor.finding import Finding, note, well, wrong
from carteira.book.home import Home
from carteira.book.left_over import left_over_files
from carteira.book.models import Load
from carteira.book.queries import published_run
from carteira.differentiate.queries import count_cards
from carteira.errors import CarteiraError
from carteira.warehouse import storage
from carteira.warehouse.storage import StoredTable
from carteira.warehouse.versions import missing_files


def loads(home: Home) -> Iterator[Finding]:
    """Each load's rows are where they should be; no load is half done that nobody is at."""
    waiting = Load.objects.filter(state__in=(LoadState.LOADING, LoadState.UNDOING)).count()
    if not waiting:
        yield well("no_load_half_done")
    elif home.is_busy:
        yield note("load_at_work")
    else:
        yield wrong("loads_half_done", count=waiting)
    tables: dict[str, StoredTable | None] = {}
    damaged = 0
    for load in Load.objects.filter(state=LoadState.LOADED).order_by("id"):
        if _stored_rows(home, load, tables) != load.accepted:
            damaged += 1
            yield wrong("load_damaged", load_id=load.id, file=load.file_name)
    yield well("loads_whole", count=Load.objects.filter(state=LoadState.LOADED).count() - damaged)


def published(home: Home) -> Iterator[Finding]:
    """Every table of the published run is there, and every customer has a card."""
    run = published_run()
    if run is None:
        yield well("not_run_yet")
        return
    damaged = [name for name, version in run.manifest.items() if not _is_whole(home, name, version)]
    for name in damaged:
        yield wrong("warehouse_damaged", table=name)
    if damaged:
        return
    yield well("tables_whole", count=len(run.manifest))
    found = queries.tables(FULL).query("SELECT count(*) AS customers FROM customer_card")
    customers, cards = found["customers"][0].as_py(), count_cards(run.card_slot)
    arguments = {"run_id": run.id, "as_of": run.as_of, "customers": customers, "cards": cards}
    yield well("cards_published", **arguments) if cards == customers else wrong("cards_differ", **arguments)


def figures(home: Home) -> Iterator[Finding]:
    """The profit adds up with the files."""
    run = published_run()
    if run is None or not _is_whole(home, "profit_reconciliation", run.manifest.get("profit_reconciliation")):
        return
    off = queries.tables(FULL).query("SELECT step, difference FROM profit_reconciliation WHERE difference <> 0")
    for row in off.to_pylist():
        yield wrong("profit_does_not_reconcile", **row)
    if not off.num_rows:
        yield well("profit_reconciles")


def left_over(home: Home) -> Iterator[Finding]:
    """Files that belong to no version of a table: a killed or undone load left them, and a run removes them."""
    try:
        found = left_over_files(home)
    except CarteiraError as error:
        yield wrong(error.code, **error.arguments)
        return
    if found and not home.is_busy:
        megabytes = round(sum(path.stat().st_size for path in found) / 2**20, 1)
        yield note("files_left_over", count=len(found), megabytes=megabytes)
    else:
        yield well("no_files_left_over")


def _stored_rows(home: Home, load: Load, tables: dict[str, StoredTable | None]) -> int:
    try:
        if load.table not in tables:
            tables[load.table] = storage.open_table(home.facts(load.table))
        stored = tables[load.table]
        return storage.rows_of_load(stored, load.id) if stored else 0
    except (CarteiraError, OSError):
        return -1


def _is_whole(home: Home, name: str, version: int | None) -> bool:
    try:
        return version is not None and not missing_files(home.computed(name), version)
    except CarteiraError:
        return False
