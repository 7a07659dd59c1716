"""What an order is worth on average, by the hidden traits: the means that the simulation draws around."""

import math
from dataclasses import dataclass

import numpy as np

from carteira.demo.catalogue import Products
from carteira.demo.text import Floats
from carteira.demo.traits import Traits
from carteira.demo.world import World

RETURN_DAYS = (3, 21)
FINANCING_RATE = 0.24
CHAT_SHARE = 0.15
"""Of the contacts that customers begin with the call centre."""
PARTLY_PAID_SHARE = 0.015
PAID_PART = (0.3, 0.9)
UNPAID_FINANCING = 1.5 * FINANCING_RATE
"""What never is paid is financed for half of the three years on average."""
LINE_DISCOUNT = (0.5, 1.5)
"""A line's discount is the customer's own times a factor between these two."""


@dataclass(frozen=True)
class Expectation:
    """Means at as_of, in reais, arrays by entity, cancelled orders counted as nothing. `gross`: an order before
    discounts and returns; `revenue`, `contribution`: of an order, after returns, taxes and (contribution) product
    cost; `order_cost`: what an order causes (handling, picking, fees, delivery, returns, problems); `late_cost`: its
    financing and bad debt; `visit_cost`, `call_cost`: of one."""

    gross: Floats
    revenue: Floats
    contribution: Floats
    order_cost: Floats
    late_cost: Floats
    visit_cost: float
    call_cost: float

    @property
    def margin(self) -> Floats:
        """Of an order, after all that it causes."""
        return self.contribution - self.order_cost - self.late_cost


def rate_now(world: World, activity: str, unit: str) -> float:
    """The rate in force at as_of, 0 where there is none."""
    known = [rate for rate in world.rates if rate.activity == activity and rate.unit == unit]
    return min(known, key=lambda rate: math.inf if rate.since is None else rate.since).rate if known else 0.0


def sum_of_rates(world: World, unit: str) -> float:
    """The rates in force at as_of of all activities of a unit."""
    return sum(
        rate_now(world, activity, unit)
        for activity in sorted({rate.activity for rate in world.rates if rate.unit == unit})
    )


def expect(
    world: World,
    products: Products,
    traits: Traits,
    discount: Floats | float = 1.0,
    basket: Floats | float = 1.0,
    delivery: float = 1.0,
    late: float = 1.0,
) -> Expectation:
    """Means of an order for every customer, with the discount, lines, delivery cost and lateness multiplied as
    given."""
    price, cost, net_tax, by_size = products.price / 100, products.cost / 10_000, products.tax / 10_000, products.size
    table = products.drawn

    def per_line(values: Floats) -> Floats:
        """Mean of values x quantity: (N,)"""
        first = values[table].mean(axis=1)[traits.group]
        further = (values * by_size)[table].mean(axis=1)[traits.group]
        return np.asarray(first + traits.size * further)

    share = np.minimum(traits.discount * discount, 0.6)
    lines = np.maximum(traits.lines * basket, 1.0) * (1 - world.company.cancelled_share)
    kept = lines * (1 - traits.returns)
    gross = per_line(price) * lines
    net = per_line(price) * (1 - share) * kept
    revenue = per_line(price * (1 - net_tax)) * (1 - share) * kept
    contribution = revenue - per_line(cost) * kept
    fees = sum_of_rates(world, "percent_of_revenue") / 100
    handling = (
        rate_now(world, "return_handling", "event")
        + rate_now(world, "return_handling", "minute") * world.service.return_minutes
    )
    sold = per_line(price * (1 - net_tax)) * (1 - share) * lines
    delivered = traits.delivered * traits.distance * world.service.delivery * delivery
    compensated = traits.in_call * traits.problems * world.satisfaction.reported_share * world.satisfaction.compensation
    completed = 1 - world.company.cancelled_share
    order_cost = (
        sum_of_rates(world, "order") * completed
        + sum_of_rates(world, "line") * lines
        + fees * sold
        + delivered * completed
        + traits.returns * lines * handling
        + compensated * gross * (1 - share)
        + traits.in_crm
        * (1 - traits.shop_share)
        * world.service.messages_per_order
        * rate_now(world, "message", "event")
    )
    invoiced = traits.invoiced * (1 - traits.shop_share)
    risk = (np.minimum(traits.default, 0.5) + PARTLY_PAID_SHARE * (1 - np.mean(PAID_PART))) * late
    late_cost = invoiced * net * (traits.days_late * late * FINANCING_RATE / 365 + risk * (1 + UNPAID_FINANCING))
    service = world.service
    visit_cost = (
        rate_now(world, "visit", "minute") * service.visit_minutes
        + rate_now(world, "visit", "event")
        + service.emails_per_visit * rate_now(world, "email", "event")
    )
    per_minute = rate_now(world, "call", "minute") * (1 - CHAT_SHARE) + rate_now(world, "chat", "minute") * CHAT_SHARE
    call_cost = per_minute * service.call_minutes
    return Expectation(gross, revenue, contribution, order_cost, late_cost, visit_cost, call_cost)
