"""Loading a file into a canonical table, and undoing it.

The readers of files are imported when a file is read: the commands that read none start without them.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import transaction
from django.utils import timezone

from carteira.book import settings as book_settings
from carteira.book.choices import LoadState
from carteira.book.home import Home
from carteira.book.load_report import LoadReport
from carteira.book.models import Load
from carteira.errors import CarteiraError
from carteira.jobs.progress import Progress, silent
from carteira.warehouse import storage
from carteira.warehouse.durable_log import mend
from carteira.warehouse.engine import Engine
from carteira.warehouse.facts import FACTS, FactTable
from carteira.warehouse.scratch import Scratch

if TYPE_CHECKING:
    from carteira.warehouse.files import Mapping, ReadBatch

DEFAULT_SOURCE = "main"
MAX_NAME = 255


def load(
    home: Home,
    table_name: str,
    path: Path,
    *,
    source: str = DEFAULT_SOURCE,
    mapping: "Mapping | None" = None,
    user: Any = None,
    file_name: str = "",
    progress: Progress = silent,
    together: Callable[[int], None] | None = None,
) -> LoadReport:
    """Reads the file into the table, all or nothing, and says what came of each line.

    Without `mapping` the columns are matched by name. `together` is called with the load's id in the transaction that
    makes the load count, so that both hold or neither. Raises CarteiraError where the file cannot be read, its columns
    do not fit, no line is acceptable, or the same file was loaded before; then nothing has changed.
    """
    table, report = _prepare(table_name, path, source, mapping, file_name)
    with home.locked():
        clean_up(home)
        digest = _digest(path)
        _refuse_repeated(table.name, source, digest)
        row = Load.objects.create(
            table=table.name, source=source, file_name=report.file_name, digest=digest, created_by=user
        )
        with _nothing_left_on_failure(home, row):
            _store(home, table, path, row, report, progress)
            _count(row, report, together)
    return report


def try_load(
    home: Home,
    table_name: str,
    path: Path,
    *,
    source: str = DEFAULT_SOURCE,
    mapping: "Mapping | None" = None,
    file_name: str = "",
    progress: Progress = silent,
) -> LoadReport:
    """What `load` would accept, reject and replace; nothing changes. Raises as `load` for a file that does not fit."""
    table, report = _prepare(table_name, path, source, mapping, file_name)
    batches = _counted(table, path, report, progress)
    with Scratch(home.scratch) as scratch:
        keys = Path(scratch) / "keys.parquet"
        columns = [table.key] if table.key else []
        schema = pa.schema([table.schema.field(name) for name in columns])
        storage.write_batches(keys, schema, (batch.select(columns) for batch in batches))
        report.replaced = _replaced(home, table, source, keys)
    return report


def undo(home: Home, load_id: int) -> Load:
    """Takes a load back: the facts stand as they did before it, and count so from the next run.

    Raises `unknown_load` or `already_undone`.
    """
    with home.locked():
        clean_up(home)
        row = Load.objects.exclude(state=LoadState.FAILED).filter(id=load_id).first()
        if row is None:
            raise CarteiraError("unknown_load", hint="list_loads", load_id=load_id)
        if row.state == LoadState.UNDONE:
            raise CarteiraError("already_undone", load_id=load_id)
        row.state, row.undone_at = LoadState.UNDOING, timezone.now()
        row.save(update_fields=("state", "undone_at"))
        _end(home, row, LoadState.UNDONE)
    return row


def clean_up(home: Home) -> None:
    """Ends what a killed load or undo left half done. Call it with the book's lock held: then nobody else is at it."""
    for name in FACTS:
        mend(home.facts(name))
    for row in Load.objects.filter(state=LoadState.LOADING):
        _end(home, row, LoadState.FAILED)
    for row in Load.objects.filter(state=LoadState.UNDOING):
        _end(home, row, LoadState.UNDONE)


def fact_table(name: str) -> FactTable:
    """The canonical table of that name. Raises `unknown_fact_table`."""
    if name not in FACTS:
        raise CarteiraError("unknown_fact_table", table=name, known=", ".join(FACTS))
    return FACTS[name]


def check_source(name: str) -> None:
    """Raises `bad_source_name` for what cannot name a source."""
    if not name.isprintable() or not 0 < len(name) <= 100:
        raise CarteiraError("bad_source_name", source=name)


def _prepare(
    table_name: str, path: Path, source: str, mapping: "Mapping | None", file_name: str
) -> tuple[FactTable, LoadReport]:
    from carteira.warehouse.files import Mapping, inspect

    table = fact_table(table_name)
    check_source(source)
    file_format = inspect(path, mapping=mapping)
    mapping = mapping or Mapping.suggest(table, file_format.header)
    return table, LoadReport(table.name, source, _shown_name(file_name or path.name), file_format, mapping)


def _shown_name(name: str) -> str:
    """The file's name as text that every database and screen takes: bytes that are no text show as such."""
    return name.encode("utf-8", "replace").decode().replace("\0", "?")[-MAX_NAME:]


