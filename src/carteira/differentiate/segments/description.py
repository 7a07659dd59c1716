"""What a segment is, in words that doors can write and in numbers that a new customer can be placed by."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from carteira.differentiate.segments.mixture import Customers, Floats, Mixture
from carteira.differentiate.segments.profile import Integers, Profile, concession

MUCH, LITTLE = 1.5, 0.5
"""Of how many times the usual share on a category is worth a word, and below which."""
MOST_TRAITS = 4
LEAST_SHARE = 0.02


def described(
    profile: Profile,
    mixture: Mixture,
    value: pa.ChunkedArray,
    buyers: Integers,
    probability: Floats,
    numbers: Integers,
    names: list[str | None],
    agreement: float,
) -> pa.Table:
    """The table `needs_segments`, by number: segment, need (the declared one that names it, or null), customers and
    actual_value (minor units) of those placed in it, certainty (their mean probability), agreement (of two halves of
    the customers on all segments), traits and model (JSON).

    A trait is `buys_much` or `buys_little` with category and times (of the usual share of lines), or `granted_more` or
    `granted_less` with times (of the discount that is usual for the kind).
    """
    worth = np.asarray(value.to_numpy(), np.float64)[buyers]
    best = probability.argmax(axis=1)
    rows = []
    for segment in np.argsort(numbers):
        mine = best == segment
        rows.append(
            {
                "segment": int(numbers[segment]),
                "need": names[segment],
                "customers": int(mine.sum()),
                "actual_value": int(worth[mine].sum()),
                "certainty": float(probability[mine, segment].mean()) if mine.any() else 0.0,
                "agreement": agreement,
                "traits": json.dumps(_traits(profile, mixture, segment), ensure_ascii=False),
                "model": json.dumps(_model(profile, mixture, segment), ensure_ascii=False),
            }
        )
    return pa.Table.from_pylist(rows, SCHEMA)


SCHEMA = pa.schema(
    {
        "segment": pa.int64(),
        "need": pa.string(),
        "customers": pa.int64(),
        "actual_value": pa.int64(),
        "certainty": pa.float64(),
        "agreement": pa.float64(),
        "traits": pa.string(),
        "model": pa.string(),
    }
)


def place(
    segments: pa.Table, lines: Mapping[str, float], *, kind: str, discount_share: float | None = None, answer: str = ""
) -> dict[int, float]:
    """The probability of each segment for one customer: by its lines by product category, the share of its gross sales
    given away in discounts, and what it answered. `segments`: the table `needs_segments`."""
    models = [json.loads(text) for text in segments["model"].to_pylist()]
    if not models:
        return {}
    tables = ([list(model[part].values()) for model in models] for part in ("categories", "answers"))
    mixture = Mixture(
        weight=_column(models, "weight"),
        shares=tuple(np.array(table, np.float64) for table in tables),
        mean=_column(models, "mean")[:, None],
        deviation=_column(models, "deviation")[:, None],
    )
    counts = np.array([[lines.get(name, 0.0) for name in models[0]["categories"]]])
    told = np.array([[float(name == answer) for name in models[0]["answers"]]])
    granted = concession(discount_share, models[0]["usual"].get(kind, 0.0))
    found = mixture.probabilities(Customers((counts, told), np.array([[granted]])))[0]
    return dict(zip(segments["segment"].to_pylist(), found.tolist(), strict=True))


def _column(models: list[dict[str, Any]], name: str) -> Floats:
    return np.array([model[name] for model in models], np.float64)


def _model(profile: Profile, mixture: Mixture, segment: int) -> dict[str, Any]:
    categories, answers = (shares[segment].tolist() for shares in mixture.shares)
    return {
        "weight": float(mixture.weight[segment]),
        "categories": dict(zip(profile.categories, categories, strict=True)),
        "answers": dict(zip(profile.answers, answers, strict=True)),
        "mean": float(mixture.mean[segment, 0]),
        "deviation": float(mixture.deviation[segment, 0]),
        "usual": dict(profile.usual),
    }


def _traits(profile: Profile, mixture: Mixture, segment: int) -> list[dict[str, Any]]:
    """What sets the segment apart: the discount it is granted, then its categories, the most telling first."""
    usual = mixture.weight @ mixture.shares[0]
    share = mixture.shares[0][segment]
    times = share / usual
    seen = (times >= MUCH) & (share >= LEAST_SHARE) | (times <= LITTLE) & (usual >= LEAST_SHARE)
    telling = np.where(seen, np.abs(share - usual), 0.0)
    chosen = [number for number in np.argsort(-telling, kind="stable")[:MOST_TRAITS] if telling[number]]
    return _grant(float(np.exp(mixture.mean[segment, 0]))) + [
        {
            "code": "buys_much" if times[number] > 1 else "buys_little",
            "category": profile.categories[number],
            "times": round(float(times[number]), 2),
        }
        for number in chosen
    ]


def _grant(times: float) -> list[dict[str, Any]]:
    if LITTLE < times < MUCH:
        return []
    return [{"code": "granted_more" if times > 1 else "granted_less", "times": round(times, 2)}]
