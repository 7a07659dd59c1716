"""A published run without a warehouse: `customer_card` from rows in which only what matters is given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from carteira.accounts.access import FULL
from carteira.customize.remedies import SCHEMA

STEPS = (
    "gross_sales", "discounts", "returns", "taxes", "product_cost", "gross_margin", "visits", "calls", "messages",
    "cases", "treatments", "activities", "orders", "financing", "bad_debt", "cost_to_serve",
)  # fmt: skip
DEFAULTS: Mapping[str, Any] = {
    "customer_id": 0,
    "name": "Someone",
    "kind": "company",
    "status": "customer",
    "owner": "Bruno",
    "team": "South",
    "branch": "Recife",
    "category": "intermediate",
    "previous_category": "intermediate",
    "revenue": 0,
    "profit": 0,
    "previous_revenue": 0,
    "previous_profit": 0,
    "unknown_cost_revenue": 0,
    **dict.fromkeys(STEPS, 0),
    "line_count": 1,
    "lifetime_value": 0,
    "actual_value": 0,
    "potential_value": 0,
    "unrealised_value": 0,
    "overdue": 0,
    "days_late": 0,
    "loss_cause": None,
    "loss_amount": None,
    "repairable": False,
    "exit": False,
    "reason": "reason_intermediate",
    "reason_arguments": "{}",
    "treatment": "serve",
}


@dataclass
class FakeRun:
    id: int = 1
    as_of: date = date(2026, 1, 1)
    window: str = "12m"
    currency: str = "BRL"


class FakeTables:
    """Answers SELECTs over `customer_card`, as the published tables of a book do."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], run: FakeRun | None = None) -> None:
        self.run = run or FakeRun()
        self.access = FULL
        cards = [{**DEFAULTS, "customer_id": place + 1, **row} for place, row in enumerate(rows)]
        types = {"loss_cause": pa.string(), "loss_amount": pa.int64(), "previous_category": pa.string()}
        fields = [pa.field(name, types.get(name) or pa.scalar(value).type) for name, value in DEFAULTS.items()]
        self.connection = duckdb.connect()
        self.connection.register("customer_card", pa.Table.from_pylist(cards, schema=pa.schema(fields)))
        self.connection.execute("CREATE VIEW customer_list AS SELECT *, lower(name) AS folded_name FROM customer_card")
        self.connection.register("customer_remedy", SCHEMA.empty_table())
        self.names = ("customer_card", "customer_remedy")
        self.connection.register("customer_links", pa.table({"customer_id": [1], "source": ["main"]}))

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> pa.Table:
        return self.connection.sql(sql, params=list(parameters)).to_arrow_table()

    def of_customers(self, name: str, customers: Sequence[int]) -> pa.Table:
        return self.query(
            f"SELECT * FROM {name} WHERE customer_id IN (SELECT UNNEST(CAST(? AS BIGINT[])))", [list(customers)]
        )

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        return list(self.query(sql, parameters).to_pylist())

    def rows_once(self, sql: str) -> list[dict[str, Any]]:
        return self.rows(sql)
