"""Computed tables: one atomic version after another, readable as they were."""

from pathlib import Path

import pyarrow as pa

from carteira.warehouse import storage


def replaced(folder: Path, run_id: int, table: pa.Table) -> int:
    path = storage.new_file(folder)
    rows = storage.write_batches(path, table.schema, table.to_batches())
    return storage.replace(folder, table.schema, path, rows, run_id)


def test_each_version_stays_readable(tmp_path: Path) -> None:
    first = replaced(tmp_path, 1, pa.table({"profit": [1]}))
    second = replaced(tmp_path, 2, pa.table({"profit": [2]}))
    assert [
        pa.parquet.read_table(storage.open_table(tmp_path, v).files[0])["profit"][0].as_py() for v in (first, second)
    ] == [1, 2]


def test_a_table_may_change_its_columns(tmp_path: Path) -> None:
    old = replaced(tmp_path, 1, pa.table({"profit": [1]}))
    new = replaced(tmp_path, 2, pa.table({"profit": [2], "revenue": [3]}))
    assert storage.open_table(tmp_path, old).schema.names == ["profit"]
    assert storage.open_table(tmp_path, new).schema.names == ["profit", "revenue"]


def test_only_the_kept_versions_keep_their_files(tmp_path: Path) -> None:
    versions = [replaced(tmp_path, run, pa.table({"profit": [run]})) for run in (1, 2, 3)]
    storage.keep_versions(tmp_path, versions[1:])
    kept = {Path(file).name for v in versions[1:] for file in storage.open_table(tmp_path, v).files}
    assert {path.name for path in tmp_path.glob("*.parquet")} == kept


def test_no_folder_is_no_table(tmp_path: Path) -> None:
    assert storage.open_table(tmp_path / "none") is None
