"""The portfolio as a whole: does it earn, on whom does it rest, and how did it move?

Every function reads `customer_card` through anything that has `query(sql, parameters)` and gives frozen values: money
in minor units, shares from 0 to 1 (more where losses eat what others bring), None where there is no positive total.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from carteira.differentiate.categories import CATEGORIES
from carteira.differentiate.scope import ACTIVE, COMPANY, Scope
from carteira.differentiate.tables import Tables

Integers = npt.NDArray[np.int64]

TOP_SHARES = (1, 5, 10, 20)
BANDS = ("low", "middle", "high")
BAND_SHARES = (0.5, 0.8)


@dataclass(frozen=True)
class WhaleCurve:
    """Cumulative profit, most profitable customer first. `places` and `profits`: (P,), from (0, 0) to everybody.

    customers: who brought or cost anything in the window. The curve rises to `peak` at `peak_customers`, stays there
    while customers bring nothing, and falls to `end`. `beyond`: customers with a loss, who together cost `destroyed`.
    """

    places: tuple[int, ...]
    profits: tuple[int, ...]
    customers: int
    peak: int
    peak_customers: int
    end: int
    beyond: int
    destroyed: int

    @property
    def peak_share(self) -> float | None:
        """The peak as a share of the profit of all."""
        return _share(self.peak, self.end)

    @property
    def peak_customer_share(self) -> float | None:
        """The share of customers up to the peak."""
        return _share(self.peak_customers, self.customers)


@dataclass(frozen=True)
class CategorySummary:
    """A category, what it brings together, and its shares of customers, revenue, profit and lifetime value."""

    category: str
    customers: int
    revenue: int
    profit: int
    lifetime_value: int
    unrealised_value: int
    customer_share: float | None
    revenue_share: float | None
    profit_share: float | None
    lifetime_value_share: float | None


@dataclass(frozen=True)
class Concentration:
    """On how few a measure rests: what the top 1, 5, 10 and 20 % (rounded up) of customers bring of its total, and its
    Gini coefficient: 0 where all bring the same, near 1 where one brings everything, above 1 only with losses."""

    measure: str
    customers: int
    total: int
    top_shares: tuple[tuple[int, float | None], ...]
    gini: float | None


@dataclass(frozen=True)
class Movement:
    """Customers who were in `previous` at the run before (None: new) and are in `current` now."""

    previous: str | None
    current: str
    customers: int
    lifetime_value: int


@dataclass(frozen=True)
class MatrixCell:
    """Customers of one band of actual value and one of unrealised value, the bands low, middle and high."""

    value_band: str
    unrealised_band: str
    customers: int
    actual_value: int
    unrealised_value: int
    profit: int


@dataclass(frozen=True)
class ValueMatrix:
    """Actual value against unrealised value. One is middle above `value_cuts[0]` and high above `value_cuts[1]`:
    values that half and four fifths of the customers do not exceed; likewise for the unrealised value."""

    value_cuts: tuple[int, int]
    unrealised_cuts: tuple[int, int]
    cells: tuple[MatrixCell, ...]


def whale_curve(tables: Tables, scope: Scope = COMPANY, points: int = 200) -> WhaleCurve:
    """The whale curve with at most `points` (>= 4) points; its start, peak and end are among them."""
    profit = -np.sort(-_column(tables, "profit", scope))
    cumulative = np.concatenate([[0], np.cumsum(profit)])
    count = len(profit)
    peak = int((profit > 0).sum())
    spread = np.rint(np.linspace(0, count, points - 1)).astype(np.int64)
    places = np.unique(np.append(spread, peak))
    losses = profit[profit < 0]
    return WhaleCurve(
        places=tuple(places.tolist()),
        profits=tuple(cumulative[places].tolist()),
        customers=count,
        peak=int(cumulative[peak]),
        peak_customers=peak,
        end=int(cumulative[-1]),
        beyond=len(losses),
        destroyed=int(-losses.sum()),
    )


def categories_summary(tables: Tables, scope: Scope = COMPANY) -> tuple[CategorySummary, ...]:
    """The four categories in their order, empty ones too."""
    sums = ("customers", "revenue", "profit", "lifetime_value", "unrealised_value")
    where, parameters = scope.where()
    found = _rows(
        tables,
        f"SELECT category, COUNT(*) AS customers, {_sums(sums[1:])} FROM customer_card WHERE {where} GROUP BY category",
        parameters,
    )
    by_category = {row["category"]: row for row in found}
    total = {name: sum(row[name] for row in found) for name in sums}
    summaries = []
    for category in CATEGORIES:
        row = by_category.get(category, dict.fromkeys(sums, 0))
        shares = (_share(row[name], total[name]) for name in sums[:4])
        summaries.append(CategorySummary(category, *(row[name] for name in sums), *shares))
    return tuple(summaries)


def concentration(tables: Tables, measure: str = "revenue", scope: Scope = COMPANY) -> Concentration:
    """How concentrated `measure`, "revenue" or "profit", is among the customers who brought or cost anything."""
    if measure not in ("revenue", "profit"):
        raise ValueError(measure)
    values = np.sort(_column(tables, measure, scope))[::-1]
    held = np.cumsum(values)
    count = len(values)
    total = int(held[-1]) if count else 0
    tops = [(percent, -(-percent * count // 100)) for percent in TOP_SHARES]
    shares = tuple((percent, _share(int(held[top - 1]), total) if count else None) for percent, top in tops)
    return Concentration(measure, count, total, shares, gini(values))


def gini(values: Integers) -> float | None:
    """The Gini coefficient of the values (N,): 2 sum(i x_i) / (N sum(x)) - (N + 1) / N, x ascending, i from 1.

    None where the sum is not positive.
    """
    ascending = np.sort(values).astype(np.float64)
    count, total = len(ascending), float(ascending.sum())
    if total <= 0:
        return None
    return float(2 * (np.arange(1, count + 1) * ascending).sum() / (count * total) - (count + 1) / count)


def movement(tables: Tables, scope: Scope = COMPANY) -> tuple[Movement, ...]:
    """How many customers moved from each category to each, stayers included; pairs without customers are left out."""
    where, parameters = scope.where()
    found = _rows(
        tables,
        "SELECT previous_category AS previous, category AS current, COUNT(*) AS customers, "
        f"{_sums(['lifetime_value'])} FROM customer_card WHERE {where} GROUP BY previous_category, category",
        parameters,
    )
    order: dict[str | None, int] = {category: place for place, category in enumerate((*CATEGORIES, None))}
    moves = (Movement(**row) for row in found)
    return tuple(sorted(moves, key=lambda move: (order[move.previous], order[move.current])))


def category_sizes(tables: Tables, side: str) -> dict[str | None, int]:
    """How many customers are in each category: `side` "current" now, "previous" at the run before."""
    column = {"current": "category", "previous": "previous_category"}[side]
    found = _rows(
        tables, f"SELECT {column} AS category, COUNT(*) AS customers FROM customer_card GROUP BY {column}", []
    )
    return {row["category"]: row["customers"] for row in found}


def value_matrix(tables: Tables, scope: Scope = COMPANY) -> ValueMatrix:
    """Customers by actual and unrealised value: nine cells, empty ones too, from low to high."""
    where, parameters = scope.where()
    found = tables.query(f"SELECT actual_value, unrealised_value, profit FROM customer_card WHERE {where}", parameters)
    actual, unrealised, profit = (np.asarray(found[name].to_numpy(), dtype=np.int64) for name in found.column_names)
    value_cuts, unrealised_cuts = _cuts(actual), _cuts(unrealised)
    value_band = np.searchsorted(value_cuts, actual, side="left")
    unrealised_band = np.searchsorted(unrealised_cuts, unrealised, side="left")
    cells = []
    for row, value_name in enumerate(BANDS):
        for column, unrealised_name in enumerate(BANDS):
            chosen = (value_band == row) & (unrealised_band == column)
            sums = (int(values[chosen].sum()) for values in (actual, unrealised, profit))
            cells.append(MatrixCell(value_name, unrealised_name, int(chosen.sum()), *sums))
    return ValueMatrix(value_cuts, unrealised_cuts, tuple(cells))


def _cuts(values: Integers) -> tuple[int, int]:
    if not len(values):
        return 0, 0
    ascending = np.sort(values)
    low, high = (int(ascending[int(np.ceil(share * len(values))) - 1]) for share in BAND_SHARES)
    return low, high


def _column(tables: Tables, name: str, scope: Scope) -> Integers:
    where, parameters = scope.where(ACTIVE)
    found = tables.query(f"SELECT {name} FROM customer_card WHERE {where}", parameters)
    return np.asarray(found[name].to_numpy(), dtype=np.int64)


def _sums(names: Sequence[str]) -> str:
    return ", ".join(f"CAST(COALESCE(SUM({name}), 0) AS BIGINT) AS {name}" for name in names)


def _rows(tables: Tables, sql: str, parameters: Sequence[Any]) -> list[dict[str, Any]]:
    return tables.query(sql, parameters).to_pylist()


def _share(part: int, total: int) -> float | None:
    return part / total if total > 0 else None
