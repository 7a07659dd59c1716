"""Numbers as people and programs write them, read exactly: decimal(18,6), rounded half-even where there are more
decimals.

Plain numbers, with or without thousands separators, are read by compiled code over a whole column; what else a number
may look like (`R$ 1.234,56`, `1234,56-`, `(123,45)`, `1e3`) is read cell by cell.
"""

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from carteira.warehouse.facts import DECIMAL
from carteira.warehouse.files.compiled import compiled
from carteira.warehouse.files.strings import Mask, pack, string_buffers
from carteira.warehouse.files.tokens import Bytes, Offsets

READ, EMPTY, UNREAD = range(3)
SCALE = 6
INTEGER_DIGITS = 12
LIMIT = 10 ** (INTEGER_DIGITS + SCALE)

Integers = npt.NDArray[np.int64]


def read_numbers(texts: pa.StringArray, decimal: str) -> tuple[pa.Array, dict[int, str]]:
    """(decimals, with null where the text is empty or no number; the rejection code of each such text by its place).

    `decimal` is the decimal sign, `.` or `,`; the other one separates thousands.
    """
    values, states = _read(*string_buffers(texts), ord(decimal), ord("." if decimal == "," else ","))
    refused: dict[int, str] = {}
    for place in np.flatnonzero(states == UNREAD):
        value = number(texts[int(place)].as_py(), decimal)
        if isinstance(value, str):
            refused[int(place)] = value
        else:
            values[place], states[place] = value, READ
    return decimal_array(values, states == READ), refused


def decimal_array(millionths: Integers, valid: Mask) -> pa.Array:
    """decimal(18,6) from integers of millionths."""
    halves = np.empty((len(millionths), 2), np.int64)
    halves[:, 0] = millionths
    halves[:, 1] = millionths >> 63
    return pa.Array.from_buffers(DECIMAL, len(millionths), [pack(valid), pa.py_buffer(halves)])


@compiled
def _read(offsets: Offsets, data: Bytes, point: int, thousands: int) -> tuple[Integers, Bytes]:
    count = offsets.size - 1
    values = np.zeros(count, np.int64)
    states = np.zeros(count, np.uint8)
    for index in range(count):
        begin, end = offsets[index], offsets[index + 1]
        if begin == end:
            states[index] = EMPTY
        else:
            values[index], states[index] = _plain(data, begin, end, point, thousands)
    return values, states


@compiled
def _plain(data: Bytes, begin: int, end: int, point: int, thousands: int) -> tuple[int, int]:
    """(millionths, READ) of a plain number; UNREAD where it is written in another way, or is none."""
    sign, at = 1, begin
    if data[at] in (43, 45):
        sign = 44 - data[at]
        at += 1
    value, digits, group, groups = 0, 0, 0, 0
    while at < end and data[at] != point:
        byte = data[at]
        if 48 <= byte <= 57:
            value = value * 10 + byte - 48
            digits += 1
            group += 1
        elif byte == thousands and 0 < group <= 3 and (groups == 0 or group == 3):
            group = 0
            groups += 1
        else:
            return 0, UNREAD
        if digits > INTEGER_DIGITS:
            return 0, UNREAD
        at += 1
    if groups > 0 and group != 3:
        return 0, UNREAD
    decimals = 0
    at += 1
    while at < end:
        byte = data[at]
        if not 48 <= byte <= 57 or decimals == SCALE:
            return 0, UNREAD
        value = value * 10 + byte - 48
        decimals += 1
        at += 1
    if digits + decimals == 0:
        return 0, UNREAD
    return sign * value * 10 ** (SCALE - decimals), READ


_CURRENCY = re.compile(r"(?:[A-Z]{1,3}\$|[$€£¥]|(?:BRL|USD|EUR|GBP|ARS|CLP|COP|MXN|PEN|UYU|PYG|BOB|CHF|CAD|AUD|JPY)\b)")
_BODY = (
    r"(?P<whole>[0-9]{{1,3}}(?:[{thousands} \u00a0\u202f'’][0-9]{{3}})+|[0-9]*)(?:\{point}(?P<part>[0-9]*))?"
    r"(?:[eE](?P<power>[+-]?[0-9]{{1,3}}))?"
)
_BODIES = {point: re.compile(_BODY.format(point=point, thousands=other)) for point, other in (",.", ".,")}


_EXACT = Context(prec=100, rounding=ROUND_HALF_EVEN)
_LONGEST = 60


@lru_cache(maxsize=65_536)
def number(text: str, decimal: str) -> int | str:
    """The millionths of one written number, rounded half-even; the rejection code where it is none or too large."""
    bare, negative = _unsigned(text.replace("−", "-").strip())
    found = _BODIES[decimal].fullmatch(bare)
    if not found or len(bare) > _LONGEST or not (found["whole"] or found["part"]):
        return "not_a_number"
    whole = re.sub(r"\D", "", found["whole"])
    value = _EXACT.scaleb(Decimal(f"{whole or 0}.{found['part'] or 0}"), SCALE + int(found["power"] or 0))
    if value.adjusted() > INTEGER_DIGITS + SCALE:
        return "number_out_of_range"
    millionths = int(_EXACT.to_integral_value(value))
    if millionths >= LIMIT:
        return "number_out_of_range"
    return -millionths if negative else millionths


def _unsigned(text: str) -> tuple[str, bool]:
    """The number without currency and sign, and whether it is negative; a second sign stays, so that it is refused."""
    if text.startswith("(") and text.endswith(")"):
        return _CURRENCY.sub("", text[1:-1], count=1).strip(), True
    text = _CURRENCY.sub("", text, count=1).strip()
    for rest, sign in ((text[1:], text[:1]), (text[:-1], text[-1:])):
        if sign in {"+", "-"}:
            return _CURRENCY.sub("", rest.strip(), count=1).strip(), sign == "-"
    return text, False
