"""The tables of a plan: what each customer gets and why, what each action brings, how far each resource is used."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.stats import norm

from carteira.customize.effects import Known
from carteira.customize.offering import OWN_ERROR, Offer
from carteira.customize.options import Codes, Options
from carteira.customize.planning import FREE, NOTHING_FROZEN, ROWS, best_of, kept_of, net_values, price_of_use

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
REACH = float(norm.ppf(0.95))
"""Standard deviations from the middle to either end of a 90 % interval."""

DECISION = pa.schema(
    [
        ("customer_id", pa.int64()),
        ("action", pa.string()),
        ("value", pa.int64()),
        ("value_low", pa.int64()),
        ("value_high", pa.int64()),
        ("price", pa.int64()),
        ("reason", pa.string()),
        ("effect", pa.float64()),
        ("margin_ahead", pa.int64()),
        ("action_gain", pa.int64()),
        ("next_action", pa.string()),
        ("next_net", pa.int64()),
        ("wished", pa.string()),
        ("wished_value", pa.int64()),
        ("wished_resource", pa.string()),
    ]
)


def decisions(offer: Offer, options: Options, frozen: Mapping[int, str] = NOTHING_FROZEN) -> Iterator[pa.RecordBatch]:
    """The table `customer_action`: one row per customer, in order. Money in minor units.

    action: null for nothing. value with its 90 % interval; price: of the scarce resources that it uses. The value is
    effect (a share) x margin_ahead (of the purchases while the action works) + action_gain (costs spared, wallet or a
    customer won) - the action's cost. next_action: what the customer would get otherwise,
    next_net its value less the price. wished: what would bring most if resources were not scarce, where that is not
    the action; wished_resource: the one whose price weighs most against it.

    reason: need (the action does more for customers with this need than for others), volume (it does no more, but the
    customer buys much), losses (its purchases lose money, and it buys less), costs, wallet, winning (most of the value
    is what the action gains beside), minimum (a least number of customers is asked for); of nothing: not_open (no
    action is open to the customer), no_gain (none brings anything), resources (others make better use of what is
    scarce). decided: people did, whatever the plan would.
    """
    codes = pa.array([action.code for action in options.actions], pa.string())
    names = pa.array([resource.code for resource in options.resources], pa.string())
    decided = kept_of(options, frozen) != FREE
    for first in range(0, len(options.customer), ROWS):
        rows = slice(first, min(first + ROWS, len(options.customer)))
        columns = _decided(offer, options, rows, decided[rows])
        named = {name: (names if name == "wished_resource" else codes) for name in CODED}
        yield pa.RecordBatch.from_arrays(
            [_named(columns[field.name], named.get(field.name), field.type) for field in DECISION], schema=DECISION
        )


CODED = ("action", "next_action", "wished", "wished_resource")


def _decided(offer: Offer, options: Options, rows: slice, decided: Flags) -> dict[str, npt.NDArray[np.generic]]:
    choice = np.asarray(options.choice[rows])
    net, price = net_values(options, rows), price_of_use(options, rows)
    value = np.where(options.eligible[rows], options.value[rows], -np.inf)

    def of_choice(values: npt.NDArray[np.floating[Any]]) -> Floats:
        if not values.shape[1]:
            return np.zeros(len(choice))
        return np.where(choice >= 0, values[np.arange(len(choice)), choice], 0.0)

    parts = (options.value[rows], offer.effects(rows), offer.purchases[rows], offer.gain[rows])
    chosen = _Chosen(choice, *map(of_choice, parts))
    following, following_net = best_of(net, without=choice)
    wished, wished_value = best_of(value)
    differs = wished != choice
    reach = REACH * of_choice(options.deviation[rows])
    return {
        "customer_id": np.asarray(options.customer[rows]),
        "action": choice,
        "value": chosen.value,
        "value_low": chosen.value - reach,
        "value_high": chosen.value + reach,
        "price": of_choice(price),
        "reason": _reasons(offer, chosen, value, decided),
        "effect": chosen.effect,
        "margin_ahead": chosen.purchases,
        "action_gain": chosen.gain,
        "next_action": following,
        "next_net": following_net,
        "wished": np.where(differs, wished, -1),
        "wished_value": np.where(differs, wished_value, 0.0),
        "wished_resource": np.where(differs & (wished >= 0), _dearest(options, rows, wished), -1),
    }


class _Chosen(NamedTuple):
    """Of the action that each customer gets, (n,) each; 0 where it gets none."""

    place: Codes
    value: Floats
    effect: Floats
    purchases: Floats
    gain: Floats


def _reasons(offer: Offer, chosen: _Chosen, value: Floats, decided: Flags) -> npt.NDArray[np.str_]:
    """(n,) words of REASONS. `value` (n, K): -inf where not open; `decided`: people did."""
    open_to, pays = np.isfinite(value).any(axis=1), (value > 0).any(axis=1)
    nothing = np.where(open_to, np.where(pays, "resources", "no_gain"), "not_open")
    kinds = np.array([*offer.gain_kind, ""])[chosen.place]
    something = np.where(chosen.effect > offer.usual_effects[chosen.place], "need", "volume")
    something = np.where(chosen.effect < 0, "losses", something)
    something = np.where(chosen.gain > chosen.effect * chosen.purchases, kinds, something)
    something = np.where(chosen.value <= 0, "minimum", something)
    return np.where(decided, "decided", np.where(chosen.place >= 0, something, nothing))


def _dearest(options: Options, rows: slice, action: Codes) -> Codes:
    """(n,) the resource that makes up most of the price of the action; -1 where it costs none."""
    if not (options.resources and options.actions):
        return np.full(len(action), -1, np.int32)
    at = options.prices[np.arange(len(options.resources)), options.pool[rows]]
    parts = options.scale[rows] * at * options.use[np.maximum(action, 0)]
    return np.where(parts.max(axis=1) > 0, parts.argmax(axis=1), -1).astype(np.int32)


def _named(values: npt.NDArray[np.generic], names: pa.Array | None, kind: pa.DataType) -> pa.Array:
    if names is not None:
        return names.take(pa.array(values, mask=np.asarray(values) < 0))
    if kind == pa.int64() and values.dtype.kind == "f":
        return pa.array(np.rint(np.asarray(values, np.float64)).astype(np.int64))
    return pa.array(values, kind)


class Promise(NamedTuple):
    """What the plan expects of an action, in minor units, with its 90 % interval."""

    customers: int
    value: float
    low: float
    high: float


def promises(offer: Offer, options: Options) -> list[Promise]:
    """Of each action. The error of an effect is common to all who share it, so it does not average out; what is wrong
    about single customers does."""
    return [_promise(known, offer, options, k) for k, known in enumerate(offer.known)]


def _promise(known: Known, offer: Offer, options: Options, k: int) -> Promise:
    mine = np.flatnonzero(options.choice == k)
    bought = np.bincount(known.group[mine], weights=offer.purchases[mine, k], minlength=len(known.mean))
    gained = float(offer.gain[mine, k].sum())
    value = float(known.mean @ bought) + gained - len(mine) * options.actions[k].cost
    own = OWN_ERROR * np.linalg.norm(np.asarray(options.value[mine, k], np.float64) + options.actions[k].cost)
    spread = np.sqrt(bought @ known.lift.covariance @ bought + (offer.gain_deviation[k] * gained) ** 2 + own**2)
    return Promise(len(mine), value, value - REACH * float(spread), value + REACH * float(spread))


def actions_table(offer: Offer, options: Options) -> pa.Table:
    """The table `plan_actions`: one row per action. customers: who get it; open_to: who may have it; value, low, high:
    what the plan expects of it; treated, held_out: customers of the experiments that its effect was learned from."""
    expected = promises(offer, options)
    rows = [
        {
            "action": action.code, "name": action.name, "goal": action.goal, "channel": action.channel,
            "cost": action.cost, "customers": promise.customers, "open_to": int(options.eligible[:, k].sum()),
            "value": round(promise.value), "value_low": round(promise.low), "value_high": round(promise.high),
            "treated": known.lift.treated, "held_out": known.lift.held_out, "minimum": action.minimum,
            "minimum_price": round(options.minimum_prices[k]),
        }
        for k, (action, promise, known) in enumerate(zip(options.actions, expected, offer.known, strict=True))
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, ACTIONS)


ACTIONS = pa.schema(
    [
        *((name, pa.string()) for name in ("action", "name", "goal", "channel")),
        *(
            (name, pa.int64())
            for name in (
                "cost", "customers", "open_to", "value", "value_low", "value_high", "treated", "held_out", "minimum",
                "minimum_price",
            )
        ),
    ]
)  # fmt: skip
RESOURCES = pa.schema(
    [
        *((name, pa.string()) for name in ("resource", "name", "unit", "pool")),
        *((name, pa.float64()) for name in ("capacity", "used", "price")),
    ]
)
EFFECTS = pa.schema(
    [("action", pa.string()), ("need", pa.string()), ("effect", pa.float64()), ("deviation", pa.float64())]
)


def resources_table(options: Options) -> pa.Table:
    """The table `plan_resources`: one row per resource and pool ("" for the company). capacity: null without limit;
    price: what one more unit would bring, in minor units."""
    rows = [
        {
            "resource": resource.code, "name": resource.name, "unit": resource.unit, "pool": pool,
            "capacity": capacity, "used": used, "price": price,
        }
        for resource in options.resources
        for pool, capacity, used, price in zip(
            resource.pools, resource.capacity, resource.used, resource.prices, strict=True
        )
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, RESOURCES)


def effects_table(offer: Offer, codes: Sequence[str]) -> pa.Table:
    """The table `action_effects`: one row per action and need (null: not known): the share of the action's base that
    it is expected to bring, and its standard deviation."""
    rows = [
        {"action": code, "need": need, "effect": float(effect), "deviation": float(deviation)}
        for code, known in zip(codes, offer.known, strict=True)
        for need, effect, deviation in zip((*known.needs, None), known.mean, known.deviation, strict=True)
    ]
    return pa.Table.from_pylist(rows, EFFECTS)
