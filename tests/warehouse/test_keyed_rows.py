"""Tables whose rows are read by key: all of them, in their order, wherever the pieces of the file end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from carteira.warehouse.engine import Engine
from carteira.warehouse.keyed_rows import PIECE_ROWS, KeyedRows, write_rows

TYPES = (
    "CAST(key AS BIGINT) AS key, place, 'text ' || place AS text, CASE WHEN place % 3 = 0 THEN place / 10 END AS part"
)


@pytest.fixture
def engine() -> Iterator[Engine]:
    with Engine() as made:
        yield made


def written(engine: Engine, folder: Path, keys: str) -> KeyedRows:
    """A table of these keys (SQL that gives `key` and `place`), sorted by them."""
    write_rows(engine, f"SELECT {TYPES} FROM ({keys}) ORDER BY key, place", folder / "table")
    return KeyedRows(folder / "table")


@pytest.mark.parametrize("rows_of_each", [1, 3, PIECE_ROWS - 1, PIECE_ROWS, PIECE_ROWS + 1, 5 * PIECE_ROWS])
def test_the_rows_of_a_key_are_all_found_in_their_order(engine: Engine, tmp_path: Path, rows_of_each: int) -> None:
    keys = max(4, 3 * PIECE_ROWS // rows_of_each)
    table = written(
        engine,
        tmp_path,
        f"SELECT 10 * (i // {rows_of_each}) AS key, i AS place FROM range({keys * rows_of_each}) AS r(i)",
    )
    for key in {0, 1, keys // 2, keys - 1}:
        found = table.of([10 * key])
        assert found["place"].to_pylist() == list(range(key * rows_of_each, (key + 1) * rows_of_each))
        assert found["text"][0].as_py() == f"text {key * rows_of_each}"
    assert table.of([-1, 5, 10 * keys, 2**62]).num_rows == 0


def test_several_keys_come_in_the_order_in_which_they_are_asked_for(engine: Engine, tmp_path: Path) -> None:
    table = written(engine, tmp_path, "SELECT i AS key, i AS place FROM range(100) AS r(i)")
    assert table.of([70, 3, 70, 200, 4])["key"].to_pylist() == [70, 3, 70, 4]
    assert table.of([]).column_names == ["key", "place", "text", "part"]


def test_values_that_are_not_known_stay_so(engine: Engine, tmp_path: Path) -> None:
    table = written(engine, tmp_path, "SELECT 1 AS key, i AS place FROM range(4) AS r(i)")
    assert table.of([1])["part"].to_pylist() == [0.0, None, None, 0.3]


def test_a_table_without_rows_has_none_of_any_key(engine: Engine, tmp_path: Path) -> None:
    table = written(engine, tmp_path, "SELECT 1 AS key, 1 AS place WHERE FALSE")
    assert table.of([1]).num_rows == 0


@pytest.mark.parametrize("ending", ["arrow", "npy"])
@pytest.mark.parametrize("content", [None, b"", b"ARROW1 and no more"])
def test_a_file_that_is_not_whole_is_not_opened(
    engine: Engine, tmp_path: Path, ending: str, content: bytes | None
) -> None:
    written(engine, tmp_path, "SELECT i AS key, i AS place FROM range(5000) AS r(i)")
    path = tmp_path / f"table.{ending}"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises((OSError, ValueError, EOFError)):
        KeyedRows(tmp_path / "table")


def test_keys_of_another_table_are_refused(engine: Engine, tmp_path: Path) -> None:
    written(engine, tmp_path, "SELECT i AS key, i AS place FROM range(5000) AS r(i)")
    (tmp_path / "table.npy").rename(tmp_path / "kept.npy")
    written(engine, tmp_path, "SELECT 1 AS key, 1 AS place")
    (tmp_path / "kept.npy").replace(tmp_path / "table.npy")
    with pytest.raises(ValueError, match="table"):
        KeyedRows(tmp_path / "table")
