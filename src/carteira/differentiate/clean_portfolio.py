"""The clean portfolio (carteira saneada): who costs more than they bring or pays late, why, and who answers for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from carteira.differentiate.scope import COMPANY, Scope
from carteira.differentiate.tables import Tables

NOT_IN_ORDER = "(category = 'below_zero' OR overdue > 0)"

COLUMNS = (
    "customer_id", "name", "category", "owner", "profit", "actual_value", "potential_value", "repairable", "exit",
    "overdue", "days_late", "financing", "bad_debt", "loss_cause", "loss_amount", "reason", "reason_arguments",
    "treatment",
)  # fmt: skip


@dataclass(frozen=True)
class CustomerInDisorder:
    """A below-zero or delinquent customer. Money in minor units; loss_cause and loss_amount as in customer_profit."""

    customer_id: int
    name: str | None
    category: str
    owner: str | None
    profit: int
    actual_value: int
    potential_value: int
    repairable: bool
    exit: bool
    overdue: int
    days_late: int
    financing: int
    bad_debt: int
    loss_cause: str | None
    loss_amount: int | None
    reason: str
    reason_arguments: str
    treatment: str


@dataclass(frozen=True)
class Disorder:
    """Customers not in order, in sum: by cause, by owner, or (group None and alone) of the whole scope.

    below_zero, repairable, exit and delinquent count customers; losses is the sum of the negative profits of the
    window, as a positive number; days_late is the longest; the other money is of all of them.
    """

    group: str | None
    customers: int
    below_zero: int
    repairable: int
    exit: int
    delinquent: int
    losses: int
    overdue: int
    days_late: int
    financing: int
    bad_debt: int


SUMS = """
    COUNT(*) AS customers,
    COUNT(*) FILTER (category = 'below_zero') AS below_zero,
    COUNT(*) FILTER (repairable) AS repairable,
    COUNT(*) FILTER (exit) AS exit,
    COUNT(*) FILTER (overdue > 0) AS delinquent,
    CAST(COALESCE(SUM(GREATEST(-profit, 0)), 0) AS BIGINT) AS losses,
    CAST(COALESCE(SUM(overdue), 0) AS BIGINT) AS overdue,
    COALESCE(MAX(days_late), 0) AS days_late,
    CAST(COALESCE(SUM(financing), 0) AS BIGINT) AS financing,
    CAST(COALESCE(SUM(bad_debt), 0) AS BIGINT) AS bad_debt
"""
GROUPS = ("loss_cause", "owner", "team", "branch")


def not_in_order(
    tables: Tables, scope: Scope = COMPANY, limit: int = 50, offset: int = 0, conditions: Sequence[str] = ()
) -> tuple[CustomerInDisorder, ...]:
    """A page of the customers below zero or with something overdue, the largest loss first.

    `conditions`: further ones on `customer_card`, written in the program's own code."""
    where, parameters = scope.where(NOT_IN_ORDER, *conditions)
    found = tables.query(
        f"SELECT {', '.join(COLUMNS)} FROM customer_card WHERE {where} "
        f"ORDER BY profit - overdue, customer_id LIMIT {limit:d} OFFSET {offset:d}",
        parameters,
    )
    return tuple(CustomerInDisorder(**row) for row in found.to_pylist())


def disorder(tables: Tables, scope: Scope = COMPANY, conditions: Sequence[str] = ()) -> Disorder:
    """The sum over everybody in the scope who is not in order; `conditions` as in `not_in_order`."""
    where, parameters = scope.where(NOT_IN_ORDER, *conditions)
    found = tables.query(f"SELECT {SUMS} FROM customer_card WHERE {where}", parameters)
    return Disorder(None, **found.to_pylist()[0])


def disorder_by(tables: Tables, group: str, scope: Scope = COMPANY) -> tuple[Disorder, ...]:
    """The sums by `group`, one of GROUPS, the largest losses first; group None holds those without one."""
    if group not in GROUPS:
        raise ValueError(group)
    where, parameters = scope.where(NOT_IN_ORDER)
    found = tables.query(
        f'SELECT {group} AS "group", {SUMS} FROM customer_card WHERE {where} '
        f"GROUP BY {group} ORDER BY losses DESC, overdue DESC, {group} NULLS LAST",
        parameters,
    )
    return tuple(Disorder(**row) for row in found.to_pylist())
