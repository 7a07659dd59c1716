"""The tables of one run with a few customers, for the pages about customers: only what matters is given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import duckdb
import pyarrow as pa

from carteira.accounts.access import FULL

TEXT, WHOLE, REAL, DAY, FLAG = pa.string(), pa.int64(), pa.float64(), pa.date32(), pa.bool_()
CARD: Mapping[str, tuple[pa.DataType, Any]] = {
    **dict.fromkeys(
        (
            "gross_sales", "discounts", "returns", "taxes", "revenue", "product_cost", "gross_margin", "visits",
            "calls", "messages", "cases", "treatments", "activities", "orders", "financing", "bad_debt",
            "cost_to_serve", "profit", "previous_revenue", "previous_profit", "unknown_cost_revenue",
            "assumed_cost_revenue", "visit_count", "call_count", "message_count", "case_count", "overdue",
            "days_late", "lifetime_value", "lifetime_value_low", "lifetime_value_high", "actual_value",
            "potential_value", "unrealised_value",
        ),
        (WHOLE, 0),
    ),
    **dict.fromkeys(("recency", "frequency", "monetary", "parent_customer_id", "loss_amount"), (WHOLE, None)),
    **dict.fromkeys(("recency_score", "frequency_score", "monetary_score", "t_score"), (WHOLE, None)),
    **dict.fromkeys(("t", "rfmt_score"), (REAL, None)),
    **dict.fromkeys(("city", "state", "owner", "team", "branch", "loss_cause", "previous_category"), (TEXT, None)),
    **dict.fromkeys(("growable", "repairable", "exit", "losing_now"), (FLAG, False)),
    "customer_id": (WHOLE, 0),
    "name": (TEXT, "Someone"),
    "kind": (TEXT, "company"),
    "status": (TEXT, "customer"),
    "category": (TEXT, "intermediate"),
    "probability_alive": (REAL, 0.95),
    "lifetime_model": (TEXT, "bg_nbd"),
    "reason": (TEXT, None),
    "reason_arguments": (TEXT, None),
    "treatment": (TEXT, None),
}  # fmt: skip
GOLDEN: Mapping[str, tuple[pa.DataType, Any]] = {
    "customer_id": (WHOLE, 0),
    **dict.fromkeys(("tax_id", "email", "phone", "email_source"), (TEXT, None)),
}
LINKS: Mapping[str, tuple[pa.DataType, Any]] = {
    "source": (TEXT, "main"),
    "source_id": (TEXT, ""),
    "customer_id": (WHOLE, 0),
    "probability": (REAL, 1.0),
    "reason": (TEXT, "only_record"),
}
RECORDS: Mapping[str, tuple[pa.DataType, Any]] = {
    "source": (TEXT, "main"),
    "source_id": (TEXT, ""),
    **dict.fromkeys(("name", "tax_id", "email", "phone"), (TEXT, None)),
}
LINES: Mapping[str, tuple[pa.DataType, Any]] = {
    "customer_id": (WHOLE, 0),
    "source": (TEXT, "main"),
    "order_id": (TEXT, ""),
    "ordered_on": (DAY, date(2025, 6, 1)),
    "revenue": (WHOLE, 0),
    "product_cost": (WHOLE, 0),
    "cost_basis": (TEXT, "known"),
    "channel": (TEXT, None),
    "seller": (TEXT, None),
    "is_return": (FLAG, False),
    "as_of": (DAY, date(2026, 1, 1)),
}
EVENTS: Mapping[str, tuple[pa.DataType, Any]] = {
    "customer_id": (WHOLE, 0),
    "at": (pa.timestamp("us"), datetime(2025, 6, 1, 10)),
    "kind": (TEXT, "order"),
    "reference": (TEXT, None),
    "amount": (WHOLE, None),
    "minutes": (REAL, None),
    "text": (TEXT, None),
    "value": (REAL, None),
}
TABLES = {
    "customer_card": CARD,
    "customer_golden": GOLDEN,
    "customer_links": LINKS,
    "standard_records": RECORDS,
    "order_lines": LINES,
    "timeline": EVENTS,
}
Rows = Sequence[Mapping[str, Any]]


@dataclass
class FakeRun:
    """What the pages read of a published run."""

    id: int = 1
    as_of: date = date(2026, 1, 1)
    window: str = "12m"
    currency: str = "BRL"
    settings: dict[str, Any] = field(default_factory=lambda: {"horizon_years": 3.0, "rfmt_t": "type"})


class FakeCustomers:
    """Answers SELECTs over the tables, as a book does."""

    def __init__(self, **tables: Rows) -> None:
        self.run = FakeRun()
        self.access = FULL
        self.connection = duckdb.connect()
        for name, columns in TABLES.items():
            standard = {column: value for column, (_, value) in columns.items()}
            schema = pa.schema([(column, kind) for column, (kind, _) in columns.items()])
            rows = [{**standard, **row} for row in tables.get(name, ())]
            self.connection.register(name, pa.Table.from_pylist(rows, schema=schema))

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> pa.Table:
        return self.connection.sql(sql, params=list(parameters)).to_arrow_table()
