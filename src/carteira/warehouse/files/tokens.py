"""Delimited text cut into records and cells: the one place that knows how CSV is written.

The rules are those of RFC 4180, and what files do beyond it: records end at LF, CRLF or CR; a cell that begins with the
quote character (after spaces) ends at the next single one, a doubled one stands for itself; elsewhere a quote is text.
A record whose quotes do not close, or close in the middle of a cell, or that runs over several lines and then has
another number of cells than the header, is refused by its first line alone, and reading goes on at the second: one
stray quote costs one line, not the rest of the file.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from carteira.warehouse.files.compiled import compiled

Bytes = npt.NDArray[np.uint8]
Offsets = npt.NDArray[np.int32]

OK, TOO_FEW, TOO_MANY, BAD_QUOTES, NUL_BYTE, CELL_TOO_LARGE, BAD_ENCODING = range(7)
MAX_CELL = 1 << 20
BARE, QUOTED = 1, 2
LINE_FEED, CARRIAGE_RETURN, SPACE, SURROGATE_LEAD = 10, 13, 32, 0xED


class Cut(NamedTuple):
    """Records cut from a piece of UTF-8 text. Arrays have one value per record.

    `starts`, `lengths` (columns, records): where each cell stands, trimmed; a negative length says that the cell holds
    doubled quotes. `flags`: OK or what is wrong. `counts`: cells of the record. `begins`, `ends`: the record's bytes
    (of its first line where its quotes are bad). `lines`: physical lines before the record, within the piece.
    `consumed`: bytes used; `newlines`: physical lines in them.
    """

    starts: Offsets
    lengths: Offsets
    flags: Offsets
    counts: Offsets
    begins: Offsets
    ends: Offsets
    lines: Offsets
    consumed: int
    newlines: int


def cut(data: Bytes, separator: Bytes, quote: int, columns: int, rows: int, ragged: bool, final: bool) -> Cut:
    """At most `rows` records of `data`, blank lines left out; of each the first `columns` cells.

    `ragged`: any number of cells is right. Unless `final`, a record that may go on is left alone.
    """
    starts, lengths = (np.zeros((columns, rows), np.int32) for _ in range(2))
    facts = np.zeros((5, rows), np.int32)
    stops = _stops(separator, quote)
    found, consumed, newlines = _cut(data, separator, quote, stops, ragged, final, starts, lengths, facts)
    flags, counts, begins, ends, lines = facts[:, :found]
    return Cut(starts[:, :found], lengths[:, :found], flags, counts, begins, ends, lines, consumed, newlines)


@compiled
def _cut(
    data: Bytes,
    separator: Bytes,
    quote: int,
    stops: Bytes,
    ragged: bool,
    final: bool,
    starts: Offsets,
    lengths: Offsets,
    facts: Offsets,
) -> tuple[int, int, int]:
    """(records found, bytes consumed, newlines in them); fills the three last arguments, whose width is the limit."""
    columns, rows = starts.shape
    row, at, newlines = 0, 0, 0
    while row < rows and at < data.size:
        after, more, count, extra, flag, end = _record(data, at, separator, quote, stops, final, starts, lengths, row)
        if after < 0:
            break
        if not ragged and (extra or count < columns):
            if more > 1:
                flag = BAD_QUOTES
            elif flag == OK:
                flag = TOO_FEW if count < columns else TOO_MANY
        if flag == BAD_QUOTES:
            end, after = _line_end(data, at, final)
            more = 1
            if after < 0:
                break
        if count > 1 or not _blank(data, at, end):
            facts[0, row], facts[1, row], facts[2, row], facts[3, row], facts[4, row] = flag, count, at, end, newlines
            row += 1
        at = after
        newlines += more
    return row, at, newlines


def _stops(separator: Bytes, quote: int) -> Bytes:
    """For each byte whether it must be looked at: bit BARE in a cell without quotes, bit QUOTED within quotes."""
    stops = np.zeros(256, np.uint8)
    stops[[0, LINE_FEED, CARRIAGE_RETURN, SURROGATE_LEAD]] = BARE | QUOTED
    stops[separator[0]] |= BARE
    if quote >= 0:
        stops[quote] |= QUOTED
    return stops


@compiled
def _record(
    data: Bytes,
    at: int,
    separator: Bytes,
    quote: int,
    stops: Bytes,
    final: bool,
    starts: Offsets,
    lengths: Offsets,
    row: int,
) -> tuple[int, int, int, bool, int, int]:
    """(where the next record begins or -1 if this one may go on, its newlines, its cells, whether a cell beyond the
    known columns is filled, its flag, its end)."""
    columns = starts.shape[0]
    count, newlines, flag, extra = 0, 0, OK, False
    position = at
    while True:
        begin, end, position, inside, wrong, doubled = _cell(data, position, separator, quote, stops)
        newlines += inside
        if wrong == BAD_QUOTES:
            if position + separator.size > data.size and not final:
                return -1, 0, 0, False, OK, 0
            return position, newlines, count, extra, BAD_QUOTES, position
        if flag == OK:
            flag = CELL_TOO_LARGE if wrong == OK and end - begin > MAX_CELL else wrong
        if count < columns:
            starts[count, row] = begin
            lengths[count, row] = begin - end if doubled else end - begin
        elif end > begin:
            extra = True
        count += 1
        if position < data.size and data[position] not in (LINE_FEED, CARRIAGE_RETURN):
            position += separator.size
            continue
        after = _after_newline(data, position, final)
        if after < 0:
            return -1, 0, 0, False, OK, 0
        return after, newlines + 1, count, extra, flag, position


@compiled
def _cell(
    data: Bytes, position: int, separator: Bytes, quote: int, stops: Bytes
) -> tuple[int, int, int, int, int, bool]:
    """(begin and end of the trimmed content, where the cell ends, newlines in it, what is wrong, doubled quotes)."""
    size = data.size
    begin = position
    while begin < size and data[begin] == SPACE:
        begin += 1
    newlines, wrong, doubled = 0, OK, False
    if begin < size and data[begin] == quote:
        begin += 1
        end, newlines, wrong, doubled = _closing_quote(data, begin, quote, stops)
        position = end + 1
        while position < size and data[position] == SPACE:
            position += 1
        if end >= size or (position < size and not _ends_cell(data, position, separator)):
            return begin, end, position, newlines, BAD_QUOTES, doubled
    else:
        position = begin
        while position < size:
            if stops[data[position]] & BARE:
                if _ends_cell(data, position, separator):
                    break
                wrong = max(wrong, _wrong(data, position))
            position += 1
        end = position
    while end > begin and data[end - 1] <= SPACE:
        end -= 1
    while begin < end and data[begin] <= SPACE:
        begin += 1
    return begin, end, position, newlines, wrong, doubled and end > begin


@compiled
def _closing_quote(data: Bytes, at: int, quote: int, stops: Bytes) -> tuple[int, int, int, bool]:
    """(where the quoted text that begins at `at` closes, or the end of the data; newlines in it, what is wrong, whether
    it holds doubled quotes)."""
    newlines, wrong, doubled = 0, OK, False
    while at < data.size:
        byte = data[at]
        if stops[byte] & QUOTED:
            if byte == quote:
                if at + 1 >= data.size or data[at + 1] != quote:
                    break
                doubled = True
                at += 1
            elif byte == LINE_FEED or (byte == CARRIAGE_RETURN and (at + 1 >= data.size or data[at + 1] != LINE_FEED)):
                newlines += 1
            else:
                wrong = max(wrong, _wrong(data, at))
        at += 1
    return at, newlines, wrong, doubled


@compiled
def _wrong(data: Bytes, at: int) -> int:
    """What is wrong with the byte; only the mark of undecodable bytes (see `text.py`) encodes as a surrogate."""
    byte = data[at]
    if byte == 0:
        return NUL_BYTE
    if byte == SURROGATE_LEAD and at + 1 < data.size and data[at + 1] >= 0xA0:
        return BAD_ENCODING
    return OK


@compiled
def _ends_cell(data: Bytes, at: int, separator: Bytes) -> bool:
    if data[at] in (LINE_FEED, CARRIAGE_RETURN):
        return True
    if at + separator.size > data.size:
        return False
    for index in range(separator.size):  # noqa: SIM110 (compiled code has no generators)
        if data[at + index] != separator[index]:
            return False
    return True


@compiled
def _after_newline(data: Bytes, at: int, final: bool) -> int:
    """Where the next line begins, `at` being the end of a line; -1 where the text may go on."""
    if at >= data.size:
        return data.size if final else -1
    if data[at] == LINE_FEED:
        return at + 1
    if at + 1 >= data.size:
        return at + 1 if final else -1
    return at + 2 if data[at + 1] == LINE_FEED else at + 1


@compiled
def _line_end(data: Bytes, at: int, final: bool) -> tuple[int, int]:
    """(end of the physical line, begin of the next or -1 where it may go on)."""
    end = at
    while end < data.size and data[end] not in (LINE_FEED, CARRIAGE_RETURN):
        end += 1
    return end, _after_newline(data, end, final)


@compiled
def _blank(data: Bytes, at: int, end: int) -> bool:
    while at < end and 0 < data[at] <= SPACE:
        at += 1
    return at >= end


@compiled
def gather(
    data: Bytes, starts: Offsets, lengths: Offsets, rows: npt.NDArray[np.intp], quote: int
) -> tuple[Offsets, Bytes]:
    """The cells of one column at `rows`, as the offsets and bytes of an Arrow string array; doubled quotes made
    single."""
    offsets = np.zeros(rows.size + 1, np.int32)
    total = 0
    for row in rows:
        total += abs(lengths[row])
    text = np.empty(total, np.uint8)
    filled = 0
    for index in range(rows.size):
        row = rows[index]
        start, length = starts[row], lengths[row]
        if length >= 0:
            for step in range(length):
                text[filled + step] = data[start + step]
            filled += length
        else:
            step = 0
            while step < -length:
                text[filled] = data[start + step]
                filled += 1
                step += 2 if data[start + step] == quote and step + 1 < -length else 1
        offsets[index + 1] = filled
    return offsets, text[:filled]
