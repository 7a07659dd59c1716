"""What orders leave behind: deliveries, handling of returns, invoices and how they are paid."""

from dataclasses import dataclass

import numpy as np

from carteira.demo.calendar import Calendar
from carteira.demo.chance import happens, stream
from carteira.demo.expectation import PAID_PART, PARTLY_PAID_SHARE
from carteira.demo.money import summed
from carteira.demo.rows import Rows
from carteira.demo.sales import NOBODY, SHOP, Lines, Orders
from carteira.demo.text import Bools, Ints
from carteira.demo.traits import Traits
from carteira.demo.world import World

ACTIVITIES = ("delivery", "return_handling", "warehouse_idle")
DELIVERY, RETURN_HANDLING, IDLE = range(3)
TERM_DAYS = 28
"""From order to due date."""


@dataclass(frozen=True)
class Costs(Rows):
    """Arrays by charge. Amounts in cents, -1 where rates apply; minutes in tenths, 0 where not kept; `shop`: whether
    the shop keeps it."""

    owner: Ints
    day: Ints
    activity: Ints
    amount: Ints
    minutes: Ints
    shop: Bools


@dataclass(frozen=True)
class Invoices(Rows):
    """Arrays by invoice of the ERP. Amounts in cents; `paid_on`: day, or -1; `paid`: cents, -1 where the whole was
    paid, or nothing."""

    owner: Ints
    due: Ints
    amount: Ints
    paid_on: Ints
    paid: Ints


def make_costs(world: World, seed: int, chunk: int, traits: Traits, orders: Orders, calendar: Calendar) -> Costs:
    """Deliveries, return handling, and a few costs that nobody caused, in the order of time."""
    chance = stream(seed, "costs", chunk)
    last = calendar.end - 1
    sold = ~orders.cancelled & ~orders.returned & (orders.owner != NOBODY)
    sent = np.flatnonzero(sold & happens(chance, traits.delivered[orders.like], len(sold)))
    years = calendar.months_left()[orders.month[sent]] / 12
    fee = world.service.delivery * traits.distance[orders.like[sent]] * (1 + world.service.delivery_rise) ** -years
    amount = np.round(fee * chance.uniform(0.8, 1.2, len(sent)) * 100).astype(np.int64)
    deliveries = Costs(
        orders.owner[sent],
        np.minimum(orders.day[sent] + chance.integers(0, 4, len(sent)), last),
        np.full(len(sent), DELIVERY),
        amount,
        np.zeros(len(sent), np.int64),
        orders.channel[sent] == SHOP,
    )
    back = np.flatnonzero(orders.returned & (orders.owner != NOBODY))
    minutes = np.round(world.service.return_minutes * 10 * chance.uniform(0.5, 1.5, len(back))).astype(np.int64)
    handling = Costs(
        orders.owner[back],
        orders.day[back],
        np.full(len(back), RETURN_HANDLING),
        np.full(len(back), -1),
        minutes,
        orders.channel[back] == SHOP,
    )
    idle = len(calendar.numbers) * world.company.unassigned_costs_per_month
    nobody = Costs(
        np.full(idle, NOBODY),
        chance.integers(calendar.starts[0], calendar.end, idle),
        np.full(idle, IDLE),
        chance.integers(20_000, 150_000, idle),
        np.zeros(idle, np.int64),
        np.zeros(idle, bool),
    )
    costs = deliveries.followed_by(handling).followed_by(nobody)
    return costs.taken(np.argsort(costs.day, kind="stable"))


def make_invoices(seed: int, chunk: int, traits: Traits, orders: Orders, lines: Lines, calendar: Calendar) -> Invoices:
    """One invoice for each completed sale of the ERP to a customer who buys on credit."""
    chance = stream(seed, "invoices", chunk)
    amount = summed(lines.order, lines.net(), len(orders.owner))
    billed = ~orders.cancelled & ~orders.returned & (orders.owner != NOBODY) & (orders.channel != SHOP)
    sold = np.flatnonzero(billed & traits.invoiced[orders.like] & (amount > 0))
    owner, count = orders.owner[sold], len(sold)
    due = orders.day[sold] + TERM_DAYS
    late = np.floor(chance.exponential(1.0, count) * traits.days_late[owner]).astype(np.int64)
    late -= happens(chance, 0.3, count) * chance.integers(0, 8, count)
    never = happens(chance, np.minimum(traits.default[owner], 0.5), count)
    paid_on = np.where(never | (due + late >= calendar.end), -1, np.maximum(due + late, orders.day[sold]))
    partly = (paid_on >= 0) & happens(chance, PARTLY_PAID_SHARE, count)
    part = np.round(amount[sold] * chance.uniform(*PAID_PART, count)).astype(np.int64)
    return Invoices(owner, due, amount[sold], paid_on, np.where(partly, part, -1))
