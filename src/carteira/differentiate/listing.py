"""The list of customers: which ones are meant, in what order, and what they bring together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from carteira.differentiate.conditions import Condition, where
from carteira.differentiate.figures import FIGURES, SEE_MARGINS
from carteira.differentiate.search import matching
from carteira.differentiate.tables import Tables
from carteira.errors import CarteiraError

PAGE_ROWS = 50
MONTHS = 12

CHOICES = ("category", "status", "kind", "owner", "team", "branch")
"""Columns of the card of which a selection may name one value."""

_COMPARABLE = "(revenue <> 0 OR previous_revenue <> 0 OR profit <> 0 OR previous_profit <> 0)"

FLAGS: Mapping[str, str] = {
    "growable": "growable",
    "repairable": "repairable",
    "exit": "exit",
    "losing_now": "losing_now",
    "loss": "profit < 0",
    "overdue": "overdue > 0",
    "moved": "previous_category <> category",
    "revenue_up_profit_up": f"revenue >= previous_revenue AND profit >= previous_profit AND {_COMPARABLE}",
    "revenue_up_profit_down": "revenue >= previous_revenue AND profit < previous_profit",
    "revenue_down_profit_up": "revenue < previous_revenue AND profit >= previous_profit",
    "revenue_down_profit_down": "revenue < previous_revenue AND profit < previous_profit",
}
"""Conditions on the card by name; the last four are the quadrants of change against the period before (no change
counts as up), without those of whom nothing happened in either."""

FLAG_NEEDS: Mapping[str, str] = {
    flag: SEE_MARGINS for flag, sql in FLAGS.items() if flag == "losing_now" or "profit" in sql
}
"""The permission that a flag needs; one that is not here needs none."""

SORTS = tuple(name for name in FIGURES if name != "reason_arguments")
"""Columns of the card by which a list may be sorted."""

SHOWN = (
    "customer_id", "name", "kind", "status", "category", "owner", "city", "state", "revenue", "profit",
    "lifetime_value", "unrealised_value", "overdue", "days_late", "unknown_cost_revenue",
)  # fmt: skip
"""Columns of the card that a row of the list shows where none are named."""


@dataclass(frozen=True)
class Selection:
    """Which customers, in which order. `choices` maps names of CHOICES to a value; `flags` are names of FLAGS, all of
    which hold, as do the `conditions`; `source`: those with a record from it; `cause`: the loss_cause; `text`: what
    somebody typed to find them, see `search`, `without` the kinds of terms that this person may not search by.
    `columns` are the figures that a row shows (SHOWN where there are none). `page` counts from 1."""

    text: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    cause: str = ""
    flags: Sequence[str] = ()
    conditions: Sequence[Condition] = ()
    columns: Sequence[str] = ()
    without: frozenset[str] = frozenset()
    sort: str = "lifetime_value"
    descending: bool = True
    page: int = 1


@dataclass(frozen=True)
class Totals:
    """What the customers of a selection bring together, money in minor units."""

    customers: int
    revenue: int
    profit: int
    lifetime_value: int
    losing: int


def totals(tables: Tables, selection: Selection) -> Totals:
    """The count of the selection and its sums; `losing` counts those with a negative profit."""
    condition, parameters = _where(tables, selection)
    sums = ", ".join(
        f"CAST(COALESCE(SUM({name}), 0) AS BIGINT) AS {name}" for name in ("revenue", "profit", "lifetime_value")
    )
    sql = (
        f"SELECT COUNT(*) AS customers, {sums}, COUNT(*) FILTER (profit < 0) AS losing "
        f"FROM customer_list WHERE {condition}"
    )
    found = tables.rows(sql, parameters) if parameters else tables.rows_once(sql)
    return Totals(**found[0]) if found else Totals(0, 0, 0, 0, 0)


def rows(tables: Tables, selection: Selection) -> list[dict[str, Any]]:
    """One page of the selection, PAGE_ROWS at most: customer_id, the columns and the one that it is sorted by; unknown
    values come last. Raises ValueError for a name that is no figure."""
    first = (max(selection.page, 1) - 1) * PAGE_ROWS
    columns = _columns(selection)
    condition, parameters = _where(tables, selection)
    found = tables.rows(
        f"SELECT customer_id FROM customer_list WHERE {condition} {_order(selection)} LIMIT {PAGE_ROWS} OFFSET {first}",
        parameters,
    )
    return _by_id(tables, columns, [row["customer_id"] for row in found])


def rows_after(
    tables: Tables, selection: Selection, after: int | None, limit: int
) -> tuple[list[dict[str, Any]], int | None]:
    """The `limit` rows of the selection that follow the customer `after` in its order (None: the first ones), and after
    whom to go on; None at the end. Nothing is left out or repeated, whatever values are equal or unknown.

    Raises `bad_cursor` where the tables do not have that customer.
    """
    columns = _columns(selection)
    condition, parameters = _where(tables, selection)
    if after is not None:
        further, given = _behind(tables, selection, after)
        condition, parameters = f"{condition} AND {further}", [*parameters, *given]
    found = tables.rows(
        f"SELECT customer_id FROM customer_list WHERE {condition} {_order(selection)} LIMIT {limit + 1:d}", parameters
    )
    ids = [row["customer_id"] for row in found]
    return _by_id(tables, columns, ids[:limit]), ids[limit - 1] if len(ids) > limit else None


def ids(tables: Tables, selection: Selection) -> pa.Array:
    """Every customer of the selection, by number (int64)."""
    condition, parameters = _where(tables, selection)
    found = tables.query(f"SELECT customer_id FROM customer_list WHERE {condition} ORDER BY customer_id", parameters)
    return found["customer_id"].combine_chunks()


def export_rows(tables: Tables, selection: Selection, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Every customer of the selection in its order, with these columns. Raises ValueError as `rows`."""
    condition, parameters = _where(tables, selection)
    names = ", ".join(f'"{_checked(name)}"' for name in dict.fromkeys(columns))
    return tables.batches(f"SELECT {names} FROM customer_list WHERE {condition} {_order(selection)}", parameters)


