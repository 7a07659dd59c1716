"""How purchases answer to the price, by segment: from the same customers who once paid more and once less."""

from datetime import date
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.stats import norm

from carteira.customize.estimate import LEVEL
from carteira.customize.pricing.occasions import Strata, strata_of
from carteira.customize.pricing.pooling import Pooled, common_mean, pooled
from carteira.customize.pricing.reading import Segments, known, segments_of
from carteira.differentiate.peers import Floats, Integers

ENOUGH_CUSTOMERS = 30
"""Customers who came back after different prices, below which a group says nothing of its own."""
LARGEST_ERROR = 0.5
"""A group whose elasticity is less sure than this is said to be not known: it could be sensitive or not."""
LARGEST_STEP, MOST_STEPS, PRECISION = 1.0, 50, 1e-9
REACH = float(norm.ppf((1 + LEVEL) / 2))
LEAST_INFORMATION = 1e-9
"""Below it prices differ by nothing but rounding."""


class Fitted(NamedTuple):
    """Per group: elasticity, its standard error (infinite where too few customers tell), and how many did."""

    value: Floats
    error: Floats
    customers: Integers


def price_elasticity(occasions: pa.Table, customers: pa.Table, as_of: date) -> pa.Table:
    """How purchases answer to the price: the table `price_elasticity`.

    One row for the whole book (kind null), one for each kind of customer and needs segment (category null), and one for
    each product category within these. elasticity: by how many percent the rate of purchases changes where the price is
    1 % higher (-2: 2 % fewer), with an interval of 90 %; null where it is not known: where even with what is known of
    wider groups its standard error exceeds 0.5. own_weight: the part (0 to 1) that the group's own data have in it;
    basis: own where that is half or more, else segment or book. customers: who bought again after different prices,
    on whom the group's own data rest.

    `occasions`: `price_occasions`, those before `as_of`; `customers`: `price_customers`. Each customer is compared with
    itself: see `carteira.customize.pricing.occasions` for what is compared and `fitted` for the formula.
    """
    segments = segments_of(customers)
    strata = strata_of(occasions, segments, as_of)
    count, categories = segments.table.num_rows, len(strata.categories) + 1
    cells, cell = np.unique(strata.segment * categories + strata.category, return_inverse=True)
    of_cell = cells // categories
    own = fitted(strata, strata.segment, count)
    mean, error = common_mean(own.value, own.error)
    by_segment = pooled(own.value, own.error, np.full(count, mean), np.full(count, error))
    inner = fitted(strata, cell.astype(np.int64), len(cells))
    by_cell = pooled(inner.value, inner.error, by_segment.value[of_cell], by_segment.error[of_cell])
    names = _names(strata, cells % categories)
    book = Pooled(np.array([mean]), np.array([error]), np.array([float(np.isfinite(error))]))
    return pa.concat_tables(
        [
            _rows(book, own.customers.sum(keepdims=True), segments, np.array([-1]), None, "book"),
            _rows(by_segment, own.customers, segments, np.arange(count), None, "book"),
            _rows(by_cell, inner.customers, segments, of_cell, names, "segment").filter(pc.is_valid(names)),
        ]
    )


def fitted(strata: Strata, group: Integers, groups: int) -> Fitted:
    """The elasticity of each group of strata; `group` (strata,) numbers them from 0.

    Within a stratum (a customer and a category) the rate of purchases is a constant of its own x price^elasticity: a
    Poisson process with fixed effects (Hausman, Hall and Griliches 1984), whose likelihood without the constants is
    sum over strata of e sum of x - D log(sum of t exp(e x)), with D returns t days after relative log prices x.
    Newton's method finds e; the error is the larger of the model's and of that by customers (sandwich).
    """
    value = np.zeros(groups)
    for _ in range(MOST_STEPS):
        score, information = _derivatives(strata, value[group])
        sums, total = (np.bincount(group, each, groups) for each in (score, information))
        step = np.divide(sums, total, out=np.zeros(groups), where=total > 0)
        value += np.clip(step, -LARGEST_STEP, LARGEST_STEP)
        if np.abs(step).max(initial=0.0) < PRECISION:
            break
    score, information = _derivatives(strata, value[group])
    return _with_errors(strata, group, value, score, information)


def _derivatives(strata: Strata, elasticity: Floats) -> tuple[Floats, Floats]:
    """First and negative second derivative of the likelihood of each stratum at its elasticity (strata,)."""
    count, of, price = len(strata.segment), strata.stratum, strata.price
    weight = strata.days * np.exp(elasticity[of] * price)
    total, first, second = (np.bincount(of, weight * price**power, count) for power in (0, 1, 2))
    mean, returns = first / total, np.bincount(of, minlength=count)
    information = returns * np.maximum(second / total - mean**2, 0.0)
    return np.bincount(of, price, count) - returns * mean, np.where(returns > 1, information, 0.0)


def _with_errors(strata: Strata, group: Integers, value: Floats, score: Floats, information: Floats) -> Fitted:
    groups, telling = len(value), information > LEAST_INFORMATION
    width = int(strata.customer.max(initial=0)) + 1
    pairs, place = np.unique((group * width + strata.customer)[telling], return_inverse=True)
    squares = np.bincount(pairs // width, np.bincount(place, score[telling], len(pairs)) ** 2, groups)
    customers, total = np.bincount(pairs // width, minlength=groups), np.bincount(group, information, groups)
    variance = np.full(groups, np.inf)
    np.divide(
        np.maximum(squares / np.maximum(total, LEAST_INFORMATION), 1.0),
        total,
        out=variance,
        where=customers >= ENOUGH_CUSTOMERS,
    )
    return Fitted(value, np.sqrt(variance), customers)


def _names(strata: Strata, category: Integers) -> pa.Array:
    return strata.categories.take(pa.array(category, pa.int64(), mask=category == len(strata.categories)))


def _rows(
    found: Pooled, customers: Integers, segments: Segments, segment: Integers, category: pa.Array | None, wider: str
) -> pa.Table:
    place = pa.array(segment, pa.int64(), mask=segment < 0)
    sure = found.error <= LARGEST_ERROR
    value = np.where(sure, found.value, np.nan)
    own = found.weight >= 0.5
    return pa.table(
        {
            "kind": segments.table["kind"].take(place),
            "segment": segments.table["segment"].take(place),
            "category": pa.nulls(len(segment), pa.string()) if category is None else category,
            "elasticity": known(value),
            "elasticity_low": known(value - REACH * found.error),
            "elasticity_high": known(value + REACH * found.error),
            "own_weight": pa.array(found.weight),
            "basis": pa.array(np.where(own, "own", wider), pa.string(), mask=~sure),
            "customers": pa.array(customers, pa.int64()),
        }
    )
