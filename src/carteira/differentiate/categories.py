"""Value categories: below zero, most valuable, most growable, intermediate; each customer in exactly one."""

from decimal import ROUND_CEILING, Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from carteira.differentiate.peers import Flags, Integers
from carteira.differentiate.reasons import reasons

CATEGORIES = ("mvc", "mgc", "intermediate", "below_zero")
TREATMENTS = {
    "mvc": "recognise_and_keep",
    "mgc": "develop",
    "intermediate": "serve_efficiently",
    "below_zero": "repair",
    "exit": "stop_spending",
}
"""The default treatment of each category, and of below-zero customers who cannot be repaired (`exit`)."""

MVC, MGC, INTERMEDIATE, BELOW_ZERO = range(4)


def categorise(
    customers: pa.Table,
    potentials: pa.Table,
    *,
    below_zero_threshold: int,
    most_valuable_share: float,
    most_growable_share: float,
    previous: pa.Table | None = None,
) -> pa.Table:
    """The value category of each customer: one row for each row of `customers`, in the same order.

    `customers` is the table `category_inputs`, `potentials` the table `customer_potential`, row by row of the same
    customers; money in minor units, as is `below_zero_threshold`; shares from 0 to 1.
    `previous`: customer_id and category of the run before. In this order:

    1. below_zero: actual value under the threshold; repairable if the potential is above it, else exit.
    2. mvc: of the others, the fewest that together hold `most_valuable_share` of their positive actual value.
    3. mgc: of the rest, the top `most_growable_share` (rounded up to whole customers) by unrealised value, if positive.
    4. intermediate: the remainder.

    Equal values are taken in the order of customer_id. growable: a most valuable customer whose unrealised value is at
    least that of the last most growable one. losing_now: a loss in the window though the actual value is positive.
    """
    ids = _integers(customers["customer_id"])
    actual = _integers(customers["actual_value"])
    potential = _integers(potentials["potential_value"])
    unrealised = potential - actual
    category = _categories(ids, actual, unrealised, below_zero_threshold, most_valuable_share, most_growable_share)
    below = category == BELOW_ZERO
    repairable = below & (potential > below_zero_threshold)
    growable = _growable(category, unrealised)
    text, arguments = reasons(customers, category, actual, potential, potentials["way"], growable, most_valuable_share)
    treatment = np.array([TREATMENTS[name] for name in CATEGORIES])[category].astype(object)
    treatment[below & ~repairable] = TREATMENTS["exit"]
    return pa.table(
        {
            "customer_id": pa.array(ids),
            "category": pa.array(CATEGORIES).take(pa.array(category)),
            "actual_value": pa.array(actual),
            "potential_value": pa.array(potential),
            "unrealised_value": pa.array(unrealised),
            "growable": pa.array(growable),
            "repairable": pa.array(repairable),
            "exit": pa.array(below & ~repairable),
            "losing_now": pa.array((_integers(customers["profit"]) < 0) & (actual > 0)),
            "reason": text,
            "reason_arguments": arguments,
            "treatment": pa.array(treatment, pa.string()),
            "previous_category": _previous(ids, previous),
        }
    )


def most_valuable(ids: Integers, actual_value: Integers, share: float) -> Integers:
    """The places of the fewest customers that together hold `share` of the positive value, most valuable first."""
    positive = np.flatnonzero(actual_value > 0)
    ranked = positive[np.lexsort((ids[positive], -actual_value[positive]))]
    held = np.cumsum(actual_value[ranked])
    wanted = _rounded_up(share, int(held[-1])) if len(held) else 0
    return ranked[: int(np.searchsorted(held, wanted, side="left")) + 1] if wanted > 0 else ranked[:0]


def _categories(
    ids: Integers, actual: Integers, unrealised: Integers, threshold: int, valuable_share: float, growable_share: float
) -> npt.NDArray[np.int8]:
    category = np.full(len(ids), INTERMEDIATE, dtype=np.int8)
    category[actual < threshold] = BELOW_ZERO
    others = np.flatnonzero(category != BELOW_ZERO)
    category[others[most_valuable(ids[others], actual[others], valuable_share)]] = MVC
    rest = np.flatnonzero(category == INTERMEDIATE)
    ranked = rest[np.lexsort((ids[rest], -unrealised[rest]))][: _rounded_up(growable_share, len(rest))]
    category[ranked[unrealised[ranked] > 0]] = MGC
    return category


def _rounded_up(share: float, whole: int) -> int:
    """The share of a whole number, exact for the decimal that the share is written as, rounded up."""
    return int((Decimal(str(share)) * whole).to_integral_value(ROUND_CEILING))


def _growable(category: npt.NDArray[np.int8], unrealised: Integers) -> Flags:
    among = unrealised[category == MGC]
    if not len(among):
        return np.zeros(len(category), dtype=np.bool_)
    return (category == MVC) & (unrealised >= among.min())


def _previous(ids: Integers, previous: pa.Table | None) -> pa.Array:
    if previous is None:
        return pa.nulls(len(ids), pa.string())
    place = pc.index_in(pa.array(ids), value_set=previous["customer_id"])
    return pc.cast(previous["category"].combine_chunks().take(place), pa.string())


def _integers(column: pa.ChunkedArray) -> Integers:
    return np.asarray(pc.fill_null(column, 0).to_numpy(), dtype=np.int64)
