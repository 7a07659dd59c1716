"""The tables of one run with a few customers, for the pages about customers: only what matters is given."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

import carteira.differentiate
from carteira.accounts.access import FULL
from carteira.book.reading import BY_CUSTOMER
from carteira.customize.pricing.unneeded import SCHEMA as PRICES
from carteira.customize.products.table import SCHEMA
from carteira.differentiate.figures import FIGURES
from carteira.differentiate.reading import LISTS
from carteira.warehouse.engine import sql_model

TEXT, WHOLE, REAL, DAY, FLAG = pa.string(), pa.int64(), pa.float64(), pa.date32(), pa.bool_()
ROOM = Path(carteira.differentiate.__file__).parent
KINDS = {"money": WHOLE, "number": REAL, "percent": REAL, "day": DAY, "flag": FLAG}
CARD: Mapping[str, tuple[pa.DataType, Any]] = {
    **{name: (KINDS.get(figure.kind, TEXT), None) for name, figure in FIGURES.items()},
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
    "as_of": (DAY, date(2026, 1, 1)),
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
    **dict.fromkeys(("clean_name", "clean_tax_id", "clean_email", "clean_phone"), (TEXT, None)),
}
LINES: Mapping[str, tuple[pa.DataType, Any]] = {
    "customer_id": (WHOLE, 0),
    "source": (TEXT, "main"),
    "order_id": (TEXT, ""),
    "ordered_on": (DAY, date(2025, 6, 1)),
    "ordered_at": (pa.timestamp("us"), datetime(2025, 6, 1, 10)),
    "net": (WHOLE, 0),
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
    "product_plan": {field.name: (field.type, None) for field in SCHEMA},
    "customer_price": {field.name: (field.type, None) for field in PRICES},
    "price_paid": {
        "customer_id": (WHOLE, 0),
        "product_id": (TEXT, ""),
        "product_name": (TEXT, None),
        "net": (WHOLE, 0),
    },
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
    """Answers SELECTs over the tables and over those made of them for reading, as a book does. A customer is found by
    the card's name and by the golden record too, as if a record said the same."""

    def __init__(self, **tables: Rows) -> None:
        self.run = FakeRun()
        self.access = FULL
        self.names = ("customer_card",)
        self.options = None
        self.connection = duckdb.connect()
        cards = [
            {**row, "sources": row.get("sources") or _sources(tables, row["customer_id"])}
            for row in tables.get("customer_card", ())
        ]
        known = {row["customer_id"] for row in tables.get("customer_golden", ())}
        golden = [{"customer_id": card["customer_id"]} for card in cards if card["customer_id"] not in known]
        given = {
            **tables,
            "customer_card": cards,
            "customer_golden": [*tables.get("customer_golden", ()), *golden],
        }
        for name in TABLES:
            self._register(name, given.get(name, ()))
        self.connection.execute(f"CREATE TABLE order_totals AS {sql_model(ROOM, 'order_totals')}")
        for table in LISTS:
            if table.name not in (*TABLES, "search_terms"):
                self.connection.execute(f"CREATE TABLE {table.name} AS {table.select}")
        self._make_terms(given)

    def _make_terms(self, given: Mapping[str, Rows]) -> None:
        """Makes `search_terms` while there is a record more of every customer."""
        golden = {row["customer_id"]: row for row in given.get("customer_golden", ())}
        links, records = [*given.get("customer_links", ())], [*given.get("standard_records", ())]
        for card in given["customer_card"]:
            key = {"source": "golden", "source_id": f"golden {card['customer_id']}"}
            known = golden.get(card["customer_id"], {})
            links.append({**key, "customer_id": card["customer_id"]})
            cleaned = {f"clean_{name}": known.get(name) for name in ("tax_id", "email", "phone")}
            records.append({**key, "clean_name": card.get("name"), **cleaned})
        self._register("customer_links", links)
        self._register("standard_records", records)
        select = next(table.select for table in LISTS if table.name == "search_terms")
        self.connection.execute(f"CREATE TABLE search_terms AS {select}")
        self._register("customer_links", given.get("customer_links", ()))
        self._register("standard_records", given.get("standard_records", ()))

    def _register(self, name: str, rows: Rows) -> None:
        columns = TABLES[name]
        standard = {column: value for column, (_, value) in columns.items()}
        schema = pa.schema([(column, kind) for column, (kind, _) in columns.items()])
        self.connection.register(name, pa.Table.from_pylist([{**standard, **row} for row in rows], schema=schema))

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> pa.Table:
        return self.connection.sql(sql, params=list(parameters)).to_arrow_table()

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        return list(self.query(sql, parameters).to_pylist())

    def rows_once(self, sql: str) -> list[dict[str, Any]]:
        return self.rows(sql)

    def of_customers(self, name: str, customers: Sequence[int]) -> pa.Table:
        found = self.connection.sql(BY_CUSTOMER[name]).to_arrow_table()
        return found.filter(pc.is_in(found["customer_id"], value_set=pa.array(customers, WHOLE)))

    def card(self, golden: Mapping[str, Any]) -> dict[str, Any] | None:
        found = self.rows("SELECT * FROM customer_card WHERE customer_id = ?", [golden["customer_id"]])
        return found[0] if found else None

    def batches(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[pa.RecordBatch]:
        yield from self.query(sql, parameters).to_batches()


def _sources(tables: Mapping[str, Rows], customer_id: int) -> str:
    linked = {
        row.get("source", "main") for row in tables.get("customer_links", ()) if row["customer_id"] == customer_id
    }
    return ",".join(sorted(linked))
