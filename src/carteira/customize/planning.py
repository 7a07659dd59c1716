"""The plan: who gets which action within the week's capacities, and at which prices."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from carteira.customize.allocation import Allocation, allocate
from carteira.customize.options import Codes, Options

Floats = npt.NDArray[np.float64]
ROWS = 100_000
"""Customers looked at at a time."""
FREE = -2
NOTHING_FROZEN: Mapping[int, str] = {}


def planned(options: Options, frozen: Mapping[int, str] = NOTHING_FROZEN) -> tuple[Options, Allocation]:
    """The options with the best plan that the capacities allow: choice, prices and use; and the allocation itself.

    `frozen`: the action ("" for nothing) of customers for whom people decided, by id; it is kept as long as it is open
    to the customer, and its use is taken from the capacities first.
    """
    kept = kept_of(options, frozen)
    taken = _used(options, kept)
    free = replace(options, eligible=options.eligible & (kept == FREE)[:, None])
    found = allocation_of(free, np.maximum(options.capacity - taken, 0.0))
    choice = np.where(kept == FREE, found.choice, kept).astype(np.int32)
    fixed = np.flatnonzero(kept >= 0)
    value = float(np.asarray(options.value[fixed, kept[fixed]], np.float64).sum())
    whole = replace(
        found, choice=choice, used=found.used + taken, objective=found.objective + value, bound=found.bound + value
    )
    resources = tuple(
        replace(
            resource,
            prices=tuple(whole.shadow_prices[place, : len(resource.pools)].tolist()),
            used=tuple(whole.used[place, : len(resource.pools)].tolist()),
        )
        for place, resource in enumerate(options.resources)
    )
    return replace(options, resources=resources, minimum_prices=tuple(whole.minimum_prices), choice=choice), whole


def kept_of(options: Options, frozen: Mapping[int, str]) -> Codes:
    """(N,) the frozen action of each customer, -1 for nothing, FREE where nobody decided or it is not open any more."""
    kept = np.full(len(options.customer), FREE, np.int32)
    places = {"": -1, **{action.code: place for place, action in enumerate(options.actions)}}
    for customer_id, code in frozen.items():
        row, place = options.place(customer_id), places.get(code, FREE)
        if row >= 0 and place != FREE and (place < 0 or options.eligible[row, place]):
            kept[row] = place
    return kept


def _used(options: Options, choice: Codes) -> Floats:
    """(R, P) what these actions use of each resource."""
    used = np.zeros(options.capacity.shape)
    rows = np.flatnonzero(choice >= 0)
    for place in range(len(options.resources)):
        amounts = options.use[choice[rows], place] * options.scale[rows, place]
        used[place] = np.bincount(options.pool[rows, place], weights=amounts, minlength=used[place].size)
    return used


def allocation_of(options: Options, capacity: npt.ArrayLike | None = None) -> Allocation:
    """The best allocation of the options, with other capacities (R, P) where given; prices and use (R, P) too.

    Only customers who may have something that brings something are looked at; the others get nothing.
    """
    available = options.capacity if capacity is None else np.asarray(capacity, np.float64)
    pooled = available.shape[1] > 1
    gains = options.eligible & ((options.value > 0) | (options.minimum > 0))
    rows = np.flatnonzero(gains.any(axis=1))
    found = allocate(
        options.value[rows],
        options.use,
        available if pooled else available[:, 0],
        eligible=options.eligible[rows],
        minimum=options.minimum if options.minimum.any() else None,
        scale=options.scale[rows],
        pool=options.pool[rows] if pooled else None,
    )
    choice = np.full(len(options.customer), -1, found.choice.dtype)
    choice[rows] = found.choice
    shape = available.shape
    return replace(
        found, choice=choice, shadow_prices=found.shadow_prices.reshape(shape), used=found.used.reshape(shape)
    )


def price_of_use(options: Options, rows: slice) -> Floats:
    """(n, K) what each action uses of the scarce resources with these customers, at the prices, in minor units."""
    at = options.prices[np.arange(len(options.resources)), options.pool[rows]]
    return np.asarray((options.scale[rows] * at) @ options.use.T, np.float64)


def net_values(options: Options, rows: slice) -> Floats:
    """(n, K) value less the price of what is used, plus the price of a minimum; -inf where not eligible."""
    net = options.value[rows] - price_of_use(options, rows) + np.array(options.minimum_prices)
    return np.where(options.eligible[rows], net, -np.inf)


def best_of(values: Floats, without: Codes | None = None) -> tuple[Codes, Floats]:
    """(n,) the best action above zero, -1 for nothing, and its value, 0 for nothing; `without` one of each row."""
    if not values.shape[1]:
        return np.full(len(values), -1, np.int32), np.zeros(len(values))
    if without is not None:
        values = values.copy()
        taken = np.flatnonzero(without >= 0)
        values[taken, without[taken]] = -np.inf
    best, most = values.argmax(axis=1), values.max(axis=1)
    return np.where(most > 0, best, -1).astype(np.int32), np.maximum(most, 0.0)


def cost_of_change(options: Options, row: int, action: int) -> float:
    """What it costs, in minor units, to give the customer in `row` another action (-1: nothing) than the plan: what the
    plan's brings at the prices less what the other one does. Infinite where that is not open to the customer."""
    net = net_values(options, slice(row, row + 1))[0]
    planned = int(options.choice[row])
    instead = 0.0 if action < 0 else float(net[action])
    return (0.0 if planned < 0 else float(net[planned])) - instead