def monthly_revenue(tables: Tables, customers: Sequence[int], months: int = MONTHS) -> dict[int, list[int]]:
    """Revenue of each customer in each of the last `months` (24 at most) before the as-of date, oldest first, in minor
    units. Months are counted back from the as-of date, so all are whole."""
    found: dict[int, list[int]] = {customer: [0] * months for customer in customers}
    for row in tables.of_customers("monthly_revenue", customers).to_pylist():
        if row["months_ago"] < months:
            found[row["customer_id"]][months - 1 - row["months_ago"]] = row["revenue"]
    return found


def choices(tables: Tables) -> dict[str, list[str]]:
    """The values to choose from by column: owner, team, branch and source, in alphabetical order."""
    found = {name: _distinct(tables, name, "customer_list") for name in ("owner", "team", "branch")}
    return found | {"source": _distinct(tables, "source", "customer_links")}


def _distinct(tables: Tables, column: str, table: str) -> list[str]:
    found = tables.rows_once(
        f"SELECT DISTINCT {column} AS value FROM {table} WHERE {column} IS NOT NULL "
        "ORDER BY strip_accents(lower(value)), value"
    )
    return [row["value"] for row in found]


def _columns(selection: Selection) -> str:
    names = dict.fromkeys(("customer_id", *(selection.columns or SHOWN), selection.sort))
    return ", ".join(f'"{_checked(name)}"' for name in names)


def _checked(name: str) -> str:
    if name not in FIGURES:
        raise ValueError(name)
    return name


def _by_id(tables: Tables, columns: str, customers: Sequence[int]) -> list[dict[str, Any]]:
    """These customers in this order, without those that became invisible in between."""
    if not customers:
        return []
    found = tables.rows(f"SELECT {columns} FROM customer_list WHERE customer_id IN ({_marks(customers)})", customers)
    by_id = {row["customer_id"]: row for row in found}
    return [by_id[customer] for customer in customers if customer in by_id]


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" for _ in values)


def _sort_key(name: str) -> str:
    """The expression to sort by: texts whatever their accents and case."""
    if name not in SORTS:
        raise ValueError(name)
    if name == "name":
        return "folded_name"
    return f'strip_accents(lower("{name}"))' if FIGURES[name].kind == "text" else f'"{name}"'


def _order(selection: Selection) -> str:
    direction = "DESC" if selection.descending else "ASC"
    return f"ORDER BY {_sort_key(selection.sort)} {direction} NULLS LAST, customer_id"


def _behind(tables: Tables, selection: Selection, after: int) -> tuple[str, list[Any]]:
    """The condition of the customers that come behind one of them in the order of the selection."""
    key = _sort_key(selection.sort)
    found = tables.rows(f"SELECT {key} AS value FROM customer_list WHERE customer_id = ?", [after])
    if not found:
        raise CarteiraError("bad_cursor", hint="begin_again")
    value = found[0]["value"]
    if value is None:
        return f"({key} IS NULL AND customer_id > ?)", [after]
    beyond = "<" if selection.descending else ">"
    return f"({key} {beyond} ? OR {key} IS NULL OR ({key} = ? AND customer_id > ?))", [value, value, after]


def condition_on_cards(selection: Selection) -> tuple[str, list[Any]]:
    """The condition of the selection, but for the words that somebody typed, on rows of `customer_card`; and its
    parameters. Only names from this package enter the SQL."""
    condition, parameters = where(selection.conditions)
    parts = [condition]
    for name in CHOICES:
        if value := selection.choices.get(name):
            parts.append(f"{name} = ?")
            parameters.append(value)
    if selection.source:
        parts.append("list_contains(string_split(sources, ','), ?)")
        parameters.append(selection.source)
    if selection.cause:
        parts.append("loss_cause = ?")
        parameters.append(selection.cause)
    parts += [f"({FLAGS[flag]})" for flag in selection.flags]
    return " AND ".join(parts), parameters


def _where(tables: Tables, selection: Selection) -> tuple[str, list[Any]]:
    condition, parameters = condition_on_cards(selection)
    if not selection.text.strip():
        return condition, parameters
    found, given = matching(tables, selection.text, selection.without)
    return f"{condition} AND {found}", [*parameters, *given]
