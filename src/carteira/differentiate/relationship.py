"""How each company chooses to buy: transactional, solutions, relational or collaborative; and how it is sold to today.

The type is neither what the company is worth nor how long it has been a customer. It is a transparent score: every type
gathers points from what the company needs and from how it deals with us, and the signals stand beside the result.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from carteira.differentiate.figures import RELATIONSHIPS

TYPES = RELATIONSHIPS
TRANSACTIONAL, SOLUTIONS, RELATIONAL, COLLABORATIVE = range(4)
SIGNALS = ("price_sensitivity", "breadth", "contacts_on_both_sides", "joint_planning", "replenishment")
POINTS: Mapping[str, tuple[float, float, float, float]] = {
    "price_sensitivity": (10, 0, 0, 0),
    "breadth": (0, 8, 0, 4),
    "contacts_on_both_sides": (0, 2, 4, 6),
    "joint_planning": (0, 2, 0, 6),
    "replenishment": (0, 0, 6, 4),
}
"""What a signal at its fullest (1) adds to each type. A need that is certain adds NEED_POINTS to its type."""
NEED_POINTS = 80
EFFORTS = ("low", "medium", "high")
WANTED_EFFORT = {"transactional": "low", "solutions": "medium", "relational": "medium", "collaborative": "high"}
"""How much selling each type asks for."""

Floats = npt.NDArray[np.float64]


def relationship_types(
    inputs: pa.Table, needs: pa.Table, segments: pa.Table, types_of_needs: Mapping[str, str]
) -> pa.Table:
    """The table `customer_relationship`: one row for each company of `inputs` (`relationship_inputs`), in its order.

    `needs`: `customer_needs`; `segments`: `needs_segments`; `types_of_needs`: the type of each need, relational where
    none is named.

    Comes back: customer_id, type, points (of each type, 0 to 100, in columns `<type>_points`), the signals (0 to 1),
    judged_type (the seller's own, or null), effort (low, medium, high, against the other companies), and mismatch:
    oversold, undersold or null. type is null where nothing is known of the company.
    """
    signals = _signals(inputs)
    points = _need_points(inputs["customer_id"], needs, segments, types_of_needs)
    for name, values in signals.items():
        points += values[:, None] * np.array(POINTS[name])
    known = points.sum(axis=1) > 0
    best = points.argmax(axis=1)
    effort = _efforts(_floats(inputs["minutes"]))
    wanted = np.array([EFFORTS.index(WANTED_EFFORT[name]) for name in TYPES])[best]
    mismatch = np.where(effort > wanted, "oversold", np.where(effort < wanted, "undersold", ""))
    judged = inputs["judged"]
    return pa.table(
        {
            "customer_id": inputs["customer_id"],
            "type": pa.array(np.array(TYPES)[best], pa.string(), mask=~known),
            **{f"{name}_points": pa.array(points[:, place]) for place, name in enumerate(TYPES)},
            **{name: pa.array(values) for name, values in signals.items()},
            "judged_type": pc.if_else(
                pc.is_in(judged, value_set=pa.array(TYPES)), judged, pa.scalar(None, pa.string())
            ),
            "effort": pa.array(np.array(EFFORTS)[effort], pa.string()),
            "mismatch": pa.array(mismatch, pa.string(), mask=~known | (mismatch == "")),
        }
    )


def _signals(inputs: pa.Table) -> dict[str, Floats]:
    """Each signal from 0 to 1: its rank among the companies that have it."""
    together = np.minimum(_floats(inputs["contacts"]), _floats(inputs["sellers"]))
    gap = _floats(inputs["gap_days"])
    evenness = gap / np.maximum(gap + _floats(inputs["gap_deviation"]), 1.0)
    return {
        "price_sensitivity": _ranks(_floats(inputs["discount_share"])),
        "breadth": _ranks(_floats(inputs["categories"])),
        "contacts_on_both_sides": _ranks(together),
        "joint_planning": _ranks(_floats(inputs["programmes"])),
        "replenishment": _ranks(evenness),
    }


def _ranks(values: Floats) -> Floats:
    """The share of the companies with a lower positive value, and of half the equal ones; 0 for nothing and unknown."""
    ranks = np.zeros(len(values))
    known = values > 0
    among = np.sort(values[known])
    below, upto = np.searchsorted(among, values[known]), np.searchsorted(among, values[known], side="right")
    ranks[known] = (below + upto) / 2 / max(len(among), 1)
    return ranks


def _need_points(
    companies: pa.ChunkedArray, needs: pa.Table, segments: pa.Table, types_of_needs: Mapping[str, str]
) -> Floats:
    """What the need of each company adds to each type: (companies, types)."""
    mine = needs.take(pc.index_in(companies, value_set=needs["customer_id"]))
    named = segments["need"].combine_chunks().take(pc.index_in(mine["segment"], value_set=segments["segment"]))
    need = pc.coalesce(mine["need"], named)
    certainty = pc.if_else(pc.is_valid(mine["need"]), mine["probability"], mine["segment_probability"])
    points = np.zeros((len(companies), len(TYPES)))
    for meant in pc.unique(need).drop_null().to_pylist():
        rows = np.flatnonzero(pc.fill_null(pc.equal(need, meant), False).to_numpy())
        kind = TYPES.index(types_of_needs.get(meant, "relational"))
        points[rows, kind] = NEED_POINTS * _floats(certainty)[rows]
    return points


def _efforts(minutes: Floats) -> npt.NDArray[np.int64]:
    """0 low (none, or the lower half of those sold to), 1 medium, 2 high (the upper fifth)."""
    some = np.sort(minutes[minutes > 0])
    if not len(some):
        return np.zeros(len(minutes), np.int64)
    cuts = [some[int((len(some) - 1) * share)] for share in (0.5, 0.8)]
    return np.searchsorted(cuts, minutes, side="left").astype(np.int64)


def _floats(column: pa.ChunkedArray) -> Floats:
    return np.nan_to_num(np.asarray(pc.cast(column, pa.float64()).to_numpy(), dtype=np.float64))
