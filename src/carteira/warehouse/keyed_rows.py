"""Tables of which a page reads the rows of one key: a thousandth of a second in the query engine, a tenth of that here.

A table is an Arrow file of small compressed pieces, sorted by its first column, with the first key of each piece beside
it. The file is mapped into memory, so that processes share it.
"""

import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import ipc

from carteira.durable import sync_with_name
from carteira.warehouse.engine import Engine

PIECE_ROWS = 1024


def write_rows(engine: Engine, select: str, path: Path) -> None:
    """Writes the rows of a SELECT to `path`, which has no ending. They come sorted by their first column, which is a
    whole number in every row."""
    batches = engine.batches(select)
    first: list[int] = []
    with ipc.new_file(_data(path), batches.schema, options=ipc.IpcWriteOptions(compression="lz4")) as file:
        for piece in (piece for batch in batches for piece in _pieces(batch)):
            first.append(piece.column(0)[0].as_py())
            file.write_batch(piece)
    np.save(_keys(path), np.array(first, np.int64))
    sync_with_name(_data(path))
    sync_with_name(_keys(path))


class KeyedRows:
    """A table that `write_rows` wrote. Raises OSError, EOFError, ValueError or ArrowException where it
    cannot be read."""

    def __init__(self, path: Path) -> None:
        alone = ipc.IpcReadOptions(use_threads=False)  # To wake other threads takes longer than a piece.
        self._file = ipc.open_file(pa.memory_map(str(_data(path))), options=alone)
        self._first = np.load(_keys(path))
        self._lock = threading.Lock()
        if len(self._first) != self._file.num_record_batches:
            raise ValueError(path)

    def of(self, keys: Iterable[int]) -> pa.Table:
        """The rows of each key, in the order in which they were written."""
        return pa.Table.from_batches((part for key in keys for part in self._slices(key)), self._file.schema)

    def _slices(self, key: int) -> Iterator[pa.RecordBatch]:
        number = max(int(np.searchsorted(self._first, key)) - 1, 0)
        while number < len(self._first) and self._first[number] <= key:
            with self._lock:
                piece = self._file.get_batch(number)
            keys = piece.column(0).to_numpy()
            begin, end = np.searchsorted(keys, key, "left"), np.searchsorted(keys, key, "right")
            if end > begin:
                yield piece.slice(begin, end - begin)
            number += 1


def _pieces(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    for start in range(0, batch.num_rows, PIECE_ROWS):
        yield batch.slice(start, PIECE_ROWS)


def _data(path: Path) -> Path:
    return path.with_name(f"{path.name}.arrow")


def _keys(path: Path) -> Path:
    return path.with_name(f"{path.name}.npy")
