"""The list of customers: which ones are meant, in what order, and what they bring together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import pyarrow as pa

PAGE_ROWS = 50
MONTHS = 12


class Tables(Protocol):
    """Whatever answers a SELECT over the computed tables of one run."""

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> pa.Table: ...


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

SORTS = (
    "name", "revenue", "profit", "lifetime_value", "unrealised_value", "actual_value", "potential_value",
    "gross_sales", "discounts", "returns", "taxes", "product_cost", "gross_margin", "cost_to_serve", "visits",
    "calls", "messages", "cases", "treatments", "activities", "orders", "financing", "bad_debt",
    "previous_revenue", "previous_profit", "revenue_total", "profit_total", "overdue", "days_late",
    "order_count", "line_count", "return_count", "visit_count", "call_count", "message_count", "case_count",
    "minutes", "probability_alive", "expected_purchases", "expected_margin", "lifetime_value_low",
    "lifetime_value_high", "recency", "frequency", "monetary", "t", "rfmt_score", "first_purchase_on",
    "last_purchase_on", "loss_amount",
)  # fmt: skip
"""Columns of the card by which a list may be sorted."""

SHOWN = (
    "customer_id", "name", "kind", "status", "category", "owner", "city", "state", "revenue", "profit",
    "lifetime_value", "unrealised_value", "overdue", "days_late", "unknown_cost_revenue",
)  # fmt: skip
"""Columns of the card that a row of the list shows whatever it is sorted by."""


@dataclass(frozen=True)
class Selection:
    """Which customers, in which order. `choices` maps names of CHOICES to a value; `flags` are names of FLAGS, all of
    which hold; `source`: those with a record from it; `cause`: the loss_cause; `text`: see `_search`. `page` counts
    from 1."""

    text: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    cause: str = ""
    flags: Sequence[str] = ()
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
    where, parameters = _where(selection)
    sums = ", ".join(
        f"CAST(COALESCE(SUM({name}), 0) AS BIGINT) AS {name}" for name in ("revenue", "profit", "lifetime_value")
    )
    found = tables.query(
        f"SELECT COUNT(*) AS customers, {sums}, COUNT(*) FILTER (profit < 0) AS losing "
        f"FROM customer_card WHERE {where}",
        parameters,
    )
    return Totals(**found.to_pylist()[0])


def rows(tables: Tables, selection: Selection) -> list[dict[str, Any]]:
    """One page of the selection: the columns SHOWN and the one it is sorted by; unknown values come last."""
    where, parameters = _where(selection)
    if selection.sort not in SORTS:
        raise ValueError(selection.sort)
    by = "strip_accents(lower(name))" if selection.sort == "name" else f'"{selection.sort}"'
    columns = ", ".join(f'"{name}"' for name in dict.fromkeys((*SHOWN, selection.sort)))
    first = (max(selection.page, 1) - 1) * PAGE_ROWS
    found = tables.query(
        f"SELECT {columns} FROM customer_card WHERE {where} "
        f"ORDER BY {by} {'DESC' if selection.descending else 'ASC'} NULLS LAST, customer_id "
        f"LIMIT {PAGE_ROWS} OFFSET {first}",
        parameters,
    )
    return found.to_pylist()


def monthly_revenue(tables: Tables, customers: Sequence[int], months: int = MONTHS) -> dict[int, list[int]]:
    """Revenue of each customer in each of the last `months` months before the as-of date, oldest first, in minor units.

    Months are counted back from the as-of date, so all are whole.
    """
    found: dict[int, list[int]] = {customer: [0] * months for customer in customers}
    if not customers:
        return found
    marks = ", ".join("?" for _ in customers)
    sums = tables.query(
        "SELECT customer_id, datesub('month', ordered_on, CAST(as_of - INTERVAL 1 DAY AS DATE)) AS months_ago, "
        f"CAST(SUM(revenue) AS BIGINT) AS revenue FROM order_lines WHERE customer_id IN ({marks}) "
        "AND ordered_on >= as_of - to_months(?) GROUP BY ALL",
        [*customers, months],
    )
    for row in sums.to_pylist():
        if row["months_ago"] < months:
            found[row["customer_id"]][months - 1 - row["months_ago"]] += row["revenue"]
    return found


def choices(tables: Tables) -> dict[str, list[str]]:
    """The values to choose from by column: owner, team, branch and source, in alphabetical order."""
    found = {name: _distinct(tables, name, "customer_card") for name in ("owner", "team", "branch")}
    return found | {"source": _distinct(tables, "source", "customer_links")}


def _distinct(tables: Tables, column: str, table: str) -> list[str]:
    found = tables.query(
        f"SELECT DISTINCT {column} AS value FROM {table} WHERE {column} IS NOT NULL "
        "ORDER BY strip_accents(lower(value)), value"
    )
    return found["value"].to_pylist()


def _where(selection: Selection) -> tuple[str, list[Any]]:
    """The condition of the selection and its parameters. Only names from this module enter the SQL."""
    conditions, parameters = ["TRUE"], []
    for name in CHOICES:
        if value := selection.choices.get(name):
            conditions.append(f"{name} = ?")
            parameters.append(value)
    if selection.source:
        conditions.append("customer_id IN (SELECT customer_id FROM customer_links WHERE source = ?)")
        parameters.append(selection.source)
    if selection.cause:
        conditions.append("loss_cause = ?")
        parameters.append(selection.cause)
    conditions += [f"({FLAGS[flag]})" for flag in selection.flags]
    if selection.text.strip():
        condition, given = _search(selection.text.strip())
        conditions.append(condition)
        parameters += given
    return " AND ".join(conditions), parameters


def _search(text: str) -> tuple[str, list[Any]]:
    """The condition for a text that somebody typed: every word in the name, whatever its accents and case; or a tax id,
    telephone or e-mail address that contains it, in the golden record or in any source record; or exactly a source's id
    or the customer's own."""
    words = text.split()
    conditions = [" AND ".join("contains(strip_accents(lower(name)), strip_accents(lower(?)))" for _ in words)]
    parameters: list[Any] = list(words)
    for condition, value in (_identifier(text), _address(text)):
        if value:
            conditions.append(condition)
            parameters.append(value)
    if text.isdecimal():
        conditions.append("customer_id = TRY_CAST(? AS BIGINT)")
        parameters.append(text)
    conditions.append("customer_id IN (SELECT customer_id FROM customer_links WHERE upper(source_id) = upper(?))")
    parameters.append(text)
    return f"(({') OR ('.join(conditions)}))", parameters


