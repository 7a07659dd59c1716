"""The plan: who gets which action within the week's capacities, and at which prices."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from carteira.customize.allocation import Allocation, allocate
from carteira.customize.options import Codes, Options

Floats = npt.NDArray[np.float64]
ROWS = 100_000
"""Customers looked at at a time."""


def planned(options: Options) -> tuple[Options, Allocation]:
    """The options with the best plan that the capacities allow: choice, prices and use; and the allocation itself."""
    found = allocation_of(options)
    resources = tuple(
        replace(
            resource,
            prices=tuple(found.shadow_prices[place, : len(resource.pools)].tolist()),
            used=tuple(found.used[place, : len(resource.pools)].tolist()),
        )
        for place, resource in enumerate(options.resources)
    )
    choice = np.asarray(found.choice, np.int32)
    return replace(options, resources=resources, minimum_prices=tuple(found.minimum_prices), choice=choice), found


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
    plan's brings at the prices less what the other one does. infinite where that is not open to the customer."""
    net = net_values(options, slice(row, row + 1))[0]
    planned = int(options.choice[row])
    instead = 0.0 if action < 0 else float(net[action])
    return (0.0 if planned < 0 else float(net[planned])) - instead
