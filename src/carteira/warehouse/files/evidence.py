"""What the values of a file tell about how its numbers and dates are written."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from carteira.warehouse.files.batch import TextBatch
from carteira.warehouse.files.compiled import compiled
from carteira.warehouse.files.dates import date_parts, is_date
from carteira.warehouse.files.format import AMBIGUOUS, Evidence
from carteira.warehouse.files.strings import string_buffers
from carteira.warehouse.files.tokens import Bytes, Offsets

NOTHING, NEUTRAL, FIRST, SECOND, EITHER, OTHER = range(6)
"""What a value says. Of numbers: FIRST is a decimal comma, SECOND a decimal point, EITHER could be a decimal sign or
thousands (`1,234`), NEUTRAL has neither. Of dates: FIRST has the day first, SECOND the month, EITHER could be both
(`03/04/2025`), NEUTRAL has the year first. OTHER is no number (no date); NOTHING is empty or reads the same anyhow."""
YEAR_FIRST = "ymd"

MOST_OTHERS = 0.1
"""A column with a larger share of other values, and more than one, gives no evidence: it holds no numbers (dates)."""
_AFFIX = 5
"""Bytes of currency and sign that may stand before or after the digits."""


class Seen(NamedTuple):
    """The first value that says something: where it stands."""

    line: int
    column: str
    value: str

    @property
    def arguments(self) -> dict[str, object]:
        return {"line": self.line, "column": self.column, "value": self.value}


class Codes(NamedTuple):
    """The message codes of what was concluded."""

    seen: str
    mixed: str
    ambiguous: str


DECIMAL_CODES = Codes("decimal_seen", "decimal_mixed", "decimal_ambiguous")
DATE_CODES = Codes("date_order_seen", "date_order_mixed", "date_order_ambiguous")


@dataclass
class Witness:
    """Hears the values of some columns, batch by batch, until it can tell how they are written."""

    shapes: Callable[[Offsets, Bytes], Bytes]
    codes: Codes
    seen: dict[int, Seen] = field(default_factory=dict)

    def hear(self, batch: TextBatch, header: Sequence[str], places: Iterable[int]) -> None:
        for place in places:
            shapes = self.shapes(*string_buffers(batch.evidence(place)))
            counts = np.bincount(shapes, minlength=OTHER + 1)
            if counts[OTHER] > max(1, MOST_OTHERS * (len(shapes) - counts[NOTHING])):
                continue
            for shape in np.flatnonzero(counts[NEUTRAL:OTHER]) + NEUTRAL:
                if int(shape) not in self.seen:
                    row = int(np.argmax(shapes == shape))
                    value = batch.columns[place][row].as_py()
                    self.seen[int(shape)] = Seen(int(batch.lines[row]), header[place], value)

    @property
    def mixed(self) -> bool:
        return FIRST in self.seen and SECOND in self.seen

    @property
    def certain(self) -> bool:
        return FIRST in self.seen or SECOND in self.seen

    @property
    def doubtful(self) -> bool:
        return EITHER in self.seen

    @property
    def only_neutral(self) -> bool:
        return set(self.seen) == {NEUTRAL}

    def verdict(self, first: str, second: str, neutral: str, nothing: str | None) -> str | None:
        """`first` or `second`, whichever was seen; "ambiguous" if both or only either; else `neutral` or `nothing`."""
        if self.mixed:
            return AMBIGUOUS
        if self.certain:
            return first if FIRST in self.seen else second
        if self.doubtful:
            return AMBIGUOUS
        return neutral if NEUTRAL in self.seen else nothing

    def evidence(self, verdict: str | None) -> tuple[Evidence, ...]:
        """What to show for the verdict."""
        if self.mixed:
            other = {f"other_{name}": value for name, value in self.seen[SECOND].arguments.items()}
            return (Evidence(self.codes.mixed, self.seen[FIRST].arguments | other),)
        if self.certain:
            seen = self.seen[FIRST if FIRST in self.seen else SECOND]
            return (Evidence(self.codes.seen, seen.arguments | {"verdict": verdict}),)
        if self.doubtful:
            return (Evidence(self.codes.ambiguous, self.seen[EITHER].arguments),)
        if verdict == YEAR_FIRST:
            return (Evidence(self.codes.seen, self.seen[NEUTRAL].arguments | {"verdict": verdict}),)
        return ()


def decimal_witness() -> Witness:
    return Witness(_number_shapes, DECIMAL_CODES)


def date_witness() -> Witness:
    return Witness(_date_shapes, DATE_CODES)


def whole_numbers(column: pa.StringArray) -> bool | None:
    """Whether every value is a whole number written with ".0"; None where there is no value."""
    if column.null_count == len(column):
        return None
    return bool(pc.all(pc.match_substring_regex(column, r"^[0-9]+\.0+$")).as_py())


@compiled
def _date_shapes(offsets: Offsets, data: Bytes) -> Bytes:
    shapes = np.zeros(offsets.size - 1, np.uint8)
    for index in range(shapes.size):
        begin, end = offsets[index], offsets[index + 1]
        if begin == end:
            continue
        year, month, day, _ = date_parts(data, begin, end, True)
        day_first = is_date(year, month, day)
        other_year, other_month, other_day, _ = date_parts(data, begin, end, False)
        month_first = is_date(other_year, other_month, other_day)
        if day_first and month_first and data[begin + 2] >= 48 and data[begin + 1] >= 48:
            shapes[index] = NEUTRAL if data[begin + 4] < 48 else NOTHING
        elif day_first and month_first:
            shapes[index] = NOTHING if month == other_month else EITHER
        elif day_first:
            shapes[index] = FIRST
        else:
            shapes[index] = SECOND if month_first else OTHER
    return shapes


@compiled
def _number_shapes(offsets: Offsets, data: Bytes) -> Bytes:
    shapes = np.zeros(offsets.size - 1, np.uint8)
    for index in range(shapes.size):
        begin, end = offsets[index], offsets[index + 1]
        if begin < end:
            shapes[index] = _number_shape(data, begin, end)
    return shapes


@compiled
def _number_shape(data: Bytes, begin: int, end: int) -> int:
    first, last = begin, end
    while first < end and not 48 <= data[first] <= 57:
        first += 1
    while last > first and not 48 <= data[last - 1] <= 57:
        last -= 1
    if first - begin > _AFFIX or end - last > _AFFIX or first == end:
        return OTHER
    commas, points, whole, group, thirds = 0, 0, 0, 0, True
    mark = 0
    for at in range(first, last):
        byte = data[at]
        if 48 <= byte <= 57:
            group += 1
        elif byte in (44, 46):
            if commas + points == 0:
                whole = group
            elif group != 3:
                thirds = False
            commas += byte == 44
            points += byte == 46
            mark, group = byte, 0
        elif byte not in (32, 39, 0xC2, 0xA0):
            return OTHER
    if commas + points == 0:
        before = data[first - 1] if first > begin else 0
        return FIRST if before == 44 else SECOND if before == 46 else NEUTRAL
    decimal_mark = FIRST if mark == 44 else SECOND
    if commas > 0 and points > 0:
        return decimal_mark if thirds and (commas if mark == 44 else points) == 1 else OTHER
    if commas + points > 1:
        return FIRST + SECOND - decimal_mark if thirds and group == 3 and whole <= 3 else OTHER
    if group == 3 and 1 <= whole <= 3 and data[first] != 48:
        return EITHER
    return decimal_mark
