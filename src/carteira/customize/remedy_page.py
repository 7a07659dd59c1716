"""The recommended ways of customers who are not in order: in sum, by remedy and owner, and of each."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from carteira.customize.remedies import REMEDIES
from carteira.differentiate.clean_portfolio import NOT_IN_ORDER
from carteira.differentiate.scope import COMPANY, Scope
from carteira.differentiate.tables import Tables

SUMS = """
    CAST(COALESCE(SUM(step_gain) FILTER (loss > 0 AND remedy <> 'exit'), 0) AS BIGINT) AS gain,
    CAST(COALESCE(SUM(step_gain_low) FILTER (loss > 0 AND remedy <> 'exit'), 0) AS BIGINT) AS gain_low,
    CAST(COALESCE(SUM(step_gain_high) FILTER (loss > 0 AND remedy <> 'exit'), 0) AS BIGINT) AS gain_high,
    CAST(COALESCE(SUM(step_gain) FILTER (loss = 0), 0) AS BIGINT) AS late_gain,
    CAST(COALESCE(SUM(loss) FILTER (step = 1), 0) AS BIGINT) AS loss,
    COUNT(*) FILTER (step = 1 AND loss > 0) - COUNT(*) FILTER (remedy = 'exit') AS at_zero,
    COUNT(*) FILTER (remedy = 'exit') AS exits,
    CAST(COALESCE(SUM(step_gain) FILTER (remedy = 'exit'), 0) AS BIGINT) AS exit_gain
"""


@dataclass(frozen=True)
class WaySums:
    """The recommended ways of a group (of an owner; a remedy; None: of all), money in minor units a year.

    loss: of those who lose; gain: of their steps but exits, with its range; at_zero: how many of them a way brings to
    zero; exits, exit_gain: to whom farewell is said, and the loss that this saves; late_gain: of who brings profit and
    pays late.
    """

    group: str | None
    customers: int
    gain: int
    gain_low: int
    gain_high: int
    late_gain: int
    loss: int
    at_zero: int
    exits: int
    exit_gain: int


NO_WAYS = WaySums(None, *(0,) * 9)


def asked(remedy: str) -> str:
    """The condition on `customer_card` that the customer's way has this remedy. `remedy`: one of REMEDIES."""
    if remedy not in REMEDIES:
        raise ValueError(remedy)
    return f"customer_id IN (SELECT customer_id FROM customer_remedy WHERE step IS NOT NULL AND remedy = '{remedy}')"


def ways_by_owner(tables: Tables, scope: Scope = COMPANY) -> dict[str | None, WaySums]:
    """Of everybody in the scope who is not in order, by who answers for them."""
    return {row.group: row for row in _sums(tables, scope, "owner")}


def together(rows: Iterable[WaySums]) -> WaySums:
    """Groups without a common customer in sum."""
    numbers = [astuple(row)[1:] for row in rows]
    return WaySums(None, *(sum(column) for column in zip(*numbers, strict=True))) if numbers else NO_WAYS


def steps_by_remedy(tables: Tables, scope: Scope = COMPANY) -> tuple[WaySums, ...]:
    """The steps of each remedy, in the order of REMEDIES; those that nobody is asked for are left out."""
    found = {row.group: row for row in _sums(tables, scope, "remedy", "COUNT(*)")}
    return tuple(found[remedy] for remedy in REMEDIES if remedy in found)


def ways_of(tables: Tables, customers: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """The steps of each of these customers, in their order, as rows of `customer_remedy`."""
    steps: dict[int, list[dict[str, Any]]] = {customer: [] for customer in customers}
    for row in tables.of_customers("customer_remedy", customers).to_pylist():
        if row["step"]:
            steps[row["customer_id"]].append(row)
    return {customer: sorted(rows, key=lambda row: row["step"]) for customer, rows in steps.items()}


def remedies_of(tables: Tables, customer_id: int) -> list[dict[str, Any]]:
    """All that would help the customer, rows of `customer_remedy`, those first that ask least of it."""
    return list(tables.of_customers("customer_remedy", [customer_id]).to_pylist())


def _sums(tables: Tables, scope: Scope, group: str, counted: str = "COUNT(*) FILTER (step = 1)") -> list[WaySums]:
    """`counted`: its customers; a customer has one first step, and each remedy once."""
    where, parameters = scope.where(NOT_IN_ORDER)
    found = tables.query(
        f'SELECT {group} AS "group", {counted} AS customers, {SUMS} FROM customer_remedy '
        f"INNER JOIN (SELECT customer_id, owner FROM customer_card WHERE {where}) AS c USING (customer_id) "
        f"WHERE step IS NOT NULL GROUP BY {group}",
        parameters,
    )
    return [WaySums(**row) for row in found.to_pylist()]
