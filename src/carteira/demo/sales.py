"""Orders and their lines: sales, returns, cancellations and counter sales without a customer."""

from dataclasses import dataclass, replace

import numpy as np

from carteira.demo.calendar import Calendar
from carteira.demo.catalogue import BINS, Products
from carteira.demo.chance import happens, lognormal, rounded_by_chance, stream
from carteira.demo.expectation import LINE_DISCOUNT, RETURN_DAYS
from carteira.demo.life import Life
from carteira.demo.money import half_even
from carteira.demo.rows import Rows
from carteira.demo.text import Bools, Ints
from carteira.demo.traits import Traits
from carteira.demo.world import World

CHANNELS = ("shop", "counter", "seller", "telesales")
SHOP, COUNTER, SELLER, TELESALES = range(4)
QUANTITY_SIGMA = 0.5
NOBODY = -1


@dataclass(frozen=True)
class Orders(Rows):
    """Arrays by order. `owner`: entity, `NOBODY` for an unidentified sale; `like`: the entity whose habits it
    follows."""

    owner: Ints
    like: Ints
    month: Ints
    day: Ints
    second: Ints
    channel: Ints
    cancelled: Bools
    returned: Bools


@dataclass(frozen=True)
class Lines(Rows):
    """Arrays by order line, in the order of orders. Quantities in thousandths, price and discount in cents, tax and
    cost in ten-thousandths; `costed`: the line itself tells its cost."""

    order: Ints
    product: Ints
    quantity: Ints
    price: Ints
    discount: Ints
    tax: Ints
    cost: Ints
    costed: Bools

    def net(self) -> Ints:
        """Cents, rounded half-even once a line."""
        return half_even(self.quantity * self.price - self.discount * 1000, 1000)


def make_sales(
    world: World, seed: int, chunk: int, traits: Traits, life: Life, products: Products, calendar: Calendar
) -> tuple[Orders, Lines]:
    """All orders of a chunk in the order of time, and their lines."""
    chance = stream(seed, "sales", chunk)
    orders = _orders(world, chance, traits, life, calendar)
    lines = _lines(world, chance, traits, orders, products, calendar)
    orders, lines = _with_returns(chance, traits, orders, lines, calendar)
    in_time = np.lexsort((orders.second, orders.day))
    place = np.empty(len(in_time), np.int64)
    place[in_time] = np.arange(len(in_time))
    lines = replace(lines, order=place[lines.order])
    return orders.taken(in_time), lines.taken(np.argsort(lines.order, kind="stable"))


def _orders(world: World, chance: np.random.Generator, traits: Traits, life: Life, calendar: Calendar) -> Orders:
    entities = np.arange(len(traits))
    owner = np.concatenate([np.repeat(entities, month.orders) for month in life.months])
    month = np.repeat(np.arange(len(life.months)), [int(month.orders.sum()) for month in life.months])
    buyers = owner[traits.in_erp[owner]]
    unknown = round(world.company.counter_sales * len(owner)) + 1
    like = np.r_[owner, chance.choice(buyers if len(buyers) else entities, unknown)]
    owner = np.r_[owner, np.full(unknown, NOBODY)]
    month = np.r_[month, chance.integers(0, len(life.months), unknown - 1), len(life.months) - 1]
    count = len(owner)
    shop = (owner != NOBODY) & happens(chance, traits.shop_share[like], count)
    length = np.diff(calendar.starts)[month]
    regular_day = like * 11 % 28
    share = np.where(traits.regular[like], (regular_day / 28 + chance.random(count) * 0.08) % 1.0, chance.random(count))
    day = calendar.starts[month] + np.floor(share * length).astype(np.int64)
    sunday = (day + 3) % 7 == 6
    day = np.maximum(day - (sunday & ~shop), calendar.starts[0])
    day[-1] = calendar.end - 1
    hour = np.where(chance.random(count) < 0.6, traits.hour[like], chance.integers(8, np.where(shop, 23, 18), count))
    visited = traits.in_crm[like] & (chance.random(count) < 0.6)
    by_phone = traits.company[like] & (chance.random(count) < 0.35)
    channel = np.where(
        shop,
        SHOP,
        np.where(owner == NOBODY, COUNTER, np.where(visited, SELLER, np.where(by_phone, TELESALES, COUNTER))),
    )
    return Orders(
        owner=owner,
        like=like,
        month=month,
        day=day,
        second=hour * 3600 + chance.integers(0, 3600, count),
        channel=channel,
        cancelled=happens(chance, world.company.cancelled_share, count) & (np.arange(count) < count - 1),
        returned=np.zeros(count, bool),
    )


def _lines(
    world: World, chance: np.random.Generator, traits: Traits, orders: Orders, products: Products, calendar: Calendar
) -> Lines:
    count = 1 + chance.poisson(traits.lines[orders.like] - 1)
    order = np.repeat(np.arange(len(count)), count)
    like, month = orders.like[order], orders.month[order]
    product = products.drawn[traits.group[like], chance.integers(0, BINS, len(order))]
    further = traits.size[like] * products.size[product] * lognormal(chance, QUANTITY_SIGMA, len(order))
    unit = np.where(products.measured[product] == 1, 10, 1)
    quantity = rounded_by_chance(chance, (1 + further) * unit) * (1000 // unit)
    years = calendar.months_left()[month] / 12
    shape = world.company
    price = np.round(products.price[product] * (1 + shape.price_rise) ** -years).astype(np.int64)
    cost = np.round(products.cost[product] * (1 + shape.cost_rise) ** -years).astype(np.int64)
    share = traits.discount[like] * (1 + shape.discount_rise) ** -years * chance.uniform(*LINE_DISCOUNT, len(order))
    discount = np.round(quantity * price / 1000 * np.minimum(share, 0.6)).astype(np.int64)
    shop = orders.channel[order] == SHOP
    tax = half_even((quantity * price - discount * 1000) * products.tax[product], 100_000)
    tax = np.where(shop, half_even(tax, 100) * 100, tax)
    costed = ~shop & happens(chance, 0.97, len(order))
    return Lines(order, product, quantity, price, discount, tax, np.where(costed, cost, products.cost[product]), costed)


def _with_returns(
    chance: np.random.Generator, traits: Traits, orders: Orders, lines: Lines, calendar: Calendar
) -> tuple[Orders, Lines]:
    """Each returned line becomes an order of its own, some days later."""
    probability = np.where(orders.cancelled, 0.0, traits.returns[orders.like])[lines.order]
    chosen = np.flatnonzero(happens(chance, probability, len(lines.order)))
    day = orders.day[lines.order[chosen]] + chance.integers(*RETURN_DAYS, len(chosen))
    chosen, day = chosen[day < calendar.end], day[day < calendar.end]
    back = orders.taken(lines.order[chosen])
    back = replace(
        back, day=day, month=np.searchsorted(calendar.starts, day, side="right") - 1, returned=np.ones(len(day), bool)
    )
    negative = lines.taken(chosen)
    negative = replace(
        negative,
        order=len(orders.owner) + np.arange(len(chosen)),
        quantity=-negative.quantity,
        discount=-negative.discount,
        tax=-negative.tax,
    )
    return orders.followed_by(back), lines.followed_by(negative)
