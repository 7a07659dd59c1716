"""What is known of each customer, as the models read it: numbers for trees, standardised numbers for linear models."""

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from carteira.customize.uplift.inputs import Codes, Flags, Matrix, Vector, refuse
from carteira.errors import CarteiraError

Features: TypeAlias = "Matrix | pa.Table"
MOST_CATEGORIES = 20
TAIL = 0.01


class Design(NamedTuple):
    """The features of some customers: `raw` (N, P), missing where unknown; `scaled` (N, Q), never missing."""

    raw: Matrix
    scaled: Matrix

    def take(self, rows: Codes | Flags | slice) -> "Design":
        """The design of these rows."""
        return Design(self.raw[rows], self.scaled[rows])

    def __len__(self) -> int:
        return len(self.raw)


@dataclass(frozen=True)
class FeatureCoder:
    """How features become numbers, learned once: the categories of each text, the usual range of each number."""

    names: tuple[str, ...]
    categories: dict[str, list[str]]
    low: Vector
    high: Vector
    mean: Vector
    deviation: Vector
    may_miss: Flags

    @classmethod
    def learn(cls, features: Features) -> "FeatureCoder":
        """From a numeric array (N, P) or an Arrow table: texts become one column for each of the 20 commonest values.

        Linear models see numbers between the 1 % and 99 % points, standardised; an unknown number counts as the mean,
        and has a column that says so.
        """
        names = tuple(features.column_names) if isinstance(features, pa.Table) else ()
        categories = {name: _commonest(features[name]) for name in names if _is_text(features[name])}
        raw = _raw(features, names, categories)
        bounds = np.array([_range(column) for column in raw.T]).reshape(-1, 2)
        clipped = np.clip(raw, bounds[:, 0], bounds[:, 1])
        known = ~np.isnan(clipped)
        count = np.maximum(known.sum(axis=0), 1)
        mean = np.where(known, clipped, 0.0).sum(axis=0) / count
        deviation = np.sqrt(np.where(known, (clipped - mean) ** 2, 0.0).sum(axis=0) / count)
        return cls(names, categories, bounds[:, 0], bounds[:, 1], mean, deviation, np.asarray(~known.all(axis=0)))

    def design(self, features: Features) -> Design:
        """The features of any customers; CarteiraError where columns are not those that were learned."""
        raw = _raw(features, self.names, self.categories)
        if raw.shape[1] != len(self.mean):
            raise CarteiraError("uplift_features_differ", expected=len(self.mean), found=raw.shape[1])
        apart = np.clip(raw, self.low, self.high) - self.mean
        scaled = np.divide(apart, self.deviation, out=np.zeros_like(raw), where=self.deviation > 0)
        unknown = np.isnan(raw)
        return Design(raw, np.hstack([np.where(unknown, 0.0, scaled), unknown[:, self.may_miss]]))


def _raw(features: Features, names: tuple[str, ...], categories: dict[str, list[str]]) -> Matrix:
    if not isinstance(features, pa.Table):
        return _array(features)
    missing = [name for name in names if name not in features.column_names]
    if missing or not names:
        raise CarteiraError("uplift_feature_missing", column=", ".join(missing))
    columns: list[npt.NDArray[np.generic]] = []
    for name in names:
        values = features[name]
        if name in categories:
            columns += [_numbers(pc.equal(values.cast(pa.string()), one)) for one in categories[name]]
        else:
            columns.append(_numbers(values))
    return np.column_stack(columns)


def _array(features: npt.ArrayLike) -> Matrix:
    try:
        raw = np.asarray(features, dtype=np.float64)
    except (TypeError, ValueError):
        raise CarteiraError("uplift_value_not_a_number", column="features") from None
    if raw.ndim != 2 or not raw.shape[1]:
        raise CarteiraError("uplift_features_shape")
    refuse(np.isinf(raw).any(axis=1), "uplift_value_missing", column="features")
    return raw


def _numbers(values: pa.ChunkedArray) -> Vector:
    return np.asarray(values.cast(pa.float64()).to_numpy(), dtype=np.float64)


def _range(column: Vector) -> tuple[float, float]:
    known = column[~np.isnan(column)]
    if not len(known):
        return 0.0, 0.0
    low, high = np.quantile(known, [TAIL, 1 - TAIL])
    return (float(low), float(high)) if low < high else (float(known.min()), float(known.max()))


def _is_text(values: pa.ChunkedArray) -> bool:
    kind = values.type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_dictionary(kind))


def _commonest(values: pa.ChunkedArray) -> list[str]:
    counts = values.cast(pa.string()).drop_null().value_counts().to_pylist()
    ranked = sorted(counts, key=lambda count: (-count["counts"], count["values"]))
    return [count["values"] for count in ranked[:MOST_CATEGORIES]]
