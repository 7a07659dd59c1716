"""The options of a run: what each action of the library would bring with each customer, and who may have it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from carteira.customize.effects import Known, effects_of
from carteira.customize.exploration import holdout
from carteira.customize.library import ActionSpec, Library, ResourceSpec
from carteira.customize.options import Options, ResourceTerms
from carteira.differentiate.lifetime.value import QUARTER_DAYS
from carteira.differentiate.potential import BY_PURCHASE

Vector = npt.NDArray[np.float64]
Matrix = npt.NDArray[np.floating[Any]]
Flags = npt.NDArray[np.bool_]

OWN_ERROR = 0.7
"""By what share the amounts foreseen of one customer are usually wrong, beside what is common to all; it averages out
over many. Of those in the plan of the simulated company 0.68 (40,000 customers, seed 1; by action 0.50 to 0.80)."""
USUAL_CONTACTS = 4.0
"""Contacts of the usual length that are added to each customer's own before its length is judged."""
GRANTED = "granted"
TREATED = "treated"


class Facts(NamedTuple):
    """The tables that the options rest on, as the run made them."""

    inputs: pa.Table
    """`action_inputs`, in the order of the customer ids."""
    outcomes: pa.Table
    """`treatment_outcomes`"""
    consents: pa.Table
    """`consent_state`"""
    may: Mapping[str, pa.Array]
    """Of each action the ids of the customers that its conditions name."""
    attainable: Mapping[str, float]
    """The book's setting: the share of what could be gained by each way that `<way>_gain` counts."""


@dataclass(frozen=True)
class Offer:
    """What the values of the options are made of: effect x purchases + gain - cost, all (N, K) but the cost."""

    options: Options
    known: tuple[Known, ...]
    """What is believed of each action's effect on purchases."""
    purchases: Matrix
    """The margin of what a customer buys while the action's effect lasts, as far as a purchase more lasts."""
    gain: Matrix
    """What the action gains beside: costs spared (on the purchases that remain), wallet, or a customer won."""
    gain_deviation: Vector
    """(K,) standard deviation of an action's gains, as a share of them: common to all customers."""
    gain_kind: tuple[str, ...]
    """(K,) what most of an action's gains are: costs, wallet or winning."""

    @property
    def usual_effects(self) -> Vector:
        """(K + 1,) the effect with customers of whom no need is known; last, of nothing."""
        return np.array([*(known.mean[-1] for known in self.known), 0.0])

    def effects(self, rows: slice) -> Matrix:
        """(n, K) the effect with each customer."""
        columns = [known.mean[known.group[rows]] for known in self.known]
        return np.column_stack(columns) if columns else np.zeros(self.gain[rows].shape)


def offer_of(facts: Facts, library: Library, *, run_id: int, as_of: date) -> Offer:
    """The options of every customer before any plan: nobody has an action yet, and no resource a price."""
    ids = facts.inputs["customer_id"].combine_chunks().to_numpy()
    known = effects_of(facts.outcomes, facts.inputs, library.actions)
    shape = len(ids), len(library.actions)
    purchases, gain = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    value, deviation, eligible = np.zeros_like(gain), np.zeros_like(gain), np.zeros(shape, np.bool_)
    for k, (action, effect) in enumerate(zip(library.actions, known, strict=True)):
        purchases[:, k] = _purchases(facts.inputs, action.terms.window_days)
        changed, unsure = effect.mean[effect.group], effect.deviation[effect.group]
        spared, other = _gains(facts, action)
        gain[:, k] = (1 + changed) * spared + other
        value[:, k] = changed * purchases[:, k] + gain[:, k] - action.terms.cost
        common = np.hypot(unsure * (purchases[:, k] + spared), action.gains_deviation * gain[:, k])
        deviation[:, k] = np.hypot(common, OWN_ERROR * (value[:, k] + action.terms.cost))
        eligible[:, k] = _may(facts, action, ids, as_of)
    resources, pool = _pooled(facts.inputs, library.resources)
    options = Options(
        run_id=run_id,
        actions=tuple(action.terms for action in library.actions),
        resources=resources,
        minimum_prices=(0.0,) * len(library.actions),
        customer=ids,
        value=value,
        deviation=deviation,
        eligible=eligible,
        scale=_scale(facts.inputs, library.resources),
        pool=pool,
        choice=np.full(len(ids), -1, np.int32),
    )
    unsure_gains = np.array([action.gains_deviation for action in library.actions])
    kinds = tuple(_kind_of(action.gains) for action in library.actions)
    return Offer(options, tuple(known), purchases, gain, unsure_gains, kinds)


