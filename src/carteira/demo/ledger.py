"""True profit: every event of the history charged to the customer that caused it, in whole cents.

Written apart from Carteira's own profit models, from the same definitions (docs/algorithms/profit.md), so that each
can prove the other.
"""

from dataclasses import dataclass

import numpy as np

from carteira.demo.calendar import CURRENT, PERIODS, Calendar
from carteira.demo.campaigns import Treated
from carteira.demo.costs import ACTIVITIES, Costs, Invoices
from carteira.demo.money import half_even
from carteira.demo.sales import Lines, Orders
from carteira.demo.service import CHANNELS, Cases, Contacts
from carteira.demo.text import Ints
from carteira.demo.world import World, months_before

STEPS = (
    "gross_sales", "discounts", "returns", "taxes", "revenue", "product_cost", "gross_margin", "visits", "calls",
    "messages", "cases", "treatments", "activities", "orders", "financing", "bad_debt", "cost_to_serve", "profit",
)  # fmt: skip
FINANCING_PERCENT = 24
BAD_DEBT_PERCENT = ((90, 50), (180, 100))
"""Days overdue that must be exceeded, and the share of what is owed then, in percent: the book's defaults."""
YEAR_DAYS = 365
STEP_OF_CHANNEL = {"visit": "visits", "call": "calls", "chat": "messages", "email": "messages", "message": "messages"}


@dataclass(frozen=True)
class RateTable:
    """Rates of a world by day, in ten-thousandths."""

    rates: list[tuple[str, str, int, int]]

    def on(self, activity: str, unit: str, day: Ints) -> Ints:
        """The rate in force on each day: that of the latest start; 0 where there is none."""
        force = np.zeros(len(day), np.int64)
        for name, rate_unit, start, rate in self.rates:
            if name == activity and rate_unit == unit:
                force = np.where(day >= start, rate, force)
        return force

    def activities(self, unit: str) -> list[str]:
        return sorted({activity for activity, rate_unit, _, _ in self.rates if rate_unit == unit})


def rate_table(world: World, calendar: Calendar) -> RateTable:
    """The world's rates, earliest first."""
    epoch = np.datetime64("1970-01-01", "D")
    rows = []
    for rate in world.rates:
        start = -(10**6)
        if rate.since is not None:
            start = int((np.datetime64(months_before(calendar.as_of, rate.since)) - epoch).astype(int))
        rows.append((rate.activity, rate.unit, start, round(rate.rate * 10_000)))
    return RateTable(sorted(rows, key=lambda row: row[2]))


class Ledger:
    """Amounts in cents by step, period and customer; the last place is for what no customer caused."""

    def __init__(self, customers: int, calendar: Calendar) -> None:
        self.calendar = calendar
        self.customers = customers
        self.amounts = np.zeros((len(STEPS), PERIODS, customers + 1), np.int64)

    def add(self, step: str, owner: Ints, day: Ints, amount: Ints) -> None:
        """Charges each amount to its owner (-1: nobody) in the period of its day."""
        self.add_in_period(step, owner, self.calendar.period(day), amount)

    def add_in_period(self, step: str, owner: Ints, period: Ints, amount: Ints) -> None:
        known = period >= 0
        place = np.where(owner < 0, self.customers, owner)[known] + period[known] * (self.customers + 1)
        sums = np.bincount(place, weights=amount[known], minlength=PERIODS * (self.customers + 1))
        self.amounts[STEPS.index(step)] += sums.astype(np.int64).reshape(PERIODS, -1)

    def __getitem__(self, step: str) -> Ints:
        """(periods, customers + 1)"""
        return np.asarray(self.amounts[STEPS.index(step)])

    def close(self) -> None:
        """Fills the steps that follow from others."""
        put = self.amounts
        index = {step: place for place, step in enumerate(STEPS)}
        put[index["revenue"]] = self["gross_sales"] - self["discounts"] - self["returns"] - self["taxes"]
        put[index["gross_margin"]] = self["revenue"] - self["product_cost"]
        put[index["cost_to_serve"]] = put[index["visits"] : index["bad_debt"] + 1].sum(axis=0)
        put[index["profit"]] = self["gross_margin"] - self["cost_to_serve"]

    def of(self, step: str, period: int = CURRENT) -> Ints:
        """(customers,): what a step came to for each customer."""
        return np.asarray(self[step][period, :-1])


