"""A small company in an in-memory DuckDB: facts from plain dicts, and the SQL models of the room on top of them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

import carteira.differentiate
from carteira.warehouse.facts import FACTS, FactTable

ROOM = Path(carteira.differentiate.__file__).parent
MODELS = (
    "periods",
    "rates",
    "bad_debt_ageing",
    "order_lines",
    "order_totals",
    "charges",
    "invoice_balances",
    "purchase_days",
    "purchase_types",
    "customer_profit",
)
ASKED_FOR = ("profit_reconciliation", "purchase_history", "timeline")
"""Models that no other one reads: made when a test reads them."""

RUN: dict[str, Any] = {
    "run_id": 1,
    "as_of": date(2026, 1, 1),
    "window_start": date(2025, 1, 1),
    "window_end": date(2026, 1, 1),
    "previous_start": date(2024, 1, 1),
    "previous_end": date(2025, 1, 1),
    "window": "12m",
    "minor_factor": 100,
    "assumed_margin": None,
    "financing_rate": 0.24,
    "horizon_years": 3.0,
    "bad_debt_ageing": '{"90": 0.5, "180": 1.0}',
    "needs_question": "main_need",
    "relationship_question": "relationship_type",
}
KINDS = {
    "run_id": pa.int64(), "minor_factor": pa.int64(), "assumed_margin": pa.float64(), "financing_rate": pa.float64(),
    "horizon_years": pa.float64(),
}  # fmt: skip

Rows = Sequence[Mapping[str, Any]]


class Company:
    """The tables of a run over a handful of facts. `customers`: the ids in the source "main" of customer 1, 2, ..."""

    def __init__(self, facts: Mapping[str, Rows], customers: Sequence[str], **settings: Any) -> None:
        self.connection = duckdb.connect()
        self.give("run", run_row(**settings))
        for table in FACTS.values():
            self.give(table.name, fact_rows(table, facts.get(table.name, ())))
        count = len(customers)
        ids = list(range(1, count + 1))
        links = {"source": ["main"] * count, "source_id": list(customers), "customer_id": ids}
        self.give("customer_links", pa.table(links))
        golden = {"customer_id": ids, "kind": ["person"] * count, "status": ["customer"] * count}
        self.give("customer_golden", pa.table(golden))
        for name in MODELS:
            self.make(name)

    def give(self, name: str, table: pa.Table) -> None:
        self.connection.register(name, table)

    def make(self, name: str) -> None:
        self.connection.execute(f'CREATE OR REPLACE TABLE "{name}" AS {(ROOM / "sql" / f"{name}.sql").read_text()}')

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> pa.Table:
        for name in ASKED_FOR:
            if name in sql:
                self.make(name)
        return self.connection.sql(sql, params=list(parameters)).to_arrow_table()

    def rows(self, sql: str) -> list[dict[str, Any]]:
        return self.query(sql).to_pylist()

    def profit(self, customer_id: int = 1) -> dict[str, Any]:
        (row,) = self.rows(f"SELECT * FROM customer_profit WHERE customer_id = {customer_id}")
        return row

    def reconciliation(self) -> dict[str, dict[str, Any]]:
        return {row["step"]: row for row in self.rows("SELECT * FROM profit_reconciliation")}


def run_row(**settings: Any) -> pa.Table:
    row = {**RUN, **settings}
    other = {name: pa.date32() if isinstance(value, date) else pa.string() for name, value in row.items()}
    return pa.table({name: pa.array([value], KINDS.get(name, other[name])) for name, value in row.items()})


def fact_rows(table: FactTable, rows: Rows) -> pa.Table:
    """The rows with the types of the canonical table. Dates and moments may be ISO text, decimals text or integers."""
    given = [{"source": "main", "load_id": 1, "line": number, **row} for number, row in enumerate(rows, 1)]
    unknown = {name for row in given for name in row} - set(table.schema.names)
    assert not unknown, f"{table.name} has no {unknown}"
    columns = {field.name: [_value(row.get(field.name), field.type) for row in given] for field in table.schema}
    return pa.table({field.name: pa.array(columns[field.name], field.type) for field in table.schema})


def _value(value: Any, kind: pa.DataType) -> Any:
    if value is None or not isinstance(value, str | int | float):
        return value
    if pa.types.is_decimal(kind):
        return Decimal(str(value))
    if pa.types.is_date(kind):
        return date.fromisoformat(str(value))
    return datetime.fromisoformat(str(value)) if pa.types.is_timestamp(kind) else value


def line(**columns: Any) -> dict[str, Any]:
    """An order line of 10 pieces at 10.00 by Ana in March 2025, but for the columns given."""
    return {
        "order_id": "o1", "customer": "ana", "ordered_at": "2025-03-10T10:00:00", "product_id": "p1",
        "quantity": 10, "unit_price": "10.00", "unit_cost": "6.00", **columns,
    }  # fmt: skip


@pytest.fixture(scope="session")
def company() -> Callable[..., Company]:
    """Makes a company from its facts, table by table."""

    def make(customers: Sequence[str] = ("ana", "beto", "caio"), settings: Any = None, **facts: Rows) -> Company:
        return Company(facts, customers, **(settings or {}))

    return make


@pytest.fixture(scope="session")
def order_line() -> Callable[..., dict[str, Any]]:
    return line
