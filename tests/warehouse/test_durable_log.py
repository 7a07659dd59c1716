"""The log of a table: mended where a power cut tore its end, and read from a checkpoint where it is long."""

from pathlib import Path

import pyarrow as pa
import pytest

from carteira.errors import CarteiraError
from carteira.warehouse import durable_log, storage
from carteira.warehouse.durable_log import LOG, mend, newest_version

SCHEMA = pa.schema([("a", pa.int64()), ("load_id", pa.int64())])


def append(folder: Path, load_id: int) -> int:
    path = storage.new_file(folder, f"load_id={load_id}")
    rows = pa.record_batch({"a": [load_id]})
    storage.write_batches(path, SCHEMA.remove(1), [rows])
    return storage.append_partition(folder, SCHEMA, path, 1, load_id)


def loads(folder: Path) -> list[int]:
    stored = storage.open_table(folder)
    return sorted(int(file.partition("load_id=")[2].partition("/")[0]) for file in stored.files) if stored else []


def version(folder: Path, number: int) -> Path:
    return folder / LOG / f"{number:020d}.json"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table with three loads, in the versions 1 to 3."""
    assert [append(tmp_path, load_id) for load_id in (1, 2, 3)] == [1, 2, 3]
    return tmp_path


def test_a_whole_log_stays_as_it_is(table: Path) -> None:
    before = {path.name: path.read_bytes() for path in (table / LOG).iterdir()}
    mend(table)
    assert {path.name: path.read_bytes() for path in (table / LOG).iterdir()} == before


@pytest.mark.parametrize("torn", [b"", b"half", b"zeros"])
def test_a_torn_version_goes_and_the_table_can_be_written_again(table: Path, torn: bytes) -> None:
    whole = version(table, 3).read_bytes()
    version(table, 3).write_bytes({b"": b"", b"half": whole[: len(whole) // 2], b"zeros": bytes(len(whole))}[torn])
    mend(table)
    assert loads(table) == [1, 2]
    assert append(table, 4) == 3
    assert loads(table) == [1, 2, 4]


@pytest.mark.parametrize("lost", ["torn", "missing"])
def test_what_was_written_after_a_torn_version_goes_with_it(table: Path, lost: str) -> None:
    if lost == "torn":
        version(table, 2).write_bytes(b"{")
    else:
        version(table, 2).unlink()
    mend(table)
    assert (newest_version(table), loads(table)) == (1, [1])


def test_a_table_that_was_never_whole_is_no_table(tmp_path: Path) -> None:
    append(tmp_path, 1)
    version(tmp_path, 0).write_bytes(b"")
    mend(tmp_path)
    mend(tmp_path / "nothing here")
    assert storage.open_table(tmp_path) is None
    assert append(tmp_path, 2) == 1


def test_a_torn_checkpoint_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable_log, "CHECKPOINT_EVERY", 2)
    for load_id in (1, 2, 3):
        append(tmp_path, load_id)
    (checkpoint,) = (tmp_path / LOG).glob("*.checkpoint.parquet")
    assert loads(tmp_path) == [1, 2, 3]
    checkpoint.write_bytes(b"PAR1")
    with pytest.raises(CarteiraError, match="cannot be read"):
        storage.open_table(tmp_path)
    mend(tmp_path)
    assert loads(tmp_path) == [1, 2, 3]