def charge_sales(ledger: Ledger, rates: RateTable, orders: Orders, lines: Lines) -> None:
    """Revenue, product cost, and the rates by order, line and percent of revenue."""
    kept = ~orders.cancelled[lines.order]
    lines = lines.taken(np.flatnonzero(kept))
    owner, day = orders.owner[lines.order], orders.day[lines.order]
    net, discount, tax = lines.net(), lines.discount, half_even(lines.tax, 100)
    sale = lines.quantity >= 0
    none = np.zeros_like(net)
    ledger.add("gross_sales", owner, day, np.where(sale, net + discount, none))
    ledger.add("discounts", owner, day, np.where(sale, discount, none))
    ledger.add("returns", owner, day, np.where(sale, none, -net))
    ledger.add("taxes", owner, day, tax)
    ledger.add("product_cost", owner, day, half_even(lines.quantity * lines.cost, 100_000))
    revenue = np.where(sale, net - tax, none)
    for activity in rates.activities("percent_of_revenue"):
        percent = rates.on(activity, "percent_of_revenue", day)
        ledger.add("orders", owner, day, half_even(revenue * percent, 1_000_000))
    for activity in rates.activities("line"):
        ledger.add("orders", owner, day, np.where(sale, half_even(rates.on(activity, "line", day), 100), none))
    sold = np.flatnonzero(~orders.cancelled & ~orders.returned)
    for activity in rates.activities("order"):
        fee = half_even(rates.on(activity, "order", orders.day[sold]), 100)
        ledger.add("orders", orders.owner[sold], orders.day[sold], fee)


def by_rates(rates: RateTable, activity: str, day: Ints, minutes: Ints) -> Ints:
    """Cents by the minute's and the event's rate together, rounded once; minutes in tenths."""
    exact = rates.on(activity, "minute", day) * minutes + rates.on(activity, "event", day) * 10
    return half_even(exact, 1000)


def charge_contacts(ledger: Ledger, rates: RateTable, contacts: Contacts) -> None:
    """Interactions: their own cost, else their rates."""
    for number, channel in enumerate(CHANNELS):
        chosen = contacts.taken(np.flatnonzero(contacts.channel == number))
        amount = np.where(chosen.cost >= 0, chosen.cost, by_rates(rates, channel, chosen.day, chosen.minutes))
        ledger.add(STEP_OF_CHANNEL[channel], chosen.owner, chosen.day, amount)


def charge_costs(ledger: Ledger, rates: RateTable, costs: Costs) -> None:
    """Costs: their own amount, else their rates."""
    for number, activity in enumerate(ACTIVITIES):
        chosen = costs.taken(np.flatnonzero(costs.activity == number))
        amount = np.where(chosen.amount >= 0, chosen.amount, by_rates(rates, activity, chosen.day, chosen.minutes))
        ledger.add("activities", chosen.owner, chosen.day, amount)


def charge_cases(ledger: Ledger, cases: Cases) -> None:
    """Compensation, on the day the case was opened."""
    ledger.add("cases", cases.owner, cases.day, cases.compensation)


def charge_treatments(ledger: Ledger, treated: Treated) -> None:
    """What campaigns cost for those they treated."""
    ledger.add("treatments", treated.owner, treated.day, treated.cost)


def charge_invoices(ledger: Ledger, invoices: Invoices) -> None:
    """Financing of overdue days, and the change of what must be provided for bad debt, in each period."""
    bounds = ledger.calendar.bounds
    settled = np.where(invoices.paid_on >= 0, invoices.paid_on, bounds[-1])
    part = np.where(invoices.paid_on < 0, 0, np.where(invoices.paid >= 0, invoices.paid, invoices.amount))
    rest = invoices.amount - part
    for period in range(PERIODS):
        start, end = bounds[period], bounds[period + 1]
        days_part = np.maximum(np.minimum(settled, end) - np.maximum(invoices.due, start), 0)
        days_rest = np.maximum(end - np.maximum(invoices.due, start), 0)
        financing = half_even((days_part * part + days_rest * rest) * FINANCING_PERCENT, 100 * YEAR_DAYS)
        provided = _provision(invoices, settled, part, end) - _provision(invoices, settled, part, start)
        here = np.full(len(financing), period)
        ledger.add_in_period("financing", invoices.owner, here, financing)
        ledger.add_in_period("bad_debt", invoices.owner, here, provided)


def _provision(invoices: Invoices, settled: Ints, part: Ints, day: int) -> Ints:
    """Cents to provide on a day, by the days overdue of what is owed then."""
    owed = np.where((invoices.paid_on >= 0) & (settled < day), invoices.amount - part, invoices.amount)
    percent = np.zeros(len(owed), np.int64)
    for threshold, share in BAD_DEBT_PERCENT:
        percent = np.where(day - invoices.due > threshold, share, percent)
    return half_even(owed * percent, 100)
