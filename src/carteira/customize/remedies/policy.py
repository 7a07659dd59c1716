"""What terms bring that are set for every customer who costs more than it brings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from carteira.customize.remedies.order_sizes import OrderSizes, order_sizes
from carteira.customize.remedies.remedies import (
    Columns,
    MinimumOrder,
    Remedy,
    charged,
    dearer,
    less_discount,
    visits_to_calls,
)
from carteira.customize.remedies.trial import Assumed, Trial, Years, assumed_of, tried
from carteira.customize.remedies.year import Floats, floats, year_of

TERMS = ("visits", "discount", "delivery_below", "minimum_order", "price")


@dataclass(frozen=True)
class Terms:
    """What is set for all, None: as it is. visits: at most so many a year; discount: at most this rate; delivery_below,
    minimum_order: order amounts in minor units, under which delivery is charged and no order is taken; price: rise."""

    visits: float | None = None
    discount: float | None = None
    delivery_below: float | None = None
    minimum_order: float | None = None
    price: float | None = None


@dataclass(frozen=True)
class Part:
    """What one of the terms adds to those before it; `customers` whom it touches. Money in minor units a year."""

    term: str
    customers: int
    gain: int
    gain_low: int
    gain_high: int


@dataclass(frozen=True)
class Effect:
    """What the terms do together. losing: customers who cost more than they bring, and their loss; customers: those
    whom the terms touch; at_zero: of the losing, those who then are at zero or above; worse: those who then cost more.
    """

    losing: int
    loss: int
    customers: int
    gain: int
    gain_low: int
    gain_high: int
    revenue_lost: int
    at_zero: int
    worse: int
    parts: tuple[Part, ...]


def effect_of(inputs: pa.Table, orders: pa.Table, terms: Terms, assumptions: Mapping[str, Any]) -> Effect:
    """The effect of the terms on the customers of `inputs` (`remedy_inputs`) with a loss; `orders`: `remedy_orders`;
    `assumptions`: as the setting `remedies`. The terms act one on top of the other, in the order of TERMS."""
    inputs = inputs.filter(pa.array(np.less(floats(inputs)["profit"], 0.0)))
    columns, assumed = floats(inputs), assumed_of(assumptions)
    year = year_of(columns)
    years: Years = (year, year, year)
    touched = np.zeros(len(inputs), np.bool_)
    parts = []
    for term, remedy, level in _acting(columns, order_sizes(orders, inputs), terms, assumed):
        trial, years = tried(remedy, years, level, assumed)
        touched |= trial.gain != 0
        parts.append(_part(term, trial))
    careful, likely, hopeful = (later.profit - year.profit for later in years)
    return Effect(
        losing=len(inputs),
        loss=_whole(-year.profit),
        customers=int(touched.sum()),
        gain=_whole(likely),
        gain_low=_whole(np.minimum(careful, likely)),
        gain_high=_whole(np.maximum(hopeful, likely)),
        revenue_lost=_whole(year["revenue"] * (1 - years[1]["kept"])),
        at_zero=int((years[1].profit >= -0.5).sum()),
        worse=int((likely < -0.5).sum()),
        parts=tuple(parts),
    )


def _acting(columns: Columns, sizes: OrderSizes, terms: Terms, assumed: Assumed) -> list[tuple[str, Remedy, Floats]]:
    """The terms that are set, each as a remedy and the level (N,) at which it acts."""
    all_the_way = np.ones(len(sizes.count))
    found: list[tuple[str, Remedy, Floats]] = []
    if terms.visits is not None:
        most = np.maximum(1 - terms.visits / np.maximum(columns["visit_count"], 1e-9), 0.0)
        found.append(("visits", visits_to_calls(columns, most), all_the_way))
    if terms.discount is not None:
        over = np.maximum(columns["discounts"] - terms.discount * columns["gross_sales"], 0.0)
        found.append(("discount", less_discount(columns, over), all_the_way))
    if terms.delivery_below is not None:
        most = assumed[1]["delivery_charged"] * sizes.share_below(terms.delivery_below)
        found.append(
            ("delivery_below", charged("charged_delivery", "delivery", most, "delivery_lost", columns), all_the_way)
        )
    if terms.minimum_order is not None:
        found.append(("minimum_order", MinimumOrder(sizes), all_the_way * terms.minimum_order))
    if terms.price is not None:
        found.append(("price", dearer(terms.price), all_the_way))
    return found


def _part(term: str, trial: Trial) -> Part:
    return Part(term, int((trial.gain != 0).sum()), _whole(trial.gain), _whole(trial.low), _whole(trial.high))


def _whole(amounts: Floats) -> int:
    return int(np.rint(amounts.sum()))
