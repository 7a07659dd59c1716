"""Delimited text files as batches of text."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from carteira.errors import CarteiraError
from carteira.warehouse.files.batch import TextBatch, rejections, shown
from carteira.warehouse.files.strings import string_array
from carteira.warehouse.files.text import blocks
from carteira.warehouse.files.tokens import CELL_TOO_LARGE, OK, Bytes, Cut, cut, gather

MAX_COLUMNS = 2_000
MAX_CELLS = 4 << 20
"""Cells cut at a time, so that many columns cost rows and not memory."""
MAX_RECORD = 32 << 20
"""Bytes after which a record that has not ended is given up."""
REASONS = ("", "too_few_columns", "too_many_columns", "bad_quotes", "nul_byte", "cell_too_large", "bad_encoding")
"""The rejection code of each flag of `tokens.py`."""

_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?')


def separator_line(line: str) -> str:
    """The separator that a first line such as `sep=;` declares to Excel; "" where the line is something else."""
    found = _SEPARATOR_LINE.fullmatch(line.strip("\r\n "))
    return found[1] if found else ""


def header_names(cells: Iterable[str | None]) -> tuple[str, ...]:
    """The names on one line each, without the unnamed columns at the end."""
    names = [" ".join((cell or "").split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


class Records:
    """The records of a text that comes in pieces."""

    def __init__(self, pieces: Iterator[bytes], separator: str, quote: str) -> None:
        self._pieces = pieces
        self._separator = np.frombuffer(separator.encode(), np.uint8)
        self.quote = ord(quote) if quote else -1
        self._data: Bytes = np.zeros(0, np.uint8)
        self._final = False
        self._skipping = False
        self._line = 1

    def take(self, columns: int, rows: int, ragged: bool = False) -> tuple[Cut, Bytes, int] | None:
        """Up to `rows` records as cells of `data` and the number of their first line; None at the end of the text."""
        while True:
            piece = cut(self._data, self._separator, self.quote, columns, rows, ragged, self._final)
            if piece.consumed == 0 and not self._final:
                if self._data.size <= MAX_RECORD:
                    self._read_on()
                    continue
                piece = self._give_up(columns)
            if piece.consumed == 0:
                return None
            data, line = self._data, self._line
            self._data = data[piece.consumed :]
            self._line += piece.newlines
            if piece.flags.size:
                return piece, data, line

    def header(self) -> tuple[str, ...]:
        """The names in the first record (after a line `sep=;`), unnamed last columns left out; empty where there are
        none.

        Raises CarteiraError where the first record is no line of names.
        """
        while taken := self.take(MAX_COLUMNS + 1, 1, ragged=True):
            piece, data, _ = taken
            if separator_line(first_line(piece, data, 0)):
                continue
            if piece.flags[0] != OK:
                raise CarteiraError("unreadable_header", hint="check_the_file_kind", reason=REASONS[piece.flags[0]])
            if piece.counts[0] > MAX_COLUMNS:
                raise CarteiraError("too_many_columns_in_file", columns=int(piece.counts[0]), limit=MAX_COLUMNS)
            return header_names(_column(piece, data, place, self.quote)[0].as_py() for place in range(piece.counts[0]))
        return ()

    def _read_on(self) -> None:
        piece = next(self._pieces, None)
        if piece is None:
            self._final = True
            return
        if self._skipping:
            rest = re.search(rb"\r\n?|\n", piece)
            self._skipping = rest is None
            piece = piece[rest.end() :] if rest else b""
        self._data = np.concatenate([self._data, np.frombuffer(piece, np.uint8)])

    def _give_up(self, columns: int) -> Cut:
        """The record that does not end, ended by force: at its first line where a quote is open, else as too large."""
        piece = cut(self._data, self._separator, self.quote, columns, 1, True, True)
        if piece.consumed == self._data.size:
            piece.flags[:] = CELL_TOO_LARGE
            self._skipping = True
        return piece


def first_line(piece: Cut, data: Bytes, row: int) -> str:
    """What the record's first line says, as far as a report shows it."""
    return shown(bytes(data[piece.begins[row] : piece.ends[row]][:1_000]).decode("utf-8", "replace"))


def text_batches(path: Path, encoding: str, separator: str, quote: str, rows: int) -> Iterator[TextBatch]:
    """The lines after the header, up to `rows` at a time. A record's line is the physical line where it begins, the
    file's first being 1. Blank lines are no records."""
    records = Records(blocks(path, encoding), separator, quote)
    columns = max(1, len(records.header()))
    while taken := records.take(columns, max(1, min(rows, MAX_CELLS // columns))):
        piece, data, line = taken
        lines = piece.lines.astype(np.int64) + line
        bad = np.flatnonzero(piece.flags != OK)
        yield TextBatch(
            lines[piece.flags == OK],
            tuple(_column(piece, data, place, records.quote) for place in range(columns)),
            rejections(
                (int(lines[row]), REASONS[piece.flags[row]], "", first_line(piece, data, int(row))) for row in bad
            ),
        )


def _column(piece: Cut, data: Bytes, place: int, quote: int) -> pa.StringArray:
    rows = np.flatnonzero(piece.flags == OK)
    return string_array(*gather(data, piece.starts[place], piece.lengths[place], rows, quote))
