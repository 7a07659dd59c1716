"""The effect of each action of the library on each group of customers, from the programmes that tried it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from carteira.customize.expectation import Before, expected_purchases
from carteira.customize.library import ActionSpec
from carteira.customize.lift import Lift, expected_lift, learned_lift

Vector = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

WINDOWS = (30, 60, 90, 120, 150, 180)
"""Days after a treatment for which `treatment_outcomes` has purchases."""


class Known(NamedTuple):
    """What is believed of an action: its lift by group, and the group of each customer (the last where not known)."""

    lift: Lift
    needs: tuple[str, ...]
    group: Codes

    @property
    def mean(self) -> Vector:
        return self.lift.mean

    @property
    def deviation(self) -> Vector:
        return self.lift.deviation


def effects_of(outcomes: pa.Table, customers: pa.Table, actions: Sequence[ActionSpec]) -> list[Known]:
    """Of each action, its effect by need: learned where its programme had people held out, else as people expect it.

    `outcomes`: table `treatment_outcomes`; `customers`: customer_id, kind and need of every customer, in any order.
    """
    needs = tuple(sorted(pc.unique(customers["need"].drop_null()).to_pylist()))
    group = _groups(customers["need"], needs)
    return [Known(_lift(outcomes, customers, group, needs, action), needs, group) for action in actions]


def _lift(outcomes: pa.Table, customers: pa.Table, group: Codes, needs: tuple[str, ...], action: ActionSpec) -> Lift:
    other = action.expected_effects.get("", 0.0)
    expected = np.array([*(action.expected_effects.get(need, other) for need in needs), other])
    window = min(WINDOWS, key=lambda days: abs(days - action.terms.window_days))
    mine = outcomes.filter(pc.equal(outcomes["programme"], action.learned_from))
    mine = mine.filter(pc.is_valid(mine[f"after_{window}"]))
    row = pc.index_in(mine["customer_id"], value_set=customers["customer_id"].combine_chunks())
    mine, row = mine.filter(pc.is_valid(row)), row.drop_null()
    if not len(row):
        return expected_lift(expected, action.expected_deviation)
    own = group[row.to_numpy()]
    person = pc.equal(customers["kind"].take(row), "person")
    before = Before(
        bought=_floats(mine["bought_before"]),
        recency=_floats(mine["recency_days"]),
        age=_floats(mine["age_days"]),
        company=1.0 - _floats(pc.fill_null(person, False)),
    )
    bought = _floats(mine[f"after_{window}"])
    treated = np.asarray(pc.equal(mine["arm"], "treated").to_numpy(), np.bool_)
    return learned_lift(bought, expected_purchases(before, bought), treated, own, expected, action.expected_deviation)


def _groups(need: pa.ChunkedArray, needs: tuple[str, ...]) -> Codes:
    found = pc.index_in(need, value_set=pa.array(needs, pa.string()))
    return np.asarray(pc.fill_null(found, len(needs)).to_numpy(), np.int64)


def _floats(column: pa.ChunkedArray | pa.Array) -> Vector:
    return np.asarray(pc.cast(column, pa.float64()).to_numpy(zero_copy_only=False), np.float64)
