"""RFMT: how recently, how often, for how much, and T: what kind of purchase, or how long between purchases."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from carteira.errors import CarteiraError

MEASURES = ("recency", "frequency", "monetary", "t")
LEVELS = 5
CHANNEL = "channel:"
HIGHEST = 100

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


def rfmt(
    customers: pa.Table,
    types: pa.Table,
    *,
    as_of: date,
    weights: Mapping[str, float],
    t: str = "type",
    points: Mapping[str, float] | None = None,
    treatments: Mapping[str, str] | None = None,
) -> pa.Table:
    """The RFMT score of each customer: one row for each row of `customers`, in the same order.

    `customers`: customer_id, last_purchase_on, frequency, monetary (minor units), first_on, last_on (`rfmt_inputs`);
    `types`: customer_id, category, channel, revenue (`purchase_types`), read only for T by type.
    `weights`: of recency, frequency, monetary and t, none negative; they need not add up to 1.
    `t`: "type" (mean of `points` per category or channel, weighted by revenue) or "interpurchase" (mean days between
    the purchase days of the window: Zhou, Wei & Xu, Journal of Retailing and Consumer Services 61 (2021) 102588).

    Comes back: customer_id, recency (days since the last purchase, null for who never bought), frequency (purchase
    days), monetary (minor units), t (null where unknown), their scores 1 to 5 and the weighted score 0 to 100 (null
    for who never bought), and the treatment that `treatments` names for the score ({"80-100": "..."}; null where
    none). Raises CarteiraError `bad_score_range`.
    """
    recency = _days(as_of, customers["last_purchase_on"])
    measures = {
        "recency": recency,
        "frequency": _floats(customers["frequency"]),
        "monetary": _floats(customers["monetary"]),
        "t": _interpurchase(customers) if t == "interpurchase" else _points(customers, types, points or {}),
    }
    measures = {name: np.where(np.isnan(recency), np.nan, values) for name, values in measures.items()}
    shorter_is_better = {"recency"} | ({"t"} if t == "interpurchase" else set())
    active = _floats(customers["frequency"]) > 0
    scores = {name: _scores(values, active, name in shorter_is_better) for name, values in measures.items()}
    score = _weighted(scores, weights)
    return pa.table(
        {
            "customer_id": customers["customer_id"],
            "recency": _nullable(recency, pa.int64()),
            "frequency": customers["frequency"],
            "monetary": customers["monetary"],
            "t": _nullable(measures["t"], pa.float64()),
            **{f"{name}_score": _nullable(scores[name], pa.int16()) for name in MEASURES},
            "score": _nullable(score, pa.float64()),
            "treatment": _treatments(score, treatments or {}),
        }
    )


def cut_points(values: Floats, levels: int = LEVELS) -> Floats:
    """The quantiles that cut `values` (without NaN) into `levels` groups: (levels - 1,) values that occur, ascending.

    A cut point is the least value with at least the share i/levels of the values at or below it.
    """
    if not len(values):
        return np.empty(0)
    ranks = -(-np.arange(1, levels) * len(values) // levels) - 1
    return np.partition(values, ranks)[ranks]


def _scores(values: Floats, active: npt.NDArray[np.bool_], shorter_is_better: bool) -> Floats:
    """1 to 5 by cut points over the customers active in the window; equal values score equally. NaN stays NaN."""
    known = ~np.isnan(values)
    upwards = -values if shorter_is_better else values
    cuts = cut_points(upwards[known & active])
    return np.where(known, 1.0 + np.searchsorted(cuts, upwards, side="left"), np.nan)


def _weighted(scores: Mapping[str, Floats], weights: Mapping[str, float]) -> Floats:
    """0 to 100: the weighted mean of (score - 1) / 4. A missing score drops its weight."""
    total = np.zeros(len(scores["recency"]))
    weight = np.zeros(len(total))
    for name in MEASURES:
        known = ~np.isnan(scores[name])
        total += weights.get(name, 0.0) * np.where(known, scores[name] - 1, 0.0)
        weight += weights.get(name, 0.0) * known
    return np.divide(100 * total, (LEVELS - 1) * weight, out=np.full(len(total), np.nan), where=weight > 0)


def _interpurchase(customers: pa.Table) -> Floats:
    """Mean days between purchase days in the window; NaN below two purchase days."""
    days = _days(customers["last_on"], customers["first_on"])
    gaps = _floats(customers["frequency"]) - 1
    return np.divide(days, gaps, out=np.full(len(days), np.nan), where=gaps > 0)


def _points(customers: pa.Table, types: pa.Table, points: Mapping[str, float]) -> Floats:
    """Points of the types bought in the window, averaged by revenue; NaN where nothing was bought or none were given.

    The points of a type are those of its category; else of its channel, written "channel:<name>"; else 1.
    """
    ids = _integers(customers["customer_id"])
    if not points or not len(ids):
        return np.full(len(ids), np.nan)
    given = np.ones(types.num_rows)
    for key in sorted(points, key=lambda name: not name.startswith(CHANNEL)):
        column, name = ("channel", key.removeprefix(CHANNEL)) if key.startswith(CHANNEL) else ("category", key)
        given[_flags(pc.equal(types[column], name))] = points[key]
    value = np.maximum(_floats(types["revenue"]), 0.0)
    order = np.argsort(ids, kind="stable")
    place = order[np.minimum(np.searchsorted(ids, _integers(types["customer_id"]), sorter=order), len(ids) - 1)]
    known = ids[place] == _integers(types["customer_id"])
    weight = np.bincount(place[known], value[known], minlength=len(ids))
    total = np.bincount(place[known], (value * given)[known], minlength=len(ids))
    return np.divide(total, weight, out=np.full(len(ids), np.nan), where=weight > 0)


def _treatments(score: Floats, treatments: Mapping[str, str]) -> pa.Array:
    """The treatment of the range that holds the score: "60-80" holds 60 up to but not 80, "80-100" 80 up to 100."""
    names = np.full(len(score), None, dtype=object)
    for text, treatment in treatments.items():
        low, high = score_range(text)
        names[(score >= low) & ((score < high) | (score == high) & (high == HIGHEST))] = treatment
    return pa.array(names, pa.string())


def score_range(text: str) -> tuple[float, float]:
    """The ends of a range of scores, such as "60-80". Raises `bad_score_range`."""
    try:
        low, high = (float(part) for part in text.split("-"))
    except ValueError as error:
        raise CarteiraError("bad_score_range", hint="score_range_example", range=text) from error
    return low, high


def _days(later: Any, earlier: pa.ChunkedArray) -> Floats:
    end = later if isinstance(later, pa.ChunkedArray) else pa.scalar(later, pa.date32())
    return _floats(pc.subtract(pc.cast(end, pa.int32()), pc.cast(earlier, pa.int32())))


def _floats(column: pa.ChunkedArray) -> Floats:
    """NaN where null."""
    return np.asarray(pc.cast(column, pa.float64()).to_numpy(), dtype=np.float64)


def _integers(column: pa.ChunkedArray) -> Integers:
    return np.asarray(column.to_numpy(), dtype=np.int64)


def _flags(column: pa.ChunkedArray) -> npt.NDArray[np.bool_]:
    return np.asarray(pc.fill_null(column, False).to_numpy(), dtype=np.bool_)


def _nullable(values: Floats, kind: pa.DataType) -> pa.Array:
    return pc.cast(pa.array(values, mask=np.isnan(values)), kind)
