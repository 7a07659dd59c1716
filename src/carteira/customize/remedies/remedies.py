"""The remedies, those first that ask least of the customer: what each saves, and what it loses in purchases.

A remedy goes to a level: a share of the way (0 to 1), or of a minimum order its amount. At level k of the way it saves
k S, and loses the share k L of the purchases with what they then bring: C + k S where S falls with purchases, and C
where not. So it brings k S - k L (C + k S), or k S - k L C. A loss of purchases that bring nothing is not counted as a
gain.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from carteira.customize.remedies.assumptions import Assumptions
from carteira.customize.remedies.order_sizes import OrderSizes
from carteira.customize.remedies.year import SCALED, SPENDING, Floats, Year

Columns = Mapping[str, Floats]


@dataclass(frozen=True)
class Cut:
    """What going all the way changes: savings by part of the year (`price`: revenue without a cost), each (N,), and the
    share of purchases lost (N,)."""

    saved: Mapping[str, Floats]
    lost: Floats

    @property
    def total(self) -> Floats:
        return np.asarray(sum(self.saved.values()))

    @property
    def falls_with_purchases(self) -> bool:
        return not set(self.saved) <= set(SPENDING)


class Remedy(ABC):
    """A way to bring customers in order; levels and results (N,)."""

    name: str
    minutes: Floats | float
    """What it saves a year where it goes all the way (N,), of visits and calls."""

    @abstractmethod
    def best(self, year: Year, assumed: Assumptions) -> Floats:
        """The level, as far as it may go, that brings the most; 0 where it brings nothing."""

    @abstractmethod
    def reaching(self, year: Year, need: Floats, assumed: Assumptions) -> Floats:
        """The smallest level that brings `need` > 0, NaN where none does."""

    @abstractmethod
    def after(self, year: Year, level: Floats, assumed: Assumptions) -> Year:
        """The year with the remedy at that level."""

    @abstractmethod
    def terms(self, year: Year, level: Floats) -> tuple[Floats, Floats]:
        """What it means in business: what is today, and what it becomes; see `customer_remedy`."""


@dataclass(frozen=True)
class Share(Remedy):
    """A remedy whose level is a share of the way."""

    name: str
    cut: Callable[[Year, Assumptions], Cut]
    words: Callable[[Year, Floats], tuple[Floats, Floats]]
    minutes: Floats | float = 0.0

    def best(self, year: Year, assumed: Assumptions) -> Floats:
        cut, brings = self.cut(year, assumed), year.contribution
        if not cut.falls_with_purchases:
            return np.where(cut.total > cut.lost * np.maximum(brings, 0.0), 1.0, 0.0)
        saved, lost = np.maximum(cut.total, 1e-9), np.maximum(cut.lost, 1e-12)
        top = np.maximum((saved - lost * brings) / (2 * lost * saved), -brings / saved)
        return np.where(cut.total > 0, np.clip(top, 0.0, 1.0), 0.0)

    def reaching(self, year: Year, need: Floats, assumed: Assumptions) -> Floats:
        cut, brings = self.cut(year, assumed), year.contribution
        linear = cut.total - cut.lost * (brings if cut.falls_with_purchases else np.maximum(brings, 0.0))
        square = cut.lost * cut.total if cut.falls_with_purchases else np.zeros_like(need)
        level = _smaller_root(square, linear, need)
        return np.where(level <= self.best(year, assumed) * (1 + 1e-12), level, np.nan)

    def after(self, year: Year, level: Floats, assumed: Assumptions) -> Year:
        cut = self.cut(year, assumed)
        saved = year.less({part: amount * level for part, amount in cut.saved.items()})
        kept = np.where(saved.contribution > 0, 1 - cut.lost * level, 1.0)
        return saved.scaled(dict.fromkeys(SCALED, kept))

    def terms(self, year: Year, level: Floats) -> tuple[Floats, Floats]:
        return self.words(year, level)


@dataclass(frozen=True)
class MinimumOrder(Remedy):
    """No orders below an amount in minor units: smaller ones are merged, and a share of them is lost."""

    sizes: OrderSizes
    name: str = "minimum_order"
    minutes: Floats | float = 0.0

    def best(self, year: Year, assumed: Assumptions) -> Floats:
        return self.sizes.best(*self._per_order(year, assumed), self._most(assumed))

    def reaching(self, year: Year, need: Floats, assumed: Assumptions) -> Floats:
        return self.sizes.reaching(need, *self._per_order(year, assumed), self.best(year, assumed))

    def after(self, year: Year, level: Floats, assumed: Assumptions) -> Year:
        saved, amount = self.sizes.below(level)
        kept = np.where(_before_orders(year) > 0, 1 - assumed["merged_lost"] * amount, 1.0)
        shares = dict.fromkeys(SCALED, kept)
        return year.scaled({**shares, "per_order": 1 - saved, "delivery": 1 - saved})

    def terms(self, year: Year, level: Floats) -> tuple[Floats, Floats]:
        return self.sizes.total / np.maximum(self.sizes.count, 1), level

    def _per_order(self, year: Year, assumed: Assumptions) -> tuple[Floats, Floats]:
        """What an order costs beside its amount, and what is lost with all of the amounts."""
        costs = year["per_order"] + year["delivery"]
        lost = assumed["merged_lost"] * np.maximum(_before_orders(year), 0.0)
        return costs / np.maximum(self.sizes.count, 1), lost

    def _most(self, assumed: Assumptions) -> Floats:
        return assumed["minimum_order_times"] * self.sizes.total / np.maximum(self.sizes.count, 1)


def _before_orders(year: Year) -> Floats:
    return year.contribution + year["per_order"] + year["delivery"]


def _smaller_root(square: Floats, linear: Floats, need: Floats) -> Floats:
    """The smaller k with linear k - square k^2 = need, written so that it holds for square = 0; NaN where none."""
    inside = linear**2 - 4 * square * need
    divisor = linear + np.sqrt(np.maximum(inside, 0.0))
    found = (inside >= 0) & (divisor > 0)
    return np.where(found, 2 * need / np.where(found, divisor, 1.0), np.nan)


def remedies(columns: Columns, sizes: OrderSizes, assumed: Assumptions) -> tuple[Remedy, ...]:
    """Those for customers with these columns of `remedy_inputs`, in the order in which they ask more of the customer.

    `assumed` says how far each may go; what it saves and loses there is asked again at each use.
    """
    everybody = np.ones(len(sizes.count))
    called = columns["call_count"] * columns["call_minutes"]
    over_usual = np.maximum(columns["discounts"] - columns["usual_discount"] * columns["gross_sales"], 0.0)
    return (
        late_payment("collection", assumed["collected"], "collected", "collection_lost"),
        spending("campaigns", ("campaigns",), "campaigns_lost"),
        calls_to_web(columns, assumed["calls_replaced"]),
        visits_to_calls(columns, everybody * assumed["visits_replaced"]),
        charged("charged_service", "services", everybody * assumed["service_charged"], "service_lost", columns),
        less_discount(columns, over_usual),
        charged("charged_delivery", "delivery", everybody * assumed["delivery_charged"], "delivery_lost", columns),
        MinimumOrder(sizes),
        dearer(assumed["price_rise"]),
        late_payment("prepayment", assumed["prepaid"], "prepaid", "prepayment_lost"),
        spending("stop_spending", SPENDING, "stop_lost", columns["visit_minutes"] + called),
    )


def late_payment(name: str, avoided: float, saved: str, lost: str) -> Remedy:
    """Terms: what waiting for the money and losing it costs a year, before and after."""

    def cut(year: Year, assumed: Assumptions) -> Cut:
        late = np.maximum(year["late"], 0.0)
        return Cut({"late": assumed[saved] * late}, np.where(late > 0, assumed[lost], 0.0))

    return Share(name, cut, lambda year, level: _reduced(year["late"], avoided * level))


def spending(name: str, parts: tuple[str, ...], lost: str, minutes: Floats | float = 0.0) -> Remedy:
    """What we spend on the customer a year, before and after."""

    def cut(year: Year, assumed: Assumptions) -> Cut:
        saved = {part: np.maximum(year[part], 0.0) for part in parts}
        return Cut(saved, np.full(len(year.profit), assumed[lost]))

    return Share(name, cut, lambda year, level: _reduced(np.asarray(sum(year[part] for part in parts)), level), minutes)


def calls_to_web(columns: Columns, most: float) -> Remedy:
    """The web in the place of calls: calls a year, before and after. `most`: the largest share replaced."""

    def cut(year: Year, assumed: Assumptions) -> Cut:
        return Cut(
            {"calls": most * np.maximum(year["calls"], 0.0)}, np.full(len(year.profit), assumed["calls_lost"] * most)
        )

    minutes = most * columns["call_count"] * columns["call_minutes"]
    return Share("calls_to_web", cut, lambda year, level: _reduced(columns["call_count"], most * level), minutes)


def visits_to_calls(columns: Columns, most: Floats) -> Remedy:
    """Calls in the place of visits: visits a year, before and after. `most` (N,): the largest share replaced."""
    visits = columns["visit_count"]

    def cut(year: Year, assumed: Assumptions) -> Cut:
        saved = np.maximum(year["visits"] - columns["call_cost"] * visits, 0.0)
        return Cut({"visits": most * saved}, assumed["visits_lost"] * most)

    minutes = most * np.maximum(columns["visit_minutes"] - columns["call_minutes"] * visits, 0.0)
    return Share("visits_to_calls", cut, lambda year, level: _reduced(visits, most * level), minutes)


def less_discount(columns: Columns, amount: Floats) -> Remedy:
    """The rate of discount, before and after. `amount` (N,): how much less a year at most, before tax."""
    gross, given = np.maximum(columns["gross_sales"], 1.0), columns["discounts"]
    rise = amount / np.maximum(gross - given, 1.0)

    def cut(year: Year, assumed: Assumptions) -> Cut:
        lost = np.minimum(assumed["elasticity"] * rise, 1.0)
        return Cut({"price": rise * np.maximum(year["revenue"], 0.0)}, lost)

    return Share("discounts", cut, lambda year, level: (given / gross, (given - level * amount) / gross))


def dearer(most: float) -> Remedy:
    """The rise of prices as a share, 0 before."""

    def cut(year: Year, assumed: Assumptions) -> Cut:
        earned = np.maximum(year["revenue"], 0.0)
        return Cut({"price": most * earned}, np.full(len(earned), min(assumed["elasticity"] * most, 1.0)))

    return Share("price", cut, lambda year, level: (np.zeros_like(level), most * level))


def charged(name: str, part: str, most: Floats, lost: str, columns: Columns) -> Remedy:
    """What deliveries or services cost us for each order, before and after. `most` (N,): the largest share charged."""
    of_order = columns[part] / np.maximum(columns["order_count"], 1.0)

    def cut(year: Year, assumed: Assumptions) -> Cut:
        cost = np.maximum(year[part], 0.0)
        return Cut({part: most * cost}, np.where(cost > 0, assumed[lost] * most, 0.0))

    return Share(name, cut, lambda year, level: _reduced(of_order, most * level))


def _reduced(now: Floats, share: Floats) -> tuple[Floats, Floats]:
    return now, now * (1 - share)
