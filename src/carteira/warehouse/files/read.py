"""A source file as batches of a canonical table."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from carteira.warehouse.facts import FactTable
from carteira.warehouse.files.casting import Caster, ReadBatch, constants
from carteira.warehouse.files.format import FileFormat
from carteira.warehouse.files.inspection import settle
from carteira.warehouse.files.mapping import Mapping
from carteira.warehouse.files.sources import readable, text_batches

BATCH_ROWS = 131_072
AHEAD = 2
"""Batches that may wait to be cast: enough to keep both threads busy, few enough to keep memory small."""


def read(
    path: Path,
    table: FactTable,
    mapping: Mapping,
    file_format: FileFormat,
    *,
    time_zone: str,
    batch_rows: int = BATCH_ROWS,
) -> Iterator[ReadBatch]:
    """The file's lines as rows of the table, at most `batch_rows` at a time, every line accepted or rejected.

    Moments are in `time_zone`, without offset. Raises CarteiraError at once where the columns do not fit or the way
    that numbers or dates are written is in doubt (see `settle`), and while reading where the file turns out to be
    damaged.
    """
    settled = settle(path, table, mapping, file_format)
    places = mapping.places(table, settled.header)
    caster = Caster(table, mapping, settled, time_zone, places, constants(table, mapping, time_zone))
    return _batches(path, settled, caster, batch_rows)


def _batches(path: Path, file_format: FileFormat, caster: Caster, batch_rows: int) -> Iterator[ReadBatch]:
    """A batch is cast in another thread while the next one is read: both leave Python's lock for most of their time."""
    waiting: deque[Future[ReadBatch]] = deque()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="cast") as casting:
        with readable(path):
            for batch in text_batches(path, file_format, batch_rows):
                waiting.append(casting.submit(caster.cast, batch))
                if len(waiting) > AHEAD:
                    yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