LEAST_CHARACTERS = 4
"""Of a tax id, a telephone or an address: fewer would find half the book."""


def _identifier(text: str) -> tuple[str, str]:
    letters = "".join(character for character in text if character.isalnum()).upper()
    enough = sum(character.isdecimal() for character in letters) >= LEAST_CHARACTERS
    bare = _anywhere(
        lambda column: f"contains(upper(regexp_replace({column}, '[^0-9A-Za-z]', '', 'g')), given.text)",
        "tax_id",
        "phone",
    )
    return bare, letters if enough else ""


def _address(text: str) -> tuple[str, str]:
    written = text.lower()
    found = _anywhere(lambda column: f"contains(lower({column}), given.text)", "email")
    return found, written if "@" in written and len(written) >= LEAST_CHARACTERS else ""


def _anywhere(condition: Callable[[str], str], *columns: str) -> str:
    """Customers of whom the condition holds in the golden record or in one of the records behind it; one parameter."""
    holds = " OR ".join(condition(f"COALESCE(r.{column}, '')") for column in columns)
    return (
        "customer_id IN (WITH given AS (SELECT ? AS text) "
        f"SELECT r.customer_id FROM customer_golden AS r CROSS JOIN given WHERE {holds} "
        "UNION SELECT l.customer_id FROM standard_records AS r CROSS JOIN given "
        f"INNER JOIN customer_links AS l ON l.source = r.source AND l.source_id = r.source_id WHERE {holds})"
    )
