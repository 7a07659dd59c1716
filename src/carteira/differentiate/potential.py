"""What each customer could be worth: its value under the best of the ways that are open to it."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from carteira.differentiate.figures import WAYS
from carteira.differentiate.peers import Flags, Integers, best_of_peers

COSTS = ("discounts", "visits", "activities", "late_payment")
"""The ways by which a yearly cost falls."""

Floats = npt.NDArray[np.float64]


def potential(
    inputs: pa.Table, attainable: Mapping[str, float], *, discount_rate: float, horizon_years: float
) -> pa.Table:
    """The table `customer_potential`: one row for each row of `inputs` (`potential_inputs`), in its order.

    `attainable`: for each of WAYS the share that can be gained, after what getting there costs and what orders it
    loses: of a year's cost, of the distance to the best of similar customers, of the margin on what is bought
    elsewhere, and of those who never bought the share that could be won.

    Comes back, money in minor units over the horizon: customer_id, potential_value (never below the actual value), way
    (the best one; null where there is nothing to gain) and the gain of each way in columns `<way>_gain`. Who never
    bought is compared with customers like it in their first year.
    """
    actual = _integers(inputs["actual_value"])
    age = np.asarray(pc.cast(inputs["age_days"], pa.float64()).to_numpy(), dtype=np.float64)
    bought = ~np.isnan(age)
    best = best_of_peers(actual, _codes(inputs["kind"]), _codes(inputs["main_category"]), _floats(inputs["spend"]), age)
    ahead = np.where(bought, _floats(inputs["probability_alive"]), 0.0)
    years = ahead * present_value_of_a_year(discount_rate, horizon_years)
    could_gain = {name: years * np.maximum(_floats(inputs[name]), 0.0) for name in COSTS}
    could_gain["peers"] = ahead * (best - actual)
    could_gain["winning"] = np.where(bought, 0.0, best)
    could_gain["wallet"] = years * _bought_elsewhere(inputs, bought)
    gains = np.column_stack([attainable.get(name, 0.0) * could_gain[name] for name in WAYS])
    gains = np.rint(gains).astype(np.int64)
    chosen, gain = gains.argmax(axis=1), gains.max(axis=1, initial=0)
    return pa.table(
        {
            "customer_id": inputs["customer_id"],
            "potential_value": pa.array(actual + gain),
            "way": pa.array(np.array(WAYS)[chosen], pa.string(), mask=gain == 0),
            **{f"{name}_gain": pa.array(gains[:, place]) for place, name in enumerate(WAYS)},
        }
    )


def present_value_of_a_year(discount_rate: float, horizon_years: float) -> float:
    """How many of this year's amounts the horizon is worth today: the integral of (1 + rate)^-t over it."""
    growth = np.log1p(discount_rate)
    return float(horizon_years if growth == 0 else -np.expm1(-growth * horizon_years) / growth)


def _bought_elsewhere(inputs: pa.Table, bought: Flags) -> Floats:
    """The yearly margin on what the customer buys from others, at its own margin rate, else at everybody's."""
    revenue, margin = _floats(inputs["revenue"]), _floats(inputs["gross_margin"])
    usual = margin[bought].sum() / max(revenue[bought].sum(), 1.0)
    rate = np.clip(np.where(revenue > 0, margin / np.maximum(revenue, 1.0), usual), 0.0, 1.0)
    return np.asarray(np.maximum(_floats(inputs["wallet"]) - revenue, 0.0) * rate)


def _integers(column: pa.ChunkedArray) -> Integers:
    return np.asarray(pc.fill_null(column, 0).to_numpy(), dtype=np.int64)


def _floats(column: pa.ChunkedArray) -> Floats:
    return np.nan_to_num(np.asarray(pc.cast(column, pa.float64()).to_numpy(), dtype=np.float64))


def _codes(column: pa.ChunkedArray) -> Integers:
    """Dense codes from 0; a missing value is one of them."""
    encoded = pc.dictionary_encode(column.combine_chunks(), null_encoding="encode")
    return np.asarray(encoded.indices.to_numpy(zero_copy_only=False), dtype=np.int64)
