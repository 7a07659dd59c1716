"""Streams of chance, and the draws that several parts of the simulation share."""

import zlib
from functools import lru_cache

import numpy as np

from carteira.demo.text import Bools, Floats, Ints


def stream(seed: int, room: str, chunk: int = 0) -> np.random.Generator:
    """The generator of one part of the simulation: same seed, part and chunk, same numbers, in any order of work."""
    return np.random.Generator(
        np.random.SFC64(np.random.SeedSequence(seed, spawn_key=(zlib.crc32(room.encode()), chunk)))
    )


@lru_cache(maxsize=64)
def _long_tail(count: int, power: float) -> Floats:
    weights = 1.0 / np.arange(1, count + 1) ** power
    return np.asarray(np.cumsum(weights) / weights.sum())


def zipf(chance: np.random.Generator, count: int, size: int, power: float = 0.8) -> Ints:
    """`size` positions below `count`, the first the most frequent."""
    drawn = np.searchsorted(_long_tail(count, power), chance.random(size))
    return np.asarray(np.minimum(drawn, count - 1), dtype=np.int64)


def weighted(chance: np.random.Generator, weights: Floats | list[float], size: int) -> Ints:
    """`size` positions drawn with the given weights."""
    limits = np.cumsum(np.asarray(weights, float))
    drawn = np.searchsorted(limits / limits[-1], chance.random(size), side="right")
    return np.asarray(np.minimum(drawn, len(limits) - 1), dtype=np.int64)


def happens(chance: np.random.Generator, probability: Floats | float, size: int) -> Bools:
    """True with the given probability."""
    return np.asarray(chance.random(size) < probability)


def rounded_by_chance(chance: np.random.Generator, values: Floats) -> Ints:
    """Whole numbers with the values as their means."""
    return np.asarray(np.floor(values + chance.random(len(values))), dtype=np.int64)


def evenly(chance: np.random.Generator, size: int) -> Floats:
    """Uniform numbers spread evenly over 0..1, in random order: heavy tails then differ less from seed to seed."""
    return np.asarray((chance.permutation(size) + chance.random(size)) / size)


def lognormal(chance: np.random.Generator, sigma: Floats | float, size: int) -> Floats:
    """Positive factors with mean 1."""
    return np.asarray(np.exp(sigma * chance.standard_normal(size) - sigma * sigma / 2))