def _end(home: Home, row: Load, state: LoadState) -> None:
    """Removes what the load stored, and says so in its row; nothing happens to a load that counts by now, because its
    commit came through and only the answer did not."""
    with transaction.atomic():
        if not Load.objects.select_for_update().filter(id=row.id).exclude(state=LoadState.LOADED).exists():
            return
        storage.drop_partition(home.facts(row.table), row.id)
        home.rejections(row.id).unlink(missing_ok=True)
        row.state = state
        row.save(update_fields=("state",))


@contextmanager
def _nothing_left_on_failure(home: Home, row: Load) -> Iterator[None]:
    try:
        yield
    except BaseException:
        _end(home, row, LoadState.FAILED)
        raise


def _refuse_repeated(table: str, source: str, digest: str) -> None:
    earlier = Load.objects.filter(table=table, source=source, digest=digest, state=LoadState.LOADED).first()
    if earlier:
        raise CarteiraError("already_loaded", hint="undo_to_load_again", load_id=earlier.id, file=earlier.file_name)


def _store(home: Home, table: FactTable, path: Path, row: Load, report: LoadReport, progress: Progress) -> None:
    folder = home.facts(table.name)
    schema = table.schema.remove(table.schema.get_field_index("load_id"))
    data_file = storage.new_file(folder, f"load_id={row.id}")
    try:
        storage.write_batches(
            data_file, schema, _with_source(_counted(table, path, report, progress), row.source, schema)
        )
        _refuse_nothing_accepted(report)
        report.replaced = _replaced(home, table, row.source, data_file)
    except BaseException:
        data_file.unlink(missing_ok=True)
        raise
    report.keep_rejections(home.rejections(row.id))
    storage.append_partition(folder, table.schema, data_file, report.accepted, row.id)


def _count(row: Load, report: LoadReport, together: Callable[[int], None] | None) -> None:
    """Makes the load count."""
    row.state = LoadState.LOADED
    for name in ("lines", "accepted", "rejected", "replaced"):
        setattr(row, name, getattr(report, name))
    row.file_format = {"kind": report.file_format.kind, "encoding": report.file_format.encoding}
    with transaction.atomic():
        row.save()
        if together is not None:
            together(row.id)
    report.load_id = row.id


def _counted(table: FactTable, path: Path, report: LoadReport, progress: Progress) -> Iterator[pa.RecordBatch]:
    """The accepted rows, batch by batch, with every line counted in the report."""
    from carteira.warehouse.files import read

    settings = book_settings.values()
    for batch in read(path, table, report.mapping, report.file_format, time_zone=settings["time_zone"]):
        kept = _in_currency(batch, settings["currency"]) if "currency" in table.by_name else batch
        report.count(kept)
        progress("reading", report.lines, None)
        yield kept.accepted


def _in_currency(batch: "ReadBatch", currency: str) -> "ReadBatch":
    """The batch with lines in another currency than the book's rejected."""
    given = batch.accepted.column("currency")
    other = pc.fill_null(pc.not_equal(pc.utf8_upper(given), currency), False)
    if not pc.any(other).as_py():
        return batch
    foreign = batch.accepted.filter(other)
    code, column = (pa.repeat(text, foreign.num_rows) for text in ("other_currency", "currency"))
    refused = pa.RecordBatch.from_arrays(
        [foreign.column("line"), code, column, foreign.column("currency")], schema=batch.rejected.schema
    )
    rejected = pa.concat_batches([batch.rejected, refused])
    return replace(batch, accepted=batch.accepted.filter(pc.invert(other)), rejected=rejected)


def _with_source(batches: Iterable[pa.RecordBatch], source: str, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        named = batch.append_column("source", pa.repeat(source, batch.num_rows))
        yield pa.RecordBatch.from_arrays([named.column(name) for name in schema.names], schema=schema)


def _refuse_nothing_accepted(report: LoadReport) -> None:
    if report.accepted:
        return
    if not report.lines:
        raise CarteiraError("no_lines", hint="check_the_file", file=report.file_name)
    first = dict(report.rejections[0])
    reason = first.pop("code")
    raise CarteiraError(
        "no_line_accepted", hint="try_a_dry_run", file=report.file_name, lines=report.lines, reason=reason, **first
    )


def _replaced(home: Home, table: FactTable, source: str, data_file: Path) -> int:
    """How many records of earlier loads of the same source the new file replaces."""
    earlier = Load.objects.filter(table=table.name, source=source, state=LoadState.LOADED)
    loads = list(earlier.values_list("id", "source"))
    if table.key is None or not loads:
        return 0
    with Engine(scratch=home.scratch) as engine:
        engine.register_facts(table, storage.open_table(home.facts(table.name)), loads)
        found = engine.query(
            f'SELECT count(DISTINCT "{table.key}") AS records FROM "{table.name}" WHERE "{table.key}" IN '
            f'(SELECT "{table.key}" FROM read_parquet(?))',
            [str(data_file)],
        )
    return int(found["records"][0].as_py())


def _digest(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
