"""A version of a table can be taken elsewhere: its data files and its log up to there are all that a reader needs."""

import shutil
from pathlib import Path

import pyarrow as pa
import pytest

from carteira.errors import CarteiraError
from carteira.warehouse import storage
from carteira.warehouse.versions import at_version, log_up_to, missing_files, newest_with

SCHEMA = pa.schema([("customer", pa.string()), ("load_id", pa.int64())])
STORED = SCHEMA.remove(1)
BEYOND_A_CHECKPOINT = 103
"""Loads: the log of a table is summed up every hundred commits."""


def load(folder: Path, load_id: int) -> None:
    path = storage.new_file(folder, f"load_id={load_id}")
    rows = storage.write_batches(path, STORED, [pa.record_batch([["a", "b"]], schema=STORED)])
    storage.append_partition(folder, SCHEMA, path, rows, load_id)


def taken(folder: Path, version: int, elsewhere: Path) -> Path:
    """What the version consists of, copied to another folder."""
    table = at_version(folder, version)
    assert table is not None
    names = [path.relative_to(folder) for path in log_up_to(folder, version)] + [Path(name) for name in table.sizes]
    for name in names:
        (elsewhere / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(folder / name, elsewhere / name)
    return elsewhere


def test_a_version_beyond_and_one_before_a_checkpoint_can_be_taken_elsewhere(tmp_path: Path) -> None:
    folder = tmp_path / "orders"
    for load_id in range(1, BEYOND_A_CHECKPOINT + 1):
        load(folder, load_id)
    assert list((folder / "_delta_log").glob("*.checkpoint.parquet"))
    for version in (BEYOND_A_CHECKPOINT, BEYOND_A_CHECKPOINT - 1, 3):
        copy = taken(folder, version, tmp_path / f"at {version}")
        stored = storage.open_table(copy)
        assert stored is not None
        assert (stored.version, len(stored.files)) == (version, version)
        assert missing_files(copy) == []
        load(copy, 1000)
        changed = at_version(copy)
        assert changed is not None
        assert changed.loads == {*range(1, version + 1), 1000}


def test_the_newest_version_that_fits_what_is_known_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "orders"
    load(folder, 1)
    load(folder, 2)
    storage.drop_partition(folder, 1)
    load(folder, 3)
    expected = {
        ((1, 2), (1, 2)): 2,
        ((2,), (1, 2)): 3,
        ((2, 3), (1, 2, 3)): 4,
        ((), (1, 2, 3)): 4,
        ((1,), (1,)): 1,
        ((), ()): 0,
    }
    for (whole, known), version in expected.items():
        found = newest_with(folder, set(whole), set(known))
        assert found is not None
        assert found.version == version
        assert set(whole) <= found.loads <= set(known)


def test_a_load_that_no_version_has_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "orders"
    load(folder, 1)
    for place in (folder, tmp_path / "invoices"):
        with pytest.raises(CarteiraError) as refusal:
            newest_with(place, {7}, {1, 7})
        assert refusal.value.code == "warehouse_damaged"
    assert newest_with(tmp_path / "invoices", set(), {7}) is None


def test_a_lost_or_shortened_file_is_missing(tmp_path: Path) -> None:
    folder = tmp_path / "orders"
    load(folder, 1)
    load(folder, 2)
    first, second = sorted(folder.rglob("load_id=*/*.parquet"))
    first.write_bytes(first.read_bytes()[:-1])
    second.unlink()
    assert len(missing_files(folder)) == 2
    assert missing_files(tmp_path / "nothing") == []
