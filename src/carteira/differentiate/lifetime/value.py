"""Lifetime value of every customer: net present value of the contribution to come, less the cost of serving."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from carteira.differentiate.lifetime.beta_geo import alive
from carteira.differentiate.lifetime.choice import DAYS_PER_YEAR, FEWEST_REPEATERS, Choice, Diagnostic, choose
from carteira.differentiate.lifetime.future import Future, expected_future
from carteira.differentiate.lifetime.grouping import cells
from carteira.differentiate.lifetime.inputs import Codes, Histories, Vector, histories, horizon_of
from carteira.differentiate.lifetime.interval import Prospect, interval
from carteira.differentiate.lifetime.margin import Margin, ServiceCost, service_cost, shrunken_margin
from carteira.differentiate.lifetime.trend import NO_TREND, Purchases, Trend, contribution_trend, restated
from carteira.errors import CarteiraError

SERVICE_WINDOW_DAYS = 365.0
QUARTER_DAYS = 91.0
PURCHASES = (
    "purchases", "contribution", "contribution_squares", "spend", "days_ago", "days_ago_squares",
    "contribution_by_days_ago",
)  # fmt: skip
MEASURES = {
    "probability_alive": pa.float64(),
    "expected_purchases": pa.float64(),
    "purchases_in_quarter": pa.float64(),
    "lasting_share": pa.float64(),
    "discounted_purchases": pa.float64(),
    "discounted_years": pa.float64(),
    "expected_margin": pa.int64(),
    "service_cost_per_year": pa.int64(),
    "lifetime_value": pa.int64(),
    "lifetime_value_low": pa.int64(),
    "lifetime_value_high": pa.int64(),
}


class LifetimeResult(NamedTuple):
    """`table`: one row per customer asked for, in that order; `diagnostics`: one row per fitted number."""

    table: pa.Table
    diagnostics: pa.Table


class Outlook(NamedTuple):
    """Per customer: the chance of still being there, the contribution of a purchase, the cost of a year."""

    alive: Vector
    margin: Margin
    cost: ServiceCost


class Terms(NamedTuple):
    """Continuous discounting at the yearly rate over a horizon, in days."""

    horizon: float
    discount: float

    @property
    def whole_years(self) -> float:
        """The discounted years of a customer who stays throughout."""
        if self.discount == 0:
            return self.horizon / DAYS_PER_YEAR
        return float(-np.expm1(-self.discount * self.horizon)) / self.discount / DAYS_PER_YEAR


def customer_lifetime(
    history: pa.Table, customers: pa.Array, *, discount_rate: float, horizon_years: float
) -> LifetimeResult:
    """Net present value, per customer, of the contribution to come less the recurring cost of serving while alive.

    `history` is `purchase_history` (a row per customer with a purchase: customer_id, purchases, repeat_purchases,
    recency_days, age_days, contribution, contribution_squares, spend, days_ago, days_ago_squares,
    contribution_by_days_ago, service_cost, service_days); `customers` the int64 ids to answer for; `discount_rate`
    yearly (0.12 = 12 %). Money is in minor units, whole in the result. Customers without history get zeros and the
    model "none". Raises CarteiraError for contradictory histories, rate or horizon.
    """
    terms = _terms(discount_rate, horizon_years)
    ids = history["customer_id"]
    if len(pc.unique(ids)) < len(ids):
        raise CarteiraError("lifetime_customer_twice")
    rows = histories(*(_column(history, name) for name in ("repeat_purchases", "recency_days", "age_days")))
    choice = choose(rows)
    seen = Purchases(*(_column(history, name) for name in PURCHASES))
    trend = contribution_trend(seen) if (seen.number > 1).sum() >= FEWEST_REPEATERS else NO_TREND
    margin = shrunken_margin(seen.number, *restated(seen, trend))
    chance = alive(choice.parameters, rows)
    share = np.minimum(_column(history, "service_days") / SERVICE_WINDOW_DAYS, 1.0)
    cost = service_cost(_column(history, "service_cost"), share, chance)
    measures = _measures(rows, choice, Outlook(chance, margin, cost), terms)
    said = [
        *choice.diagnostics,
        Diagnostic("margin", "mean", margin.book, True, False, ""),
        Diagnostic("margin", "credibility", margin.credibility, True, False, ""),
        *(Diagnostic("margin_trend", *number, True, False, "") for number in _yearly(trend).items()),
        Diagnostic("service_cost", "mean", cost.book, True, False, ""),
    ]
    columns = {name: pa.array(values) for name, values in zip(Diagnostic._fields, zip(*said, strict=True), strict=True)}
    return LifetimeResult(_table(customers, ids, measures, choice.model), pa.table(columns))


def _terms(discount_rate: float, horizon_years: float) -> Terms:
    if not (np.isfinite(discount_rate) and discount_rate > -1):
        raise CarteiraError("lifetime_discount_rate_invalid", rate=discount_rate)
    return Terms(horizon_of(horizon_years) * DAYS_PER_YEAR, float(np.log1p(discount_rate)) / DAYS_PER_YEAR)


def _yearly(trend: Trend) -> dict[str, float]:
    return {
        "slope_per_year": trend.slope * DAYS_PER_YEAR,
        "standard_error": trend.error * DAYS_PER_YEAR,
        "weight": trend.weight,
    }


def _measures(rows: Histories, choice: Choice, outlook: Outlook, terms: Terms) -> dict[str, Vector]:
    found = cells(rows.frequency, rows.age)
    future = expected_future(choice.parameters, rows.frequency[found.first], rows.age[found.first], *terms)
    soon = expected_future(choice.parameters, rows.frequency[found.first], rows.age[found.first], QUARTER_DAYS)
    value = outlook.alive * (
        outlook.margin.expected * future.discounted_purchases[found.codes]
        - outlook.cost.expected * future.discounted_time[found.codes] / DAYS_PER_YEAR
    )
    prospect = _prospect(rows, choice, outlook, future, found.codes, terms)
    low, high = interval(prospect, choice.parameters.a, terms.whole_years)
    return {
        "probability_alive": outlook.alive,
        "expected_purchases": outlook.alive * future.purchases[found.codes],
        "purchases_in_quarter": outlook.alive * soon.purchases[found.codes],
        "lasting_share": _lasting_share(future)[found.codes],
        "discounted_purchases": outlook.alive * future.discounted_purchases[found.codes],
        "discounted_years": outlook.alive * future.discounted_time[found.codes] / DAYS_PER_YEAR,
        "expected_margin": outlook.margin.expected,
        "service_cost_per_year": outlook.cost.expected,
        "lifetime_value": value,
        "lifetime_value_low": np.minimum(low, value),
        "lifetime_value_high": np.maximum(high, value),
    }


def _lasting_share(future: Future) -> Vector:
    """What of one purchase more remains at the horizon's end: 1 - (1 - still alive) x discount of later purchases.

    After every purchase the customer may leave with chance p, so a purchase more also takes p times all later ones,
    and p times the expected purchases of who buys at some rate until leaving is the chance of having left by then.
    """
    bought = future.purchases > 0
    kept = np.divide(future.discounted_purchases, future.purchases, out=np.ones_like(future.purchases), where=bought)
    return np.asarray(1 - (1 - future.still_alive) * kept)


def _prospect(
    rows: Histories, choice: Choice, outlook: Outlook, future: Future, codes: Codes, terms: Terms
) -> Prospect:
    r, alpha, _, b = choice.parameters
    bought, leaving = future.purchases > 0, 1 - future.still_alive
    discount = np.divide(future.discounted_purchases, future.purchases, out=np.ones_like(leaving), where=bought)
    left = future.discounted_time / DAYS_PER_YEAR - terms.whole_years * future.still_alive
    left = np.divide(left, leaving, out=np.full_like(leaving, terms.whole_years), where=leaving > 1e-9)
    return Prospect(
        alive=outlook.alive,
        shape=r + rows.frequency,
        chance=terms.horizon / (alpha + rows.age + terms.horizon),
        stays=b + rows.frequency,
        discount=discount[codes],
        time_left=left[codes],
        margin=outlook.margin.expected,
        uncertainty=outlook.margin.uncertainty,
        variation=outlook.margin.variation,
        cost=outlook.cost.expected,
        cost_uncertainty=outlook.cost.uncertainty,
    )


def _table(customers: pa.Array, ids: pa.ChunkedArray, measures: dict[str, Vector], model: str) -> pa.Table:
    """Answers in the order asked, zeros for those without history."""
    where = pc.index_in(customers, value_set=ids.combine_chunks())
    columns = {"customer_id": customers}
    for name, kind in MEASURES.items():
        values = measures[name] if kind == pa.float64() else np.rint(measures[name]).astype(np.int64)
        columns[name] = pc.fill_null(pa.array(values, kind).take(where), pa.scalar(0, kind))
    columns["model"] = pc.if_else(pc.is_valid(where), model, "none")
    return pa.table(columns)


def _column(table: pa.Table, name: str) -> Vector:
    return np.asarray(pc.cast(table[name], pa.float64()).to_numpy(), dtype=np.float64)
