"""What each customer could be worth: its value under the best of the ways that are open to it."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from carteira.differentiate.figures import WAYS
from carteira.differentiate.peers import Flags, Integers, best_of_peers

BY_PURCHASE = ("discounts", "activities", "late_payment")
"""The ways by which a cost falls that comes with purchases. Visits come with time."""

Floats = npt.NDArray[np.float64]


def potential(inputs: pa.Table, attainable: Mapping[str, float]) -> pa.Table:
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
    years = np.where(bought, _floats(inputs["discounted_years"]), 0.0)
    purchases = _floats(inputs["discounted_purchases"])
    could_gain = {name: purchases * _per_purchase(inputs, name) for name in BY_PURCHASE}
    could_gain["visits"] = years * np.maximum(_floats(inputs["visits"]), 0.0)
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


def _per_purchase(inputs: pa.Table, name: str) -> Floats:
    """The cost of a purchase: the customer's own in the last year, drawn towards that of its kind by credibility.

    What seems dear by chance would otherwise be taken for what can be gained.
    """
    cost, squares, purchases = (_floats(inputs[column]) for column in (name, f"{name}_squares", "purchases"))
    kind, per_purchase = _codes(inputs["kind"]), np.zeros(inputs.num_rows)
    for code in np.unique(kind[purchases > 0]):
        mine = (kind == code) & (purchases > 0)
        per_purchase[mine] = _credible(purchases[mine], cost[mine], squares[mine])
    return np.asarray(np.where(cost > 0, np.maximum(per_purchase, 0.0), 0.0))


def _credible(number: Floats, total: Floats, squares: Floats) -> Floats:
    """The mean of each customer drawn towards that of all by Buehlmann and Straub's moments (1970): with few purchases,
    and where purchases differ more than customers do, it is that of all."""
    own, everybody = total / number, float(total.sum() / number.sum())
    repeated = float((number - 1).sum())
    if not repeated:
        return (own + everybody) / 2
    within = float((squares - total * own).sum() / repeated)
    apart = float(number @ (own - everybody) ** 2) - (len(number) - 1) * within
    between = max(apart, 0.0) / max(number.sum() - float((number**2).sum() / number.sum()), 1.0)
    if within <= 0:
        return own
    return everybody + (own - everybody) * number * between / (number * between + within)


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
