"""What every kind of file is read into before its cells are understood."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from carteira.warehouse.files.strings import has_byte
from carteira.warehouse.files.tokens import MAX_CELL

Lines = npt.NDArray[np.int64]

REJECTED = pa.schema([("line", pa.int64()), ("code", pa.string()), ("column", pa.string()), ("value", pa.string())])
"""One row per rejected line: its number, the first reason, the file's column ("" where it is the line) and its
value."""

MAX_SHOWN = 200
"""Characters of a rejected value that are kept."""


Rejection = tuple[int, str, str, str | None]


def rejections(rows: Iterable[Rejection] = ()) -> pa.RecordBatch:
    """The rows (line, code, column, value) as a batch of `REJECTED`."""
    return pa.RecordBatch.from_pylist([dict(zip(REJECTED.names, row, strict=True)) for row in rows], schema=REJECTED)


def shown(value: str) -> str:
    """The value as a report shows it: cut to a readable length, NUL made visible."""
    return value[:MAX_SHOWN].replace("\0", "␀")


@dataclass(frozen=True)
class TextBatch:
    """Records of a file as text. `columns`: one string array per column of the header, trimmed, null where empty;
    `lines`: where each record begins; `rejected`: the lines that are no records, as `REJECTED`. `written`: the same
    columns with null for what the file itself types (numbers, dates), which is no evidence of how text is written.
    """

    lines: Lines
    columns: tuple[pa.StringArray, ...]
    rejected: pa.RecordBatch = field(default_factory=rejections)
    written: tuple[pa.StringArray, ...] = ()

    def evidence(self, place: int) -> pa.StringArray:
        """The column's values that were written as text."""
        return self.written[place] if self.written else self.columns[place]

    def typed(self, place: int) -> bool:
        """Whether the column has values, and the file types all of them."""
        return self.evidence(place).null_count == len(self.lines) > self.columns[place].null_count


def as_lines(numbers: Any) -> Lines:
    return np.asarray(numbers, dtype=np.int64)


def checked(batch: TextBatch) -> TextBatch:
    """The batch without the records that hold a NUL or a cell above `MAX_CELL`; those are rejected lines."""
    bad: dict[int, str] = {}
    for column in batch.columns:
        if has_byte(column, b"\0"):
            bad |= dict.fromkeys(_where(pc.match_substring(column, "\0")), "nul_byte")
        bad |= dict.fromkeys(_where(pc.greater(pc.binary_length(column), MAX_CELL)), "cell_too_large")
    if not bad:
        return batch
    keep = np.ones(len(batch.lines), np.bool_)
    keep[list(bad)] = False
    refused = rejections((int(batch.lines[row]), bad[row], "", None) for row in sorted(bad))
    columns, written = (
        tuple(each.filter(pa.array(keep)) for each in arrays) for arrays in (batch.columns, batch.written)
    )
    return TextBatch(batch.lines[keep], columns, pa.concat_batches([batch.rejected, refused]), written)


def _where(condition: pa.BooleanArray) -> list[int]:
    return pc.indices_nonzero(pc.fill_null(condition, False)).to_pylist()
