"""Equal rows are counted once: a book of millions of customers has few distinct histories, since time comes in days."""

from typing import NamedTuple

import numpy as np

from carteira.differentiate.lifetime.compiled import compiled
from carteira.differentiate.lifetime.inputs import Codes, Histories, Keys, Vector

LARGEST_KEY = 2**62


class Distinct(NamedTuple):
    """`first` is the row where each distinct key is first seen; `codes` says, for every row, which of them it has."""

    first: Keys
    codes: Codes


class Groups(NamedTuple):
    """Distinct histories and how many customers share each; the columns are codes into `frequencies` and `times`."""

    frequency: Codes
    recency: Codes
    age: Codes
    weights: Vector
    frequencies: Vector
    times: Vector


@compiled
def _number(keys: Keys, bits: int) -> tuple[Keys, Codes, int]:
    """Hash table of 2**bits slots that numbers keys in order of appearance; size -1 when it is more than half full."""
    capacity = 1 << bits
    mask = capacity - 1
    shift = np.uint64(64 - bits)
    slot_code = np.full(capacity, -1, np.int32)
    slot_key = np.empty(capacity, np.int64)
    first = np.empty(capacity // 2 + 1, np.int64)
    codes = np.empty(keys.shape[0], np.int32)
    size = 0
    for i in range(keys.shape[0]):
        key = keys[i]
        slot = np.int64((np.uint64(key) * np.uint64(11400714819323198485)) >> shift)
        while slot_code[slot] >= 0 and slot_key[slot] != key:
            slot = (slot + 1) & mask
        if slot_code[slot] < 0:
            if size * 2 >= capacity:
                return first, codes, -1
            slot_code[slot] = size
            slot_key[slot] = key
            first[size] = i
            size += 1
        codes[i] = slot_code[slot]
    return first, codes, size


def distinct(values: Vector | Keys) -> Distinct:
    """The distinct values (64 bits each) of a vector, in order of appearance."""
    keys = values.view(np.int64)
    bits = 12
    while True:
        first, codes, size = _number(keys, bits)
        if size >= 0:
            return Distinct(first[:size].copy(), codes)
        bits += 3


def cells(*columns: Vector) -> Distinct:
    """Distinct rows of several columns; every row its own cell when there are too many values to pack into one key."""
    key = np.zeros(len(columns[0]), np.int64)
    room = LARGEST_KEY
    for column in columns:
        found = distinct(column)
        room //= max(len(found.first), 1)
        key *= len(found.first)
        key += found.codes
    if room == 0:
        every = np.arange(len(key))
        return Distinct(every, every.astype(np.int32))
    return distinct(key)


def group(rows: Histories) -> Groups:
    """Distinct (frequency, recency, age), counted."""
    found = cells(*rows)
    x, t, age = (column[found.first] for column in rows)
    frequencies = distinct(x)
    times = distinct(np.concatenate([t, age]))
    return Groups(
        frequency=frequencies.codes,
        recency=times.codes[: len(x)],
        age=times.codes[len(x) :],
        weights=np.bincount(found.codes, minlength=len(x)).astype(np.float64),
        frequencies=x[frequencies.first],
        times=np.concatenate([t, age])[times.first],
    )
