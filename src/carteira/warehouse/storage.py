"""Delta Lake tables on disk: files are written and synced first, then appear in one atomic commit."""

import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, write_deltalake
from deltalake import Schema as DeltaSchema
from deltalake.transaction import AddAction

from carteira.durable import sync_with_name
from carteira.errors import CarteiraError
from carteira.warehouse.durable_log import NO_CHECKPOINT, make_durable, newest_version

FACT_ROW_GROUP = 122_880


@dataclass(frozen=True)
class StoredTable:
    """One version of a Delta table: its schema and the files that hold it."""

    version: int
    schema: pa.Schema
    files: tuple[str, ...]


def open_table(folder: Path, version: int | None = None) -> StoredTable | None:
    """The table at `version` (the newest by default), or None where there is no table yet.

    Raises `warehouse_damaged` where the folder cannot be read as that version of a table.
    """
    if not DeltaTable.is_deltatable(str(folder)):
        return None
    try:
        table = DeltaTable(folder, version=version)
        schema = pa.schema(table.schema().to_arrow())
        paths = pa.table(table.get_add_actions(flatten=True))["path"].to_pylist()
        return StoredTable(table.version(), schema, tuple(str(folder / path) for path in sorted(paths)))
    except Exception as error:
        raise CarteiraError("warehouse_damaged", hint="restore_a_backup", table=folder.name) from error


def new_file(folder: Path, partition: str = "") -> Path:
    """A path for a new data file of the table in `folder`, under a name that no other file has."""
    path = folder / partition / f"part-{uuid.uuid4().hex}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def write_batches(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> int:
    """Writes the batches to one Parquet file and syncs it. Gives the number of rows."""
    rows = 0
    with pq.ParquetWriter(path, schema, compression="zstd", store_schema=False) as writer:
        for batch in batches:
            rows += batch.num_rows
            writer.write_batch(batch, row_group_size=FACT_ROW_GROUP)
    sync_with_name(path)
    return rows


def append_partition(folder: Path, schema: pa.Schema, path: Path, rows: int, load_id: int) -> int:
    """Adds a file of `folder/load_id=<load_id>/` to the table, creating the table if needed. Gives the new version."""
    return _commit(folder, schema, path, rows, mode="append", load_id=load_id)


def replace(folder: Path, schema: pa.Schema, path: Path, rows: int, run_id: int) -> int:
    """Makes the file the whole table. Gives the new version; earlier versions stay readable."""
    stored = open_table(folder)
    if stored is not None and not stored.schema.equals(schema):
        empty = pa.Table.from_batches([], schema=schema)
        before = newest_version(folder)
        write_deltalake(
            folder, empty, mode="overwrite", schema_mode="overwrite", post_commithook_properties=NO_CHECKPOINT
        )
        make_durable(folder, before)
    return _commit(folder, schema, path, rows, mode="overwrite", run_id=run_id)


def _commit(
    folder: Path,
    schema: pa.Schema,
    path: Path,
    rows: int,
    *,
    mode: str,
    load_id: int | None = None,
    run_id: int | None = None,
) -> int:
    partition_by = [] if load_id is None else ["load_id"]
    before = newest_version(folder)
    if not DeltaTable.is_deltatable(str(folder)):
        DeltaTable.create(folder, DeltaSchema.from_arrow(schema), partition_by=partition_by)
    action = AddAction(
        path=path.relative_to(folder).as_posix(),
        size=path.stat().st_size,
        partition_values={} if load_id is None else {"load_id": str(load_id)},
        modification_time=int(time.time() * 1000),
        data_change=True,
        stats=f'{{"numRecords": {rows}}}',
    )
    note = {"load_id": str(load_id)} if run_id is None else {"run_id": str(run_id)}
    table = DeltaTable(folder)
    table.create_write_transaction(
        [action],
        mode,
        DeltaSchema.from_arrow(schema),
        partition_by,
        commit_properties=CommitProperties(custom_metadata=note),
        post_commithook_properties=NO_CHECKPOINT,
    )
    make_durable(folder, before)
    return newest_version(folder)


def drop_partition(folder: Path, load_id: int) -> None:
    """Removes all rows of a load; nothing happens where it has none."""
    if DeltaTable.is_deltatable(str(folder)):
        before = newest_version(folder)
        DeltaTable(folder).delete(f"load_id = {load_id}", post_commithook_properties=NO_CHECKPOINT)
        make_durable(folder, before)


def keep_versions(folder: Path, versions: list[int]) -> None:
    """Deletes the data files that none of the given versions uses. The table is not partitioned: a version has one."""
    if versions and DeltaTable.is_deltatable(str(folder)) and len(list(folder.glob("*.parquet"))) > len(versions):
        before = newest_version(folder)
        DeltaTable(folder).vacuum(
            retention_hours=0,
            dry_run=False,
            enforce_retention_duration=False,
            post_commithook_properties=NO_CHECKPOINT,
            keep_versions=versions,
            full=True,
        )
        make_durable(folder, before)


def parquet_schema(path: Path) -> pa.Schema:
    """The columns of a Parquet file as Arrow types, every one nullable."""
    return pa.schema([field.with_nullable(True).remove_metadata() for field in pq.read_schema(path)])


def rows_of_load(stored: StoredTable, load_id: int) -> int:
    """The rows that the table's files hold of a load, from the files' own footers."""
    mine = [file for file in stored.files if f"load_id={load_id}" in Path(file).parts]
    return sum(pq.read_metadata(file).num_rows for file in mine)
