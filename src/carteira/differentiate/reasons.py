"""Why a customer is in its category: a code and its arguments. The doors make the sentence."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from carteira.differentiate.figures import WAYS
from carteira.differentiate.peers import Flags, Integers

MONEY_ARGUMENTS = frozenset({"actual_value", "potential_value", "unrealised_value", "amount", "profit"})
"""Arguments in minor units: the doors write them in the book's currency."""

LOSSES = {
    "visits": ("reason_below_zero_visits", "visit_count"),
    "calls": ("reason_below_zero_calls", "call_count"),
    "messages": ("reason_below_zero_messages", "message_count"),
    "cases": ("reason_below_zero_cases", "case_count"),
    "returns": ("reason_below_zero_returns", "return_count"),
    "small_orders": ("reason_below_zero_small_orders", "order_count"),
    "bad_debt": ("reason_below_zero_bad_debt", "days_late"),
    "financing": ("reason_below_zero_financing", "days_late"),
    "discounts": ("reason_below_zero_discounts", "order_count"),
    "below_cost": ("reason_below_zero_below_cost", "order_count"),
    "delivery": ("reason_below_zero_delivery", "order_count"),
    "treatments": ("reason_below_zero_treatments", "order_count"),
    "activities": ("reason_below_zero_activities", "order_count"),
    "low_margin": ("reason_below_zero_low_margin", "order_count"),
}
"""The reason of each loss_cause, and the column that counts what lies behind it (argument `count`)."""

EARLIER = ("reason_most_growable",)
"""Reasons that only cards of earlier versions have."""

Categories = npt.NDArray[np.int8]


def reasons(
    customers: pa.Table,
    category: Categories,
    actual: Integers,
    potential: Integers,
    way: pa.ChunkedArray,
    growable: Flags,
    share: float,
) -> tuple[pa.Array, pa.Array]:
    """The reason code and its arguments as JSON text, for each customer (N,), (N,). Money in minor units.

    `category`: 0 mvc, 1 mgc, 2 intermediate, 3 below zero; `way`: by which each could be worth more (`figures.WAYS`).
    """
    places: list[Integers] = []
    codes: list[pa.Array] = []
    arguments: list[pa.Array] = []
    for code, chosen, columns in _chosen(customers, category, actual, potential, way, growable, share):
        place = np.flatnonzero(chosen)
        if len(place):
            places.append(place)
            codes.append(pa.repeat(pa.scalar(code, pa.string()), len(place)))
            arguments.append(_json({name: pc.take(column, pa.array(place)) for name, column in columns.items()}))
    if not places:
        return pa.array([], pa.string()), pa.array([], pa.string())
    back = pa.array(np.argsort(np.concatenate(places), kind="stable"))
    return pa.concat_arrays(codes).take(back), pa.concat_arrays(arguments).take(back)


def _chosen(
    customers: pa.Table,
    category: Categories,
    actual: Integers,
    potential: Integers,
    way: pa.ChunkedArray,
    growable: Flags,
    share: float,
) -> list[tuple[str, Flags, dict[str, pa.Array]]]:
    """Each reason: its code, who has it (every customer has exactly one) and the columns of its arguments."""
    columns = {"actual_value": pa.array(actual), "potential_value": pa.array(potential)}
    more = {"unrealised_value": pa.array(potential - actual)}
    valuable = category == 0
    held = {
        "customers": _constant(int(valuable.sum()), len(category)),
        "share": _constant(round(100 * share), len(category)),
    }
    prospect = _is(customers["status"], "prospect") | _is(way, "winning")
    former = _is(customers["status"], "former") & ~prospect
    middle = category == 2
    found = [
        ("reason_most_valuable", valuable & ~growable, columns | held),
        ("reason_most_valuable_growable", valuable & growable, columns | held | more),
        ("reason_most_growable_prospect", (category == 1) & prospect, columns | more),
        *(
            (f"reason_most_growable_{name}", (category == 1) & ~prospect & _is(way, name), columns | more)
            for name in WAYS
            if name != "winning"
        ),
        ("reason_prospect", middle & prospect, columns),
        ("reason_former", middle & former, columns),
        ("reason_intermediate", middle & ~prospect & ~former, columns),
    ]
    return found + _below_zero(customers, category == 3, columns)


def _below_zero(
    customers: pa.Table, below: Flags, columns: dict[str, pa.Array]
) -> list[tuple[str, Flags, dict[str, pa.Array]]]:
    found = []
    unexplained = below.copy()
    losses = columns | {"amount": _array(customers["loss_amount"]), "profit": _array(customers["profit"])}
    for cause, (code, counted) in LOSSES.items():
        chosen = below & _is(customers["loss_cause"], cause)
        unexplained &= ~chosen
        found.append((code, chosen, losses | {"count": _array(customers[counted])}))
    return [*found, ("reason_below_zero", unexplained, columns)]


def _is(column: pa.ChunkedArray, value: str) -> Flags:
    return np.asarray(pc.fill_null(pc.equal(column, value), False).to_numpy(), dtype=np.bool_)


def _array(column: pa.ChunkedArray) -> pa.Array:
    return pc.fill_null(column, 0).combine_chunks()


def _constant(value: int, length: int) -> pa.Array:
    return pa.repeat(pa.scalar(value, pa.int64()), length)


def _json(columns: dict[str, pa.Array]) -> pa.Array:
    """One JSON object of whole numbers per row."""
    parts: list[pa.Array | pa.Scalar] = []
    for number, (name, column) in enumerate(columns.items()):
        parts += [pa.scalar(f'{", " if number else "{"}"{name}": '), pc.cast(column, pa.string())]
    return pc.binary_join_element_wise(*parts, pa.scalar("}"), "")
