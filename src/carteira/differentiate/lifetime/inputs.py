"""Purchase histories as the models take them, checked once at the door."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from carteira.errors import CarteiraError

Vector = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int32]
Keys = npt.NDArray[np.int64]
LARGEST_FREQUENCY = 10_000_000


class Histories(NamedTuple):
    """One row per customer: repeat purchases, first to last purchase, first purchase to the end (one unit of time)."""

    frequency: Vector
    recency: Vector
    age: Vector


def histories(frequency: npt.ArrayLike, recency: npt.ArrayLike, age: npt.ArrayLike) -> Histories:
    """The three columns as float64 vectors of one length.

    Raises CarteiraError with the first row at fault: lengths that differ, missing or negative values, frequencies that
    are not whole, a last purchase after the end, or a recency that contradicts the frequency (it is zero for customers
    without repeat purchase, and for them only).
    """
    rows = Histories(*columns(frequency=frequency, recency=recency, age=age))
    _refuse(rows.frequency != np.floor(rows.frequency), "lifetime_frequency_not_whole")
    _refuse(rows.frequency > LARGEST_FREQUENCY, "lifetime_frequency_too_large")
    _refuse(rows.recency > rows.age, "lifetime_recency_after_age")
    _refuse((rows.frequency == 0) != (rows.recency == 0), "lifetime_recency_contradicts_frequency")
    return rows


def columns(**named: npt.ArrayLike) -> list[Vector]:
    """Named columns as finite, non-negative float64 vectors of one length, or a CarteiraError that names the column."""
    vectors = [_vector(name, values) for name, values in named.items()]
    if len({len(vector) for vector in vectors}) > 1:
        raise CarteiraError("lifetime_lengths_differ", lengths=", ".join(str(len(vector)) for vector in vectors))
    for name, vector in zip(named, vectors, strict=True):
        _refuse(~np.isfinite(vector), "lifetime_value_missing", column=name)
        _refuse(vector < 0, "lifetime_value_negative", column=name)
    return vectors


def horizon_of(horizon: float) -> float:
    """The horizon itself; CarteiraError when it is negative, infinite or not a number."""
    if not (np.isfinite(horizon) and horizon >= 0):
        raise CarteiraError("lifetime_horizon_invalid", horizon=horizon)
    return float(horizon)


def _vector(name: str, values: npt.ArrayLike) -> Vector:
    try:
        vector = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise CarteiraError("lifetime_value_not_a_number", column=name) from None
    return np.ascontiguousarray(np.atleast_1d(vector).ravel()) + 0.0


def _refuse(wrong: npt.NDArray[np.bool_], code: str, column: str = "frequency") -> None:
    if wrong.any():
        raise CarteiraError(code, row=int(np.argmax(wrong)) + 1, column=column, limit=LARGEST_FREQUENCY)
