"""Text columns made from integers without a Python loop: Arrow arrays over buffers of bytes."""

from collections.abc import Sequence
from functools import reduce

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]


def digits(values: Ints, width: int) -> Bytes:
    """The last `width` decimal digits of each value, (N, width), most significant first."""
    powers = 10 ** np.arange(width - 1, -1, -1, dtype=np.int64)
    return (values[:, None] // powers % 10).astype(np.uint8)


def patterned(numerals: Bytes, pattern: str) -> pa.StringArray:
    """Text where each `9` of the pattern is the next digit and every other (ASCII) character stands for itself."""
    places = np.array([character == "9" for character in pattern])
    if int(places.sum()) != numerals.shape[1]:
        raise ValueError(f"pattern {pattern!r} does not take {numerals.shape[1]} digits")
    letters = np.tile(np.frombuffer(pattern.encode("ascii"), np.uint8), (len(numerals), 1))
    letters[:, places] = numerals + ord("0")
    offsets = np.arange(len(numerals) + 1, dtype=np.int32) * np.int32(len(pattern))
    return pa.StringArray.from_buffers(
        len(numerals), pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(letters))
    )


def numbered(prefix: str, values: Ints, width: int) -> pa.StringArray:
    """Identifiers such as S000123."""
    return patterned(digits(values, width), prefix + "9" * width)


def decimals(values: Ints, scale: int, valid: Bools | None = None) -> pa.Decimal128Array:
    """Integers as decimals with `scale` digits after the point; null where `valid` is false."""
    words = np.empty((len(values), 2), np.int64)
    words[:, 0] = values
    words[:, 1] = values >> 63
    bitmap = None if valid is None else pa.py_buffer(np.packbits(valid, bitorder="little"))
    return pa.Decimal128Array.from_buffers(pa.decimal128(18, scale), len(values), [bitmap, pa.py_buffer(words)])


def days(values: Ints, valid: Bools | None = None) -> pa.Date32Array:
    """Days since 1970 as dates; null where `valid` is false."""
    return pa.array(values.astype(np.int32), pa.int32(), mask=None if valid is None else ~valid).cast(pa.date32())


def moments(day: Ints, second: Ints, valid: Bools | None = None) -> pa.TimestampArray:
    """Day and second of the day as moments to the second; null where `valid` is false."""
    mask = None if valid is None else ~valid
    return pa.array(day * 86_400 + second, pa.int64(), mask=mask).cast(pa.timestamp("s"))


def chosen(words: Sequence[str], index: Ints, valid: Bools | None = None) -> pa.StringArray:
    """words[index]; null where `valid` is false."""
    return pa.array(words, pa.string()).take(pa.array(index, mask=None if valid is None else ~valid))


def joined(*parts: pa.Array | str, separator: str = " ") -> pa.StringArray:
    """The parts, row by row, with the separator between those that are not null or empty; null where all are."""
    filled = [part if isinstance(part, str) else pc.if_else(pc.equal(part, ""), None, part) for part in parts]
    # Pair by pair: Arrow's own null_handling="skip" loses the rows where every part is null.
    return reduce(
        lambda first, second: pc.coalesce(pc.binary_join_element_wise(first, second, separator), first, second), filled
    )


def pick(condition: Bools, yes: pa.Array, no: pa.Array) -> pa.Array:
    """`yes` where the condition holds, else `no`."""
    return pc.if_else(pa.array(condition), yes, no)


def blanked(column: pa.Array, empty: Bools) -> pa.Array:
    """The column with null where `empty` holds."""
    return pc.if_else(pa.array(empty), pa.scalar(None, column.type), column)
