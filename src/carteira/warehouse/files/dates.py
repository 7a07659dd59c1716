"""Dates and moments as people and programs write them.

`2025-05-31`, `31/05/2025` (by the file's one order of day and month), `20250531`, with or without a time, fractions of
a second and an offset, are read by compiled code over a whole column; `31 mai 2025` and `3:45 PM` cell by cell.
"""

import re
from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from carteira.warehouse.facts import MOMENT
from carteira.warehouse.files.compiled import compiled
from carteira.warehouse.files.strings import pack, string_buffers
from carteira.warehouse.files.tokens import Bytes, Offsets

READ, READ_IN_UTC, EMPTY, UNREAD = range(4)
YEARS = (1800, 9999)
DAY = 86_400_000_000
"""Microseconds."""

Integers = npt.NDArray[np.int64]

_FIRST_YEAR, _LAST_YEAR = YEARS
_END = (date(_LAST_YEAR, 12, 31) - date(1970, 1, 1)).days * DAY + DAY
_PIVOT = 69
"""Two-digit years from here on are of the nineteen-hundreds, as in POSIX."""


def read_moments(texts: pa.StringArray, date_order: str | None, time_zone: str) -> tuple[pa.Array, dict[int, str]]:
    """(moments in `time_zone` without offset, null where the text is empty or no date; the rejection code of each such
    text by its place). A date alone is its midnight; a moment with an offset is converted.

    `date_order`: dmy or mdy; with any other, a date that the two would read differently is refused.
    """
    day_first = date_order == "dmy"
    values, states = _read(*string_buffers(texts), day_first)
    refused: dict[int, str] = {}
    for place in np.flatnonzero(states == UNREAD):
        value = written_out(texts[int(place)].as_py(), day_first)
        if value is None:
            refused[int(place)] = "not_a_date"
        else:
            values[place], states[place] = value, READ
    if date_order not in {"dmy", "mdy"}:
        others, other_states = _read(*string_buffers(texts), not day_first)
        questionable = (other_states != UNREAD) & (other_states != EMPTY) & (others != values)
        refused |= dict.fromkeys(np.flatnonzero(questionable).tolist(), "ambiguous_date")
    if (states == READ_IN_UTC).any():
        values = np.where(states == READ_IN_UTC, _local(values, time_zone), values)
        refused |= dict.fromkeys(np.flatnonzero((states == READ_IN_UTC) & (values >= _END)).tolist(), "not_a_date")
    valid = ((states == READ) | (states == READ_IN_UTC)) & (values < _END)
    return pa.Array.from_buffers(MOMENT, len(values), [pack(valid), pa.py_buffer(values)]), refused


def _local(moments: Integers, time_zone: str) -> Integers:
    zoned = pa.array(moments, pa.timestamp("us", "UTC")).cast(pa.timestamp("us", time_zone))
    return pc.local_timestamp(zoned).cast(pa.int64()).to_numpy()


@compiled
def _read(offsets: Offsets, data: Bytes, day_first: bool) -> tuple[Integers, Bytes]:
    count = offsets.size - 1
    values = np.zeros(count, np.int64)
    states = np.zeros(count, np.uint8)
    for index in range(count):
        begin, end = offsets[index], offsets[index + 1]
        if begin == end:
            states[index] = EMPTY
            continue
        year, month, day, at = date_parts(data, begin, end, day_first)
        if not is_date(year, month, day):
            states[index] = UNREAD
            continue
        moment, states[index] = _time(data, at, end)
        values[index] = _days(year, month, day) * DAY + moment
    return values, states


@compiled
def date_parts(data: Bytes, begin: int, end: int, day_first: bool) -> tuple[int, int, int, int]:
    """(year, month, day, where the date ends); year 0 where the text does not begin with a date."""
    first, at = _digits(data, begin, end)
    width = at - begin
    if width == 8:
        return first // 10_000, first // 100 % 100, first % 100, at
    if at >= end or data[at] not in (45, 46, 47):
        return 0, 0, 0, at
    mark = data[at]
    second, middle = _digits(data, at + 1, end)
    if middle >= end or data[middle] != mark or not 1 <= middle - at - 1 <= 2:
        return 0, 0, 0, at
    third, last = _digits(data, middle + 1, end)
    digits = last - middle - 1
    if width == 4 and 1 <= digits <= 2:
        return first, second, third, last
    if width > 2 or width == 0 or digits not in (2, 4):
        return 0, 0, 0, at
    year = third if digits == 4 else third + (1900 if third >= _PIVOT else 2000)
    return (year, second, first, last) if day_first else (year, first, second, last)


@compiled
def is_date(year: int, month: int, day: int) -> bool:
    if not (_FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= 12 and 1 <= day <= 31):
        return False
    if month in (4, 6, 9, 11):
        return day <= 30
    if month == 2:
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return day <= (29 if leap else 28)
    return True