def _kind_of(gains: Mapping[str, float]) -> str:
    """By the way with the largest share."""
    way = max(gains, key=lambda name: gains[name], default="")
    return {"wallet": "wallet", "peers": "wallet", "winning": "winning"}.get(way, "costs")


def _purchases(inputs: pa.Table, days: int) -> Vector:
    """(N,) the lasting margin of so many days' purchases: those of a quarter in proportion, at most the horizon's."""
    ahead = np.minimum(
        _floats(inputs, "purchases_in_quarter") * days / QUARTER_DAYS, _floats(inputs, "discounted_purchases")
    )
    return ahead * _floats(inputs, "expected_margin") * _floats(inputs, "lasting_share")


def _gains(facts: Facts, action: ActionSpec) -> tuple[Vector, Vector]:
    """(N,) what the action spares of costs that come with purchases, and what else it gains: its share of all that
    could be gained by each way."""
    spared, other = np.zeros(facts.inputs.num_rows), np.zeros(facts.inputs.num_rows)
    for way, share in action.gains.items():
        if attainable := facts.attainable.get(way, 0.0):
            total = spared if way in BY_PURCHASE else other
            total += share / attainable * _floats(facts.inputs, f"{way}_gain")
    return spared, other


def _may(facts: Facts, action: ActionSpec, ids: npt.NDArray[np.int64], as_of: date) -> Flags:
    """Whom its conditions name, who consented, who had it long enough ago, and who is not held out."""
    terms = action.terms
    may = np.isin(ids, facts.may[terms.code].to_numpy())
    if terms.purpose:
        granted = {"purpose": terms.purpose, "channel": terms.channel, "status": GRANTED}
        may &= np.isin(ids, _ids(_having(facts.consents, granted)))
    had = _having(facts.outcomes, {"programme": action.learned_from, "arm": TREATED})
    since = date.fromordinal(max(as_of.toordinal() - terms.rest_days, 1))
    may &= ~np.isin(ids, _ids(had.filter(pc.greater(had["started_on"], pa.scalar(since)))))
    return may & ~holdout(ids, action.learned_from, terms.holdout)


def _having(table: pa.Table, values: Mapping[str, str]) -> pa.Table:
    """The rows with these values."""
    for name, value in values.items():
        table = table.filter(pc.equal(table[name], value))
    return table


def _pooled(
    inputs: pa.Table, resources: Sequence[ResourceSpec]
) -> tuple[tuple[ResourceTerms, ...], npt.NDArray[np.int32]]:
    terms, pool = [], np.zeros((inputs.num_rows, len(resources)), np.int32)
    for place, resource in enumerate(resources):
        pools: tuple[str, ...] = ("",)
        if resource.pooled_by != "company":
            names = pc.fill_null(inputs[resource.pooled_by], "").combine_chunks()
            pools = tuple(sorted(pc.unique(names).to_pylist())) or pools
            pool[:, place] = pc.index_in(names, value_set=pa.array(pools)).to_numpy()
        capacity = tuple(resource.capacities.get(name, resource.capacity) for name in pools)
        nothing = (0.0,) * len(pools)
        terms.append(ResourceTerms(resource.code, resource.name, resource.unit, pools, capacity, nothing, nothing))
    return tuple(terms), pool


def _scale(inputs: pa.Table, resources: Sequence[ResourceSpec]) -> npt.NDArray[np.float32]:
    """(N, R) the length of a customer's contacts over the usual one, drawn towards 1 where there were few; 1 for
    resources that are not measured."""
    scale = np.ones((inputs.num_rows, len(resources)), np.float32)
    for place, resource in enumerate(resources):
        if resource.measured_by in ("visit", "call"):
            minutes = _floats(inputs, f"{resource.measured_by}_minutes")
            timed = _floats(inputs, f"{resource.measured_by}s_timed")
            usual = minutes.sum() / timed.sum() if timed.sum() else 0.0
            if usual:
                scale[:, place] = (minutes + USUAL_CONTACTS * usual) / ((timed + USUAL_CONTACTS) * usual)
    return scale


def _ids(table: pa.Table) -> npt.NDArray[np.int64]:
    return np.asarray(table["customer_id"].to_numpy(), np.int64)


def _floats(table: pa.Table, name: str) -> Vector:
    return np.nan_to_num(np.asarray(pc.cast(table[name], pa.float64()).to_numpy(), np.float64))