@compiled
def _digits(data: Bytes, at: int, end: int) -> tuple[int, int]:
    """(the number that begins here, at most eight digits of it, where it ends)."""
    value = 0
    stop = min(end, at + 8)
    while at < stop and 48 <= data[at] <= 57:
        value = value * 10 + data[at] - 48
        at += 1
    return value, at


@compiled
def _days(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 in the proleptic Gregorian calendar (Hinnant, days_from_civil)."""
    if month <= 2:
        year -= 1
    era = year // 400
    year_of_era = year - era * 400
    day_of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146_097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719_468


@compiled
def _time(data: Bytes, at: int, end: int) -> tuple[int, int]:
    """(microseconds of the time that begins at `at`, its state); midnight where nothing follows the date."""
    if at == end:
        return 0, READ
    if data[at] not in (32, 84):
        return 0, UNREAD
    while at < end and data[at] in (32, 84):
        at += 1
    hour, stop = _digits(data, at, end)
    if not 1 <= stop - at <= 2 or hour > 23 or stop >= end or data[stop] != 58:
        return 0, UNREAD
    minute, at = _digits(data, stop + 1, end)
    if at - stop != 3 or minute > 59:
        return 0, UNREAD
    second, fraction = 0, 0
    if at < end and data[at] == 58:
        second, stop = _digits(data, at + 1, end)
        if stop - at != 3 or second > 59:
            return 0, UNREAD
        fraction, at = _fraction(data, stop, end)
    moment = ((hour * 60 + minute) * 60 + second) * 1_000_000 + fraction
    if at == end:
        return moment, READ
    offset, right = _offset(data, at, end)
    return moment - offset, READ_IN_UTC if right else UNREAD


@compiled
def _fraction(data: Bytes, at: int, end: int) -> tuple[int, int]:
    """(microseconds of a decimal fraction of a second, further digits dropped; where it ends)."""
    if at >= end or data[at] not in (44, 46):
        return 0, at
    at += 1
    value, unit = 0, 100_000
    while at < end and 48 <= data[at] <= 57:
        value += (data[at] - 48) * unit
        unit //= 10
        at += 1
    return value, at


@compiled
def _offset(data: Bytes, at: int, end: int) -> tuple[int, bool]:
    """(microseconds east of UTC, whether it is an offset): Z, +03, -0300, +05:30."""
    if data[at] == 32:
        at += 1
    if at + 1 == end and data[at] in (90, 122):
        return 0, True
    if at >= end or data[at] not in (43, 45):
        return 0, False
    sign = 44 - data[at]
    hours, stop = _digits(data, at + 1, end)
    minutes = 0
    if stop - at == 5 and stop == end:
        hours, minutes = hours // 100, hours % 100
    elif stop - at == 3 and stop < end and data[stop] == 58:
        minutes, last = _digits(data, stop + 1, end)
        if last - stop != 3 or last != end:
            return 0, False
    elif stop - at != 3 or stop != end:
        return 0, False
    return sign * (hours * 60 + minutes) * 60_000_000, hours <= 15 and minutes <= 59


_MONTHS = {
    name: month
    for month, names in enumerate(
        "jan ene,feb fev,mar,apr abr,may mai,jun,jul,aug ago,sep set,oct out,nov,dec dez dic".split(","), start=1
    )
    for name in names.split()
}
_WITH_NAME = re.compile(r"(\d{1,2})[ ./-](?:de )?([a-zç]{3})[a-zç]*\.?[ ,./-]+(?:de )?(\d{4}|\d{2})(.*)", re.IGNORECASE)
_NAME_FIRST = re.compile(r"([a-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})(.*)", re.IGNORECASE)
_HALF_DAY = re.compile(r"(.*?[ T])(\d{1,2}(?::\d{2}){1,2}) ?([ap])\.?m\.?", re.IGNORECASE)


@lru_cache(maxsize=65_536)
def written_out(text: str, day_first: bool) -> int | None:
    """The microseconds of a moment with the month's name (English, Portuguese, Spanish) or with a.m. and p.m.; None
    where it is no such moment."""
    half = _HALF_DAY.fullmatch(text)
    if half:
        text = half[1] + half[2]
    text = _WITH_NAME.sub(lambda found: _numeric(found[3], found[2], found[1], found[4]), text, count=1)
    text = _NAME_FIRST.sub(lambda found: _numeric(found[3], found[1], found[2], found[4]), text, count=1)
    values, states = _read(*string_buffers(pa.array([text])), day_first)
    if states[0] != READ:
        return None
    if not half:
        return int(values[0])
    hour = int(half[2].split(":")[0])
    if not 1 <= hour <= 12:
        return None
    afternoon = half[3].lower() == "p"
    return int(values[0]) + (12 if afternoon and hour < 12 else -12 if hour == 12 and not afternoon else 0) * DAY // 24


def _numeric(year: str, name: str, day: str, rest: str) -> str:
    full_year = int(year) + (0 if len(year) == 4 else 1900 if int(year) >= _PIVOT else 2000)
    return f"{full_year:04d}-{_MONTHS.get(name.lower(), 0):02d}-{int(day):02d}{rest}"
