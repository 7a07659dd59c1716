"""The import contract: the canonical tables that every source file is mapped to."""

from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

TEXT = pa.string()
DATE = pa.date32()
MOMENT = pa.timestamp("us")
"""A moment in the book's time zone, without offset."""
DECIMAL = pa.decimal128(18, 6)
INTEGER = pa.int64()

SOURCE_COLUMNS = (("source", TEXT), ("load_id", INTEGER), ("line", INTEGER), ("attributes", TEXT))
"""Columns that every stored fact carries beside its own: where it came from, and its unknown columns as JSON text."""


@dataclass(frozen=True)
class Column:
    """One column of a canonical table. `required`: the column must be in the file; `filled`: and no value may be empty.
    `contract_name` is what files call it, where that differs from the stored name."""

    name: str
    type: pa.DataType = TEXT
    required: bool = False
    filled: bool = False
    choices: tuple[str, ...] = ()
    contract_name: str = ""

    @property
    def file_name(self) -> str:
        return self.contract_name or self.name


@dataclass(frozen=True)
class FactTable:
    """A canonical table. `key` names the column that identifies a record within its source; a later load replaces by
    it. `one_row`: a record is one row (the last line of a file stands), not several as of an order. `multiplied`: pairs
    of columns whose product is an amount too, and so no larger than a column may hold."""

    name: str
    columns: tuple[Column, ...]
    key: str | None = None
    one_row: bool = False
    multiplied: tuple[tuple[str, str], ...] = ()

    @cached_property
    def schema(self) -> pa.Schema:
        """The table as it is stored: its own columns, then `SOURCE_COLUMNS`."""
        own = [pa.field(column.name, column.type) for column in self.columns]
        return pa.schema(own + [pa.field(name, type_) for name, type_ in SOURCE_COLUMNS])

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @property
    def required(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.required)


def _text(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


def _filled(name: str, type_: pa.DataType = TEXT, choices: tuple[str, ...] = ()) -> Column:
    return Column(name, type_, required=True, filled=True, choices=choices)


CUSTOMER = Column("customer", required=True)
"""The source's own id of the customer: the column is required; an empty value is kept as unidentified."""

CONTACT_CHANNELS = ("visit", "call", "email", "chat", "message", "letter", "web")
RATE_UNITS = ("minute", "event", "order", "line", "percent_of_revenue")

_TABLES = (
    FactTable(
        "customers",
        (
            _filled("source_id"),
            Column("kind", choices=("person", "company")),
            *_text("name", "given_name", "family_name", "tax_id", "email", "phone"),
            Column("birth_date", DATE),
            *_text("street", "city", "state", "postal_code", "country", "language", "parent_source_id"),
            *_text("owner", "team", "branch"),
            Column("credit_limit", DECIMAL),
            Column("created_on", DATE),
        ),
        key="source_id",
        one_row=True,
    ),
    FactTable("contacts", (CUSTOMER, _filled("name"), *_text("role", "influence", "email", "phone"))),
    FactTable(
        "addresses",
        (_filled("address_id"), CUSTOMER, *_text("kind", "street", "city", "state", "postal_code", "country")),
        key="address_id",
        one_row=True,
    ),
    FactTable(
        "consents",
        (
            CUSTOMER,
            _filled("purpose"),
            _filled("channel"),
            _filled("status", choices=("granted", "denied", "withdrawn")),
            _filled("at", MOMENT),
            *_text("text_version", "proof"),
            Column("origin", contract_name="source"),
        ),
    ),
    FactTable(
        "employees",
        (_filled("employee"), *_text("name", "role", "team", "branch", "email")),
        key="employee",
        one_row=True,
    ),
    FactTable(
        "products",
        (
            _filled("product_id"),
            *_text("name", "category"),
            Column("list_price", DECIMAL),
            Column("unit_cost", DECIMAL),
        ),
        key="product_id",
        one_row=True,
    ),
    FactTable(
        "orders",
        (
            _filled("order_id"),
            CUSTOMER,
            _filled("ordered_at", MOMENT),
            _filled("product_id"),
            _filled("quantity", DECIMAL),
            _filled("unit_price", DECIMAL),
            Column("discount", DECIMAL),
            Column("tax", DECIMAL),
            Column("unit_cost", DECIMAL),
            *_text("channel", "seller", "branch", "partner", "address_id", "currency"),
            Column("status", choices=("completed", "cancelled")),
        ),
        key="order_id",
        multiplied=(("quantity", "unit_price"), ("quantity", "unit_cost")),
    ),
    FactTable(
        "invoices",
        (
            _filled("invoice_id"),
            CUSTOMER,
            _filled("due_on", DATE),
            _filled("amount", DECIMAL),
            Column("paid_on", DATE),
            Column("paid_amount", DECIMAL),
        ),
        key="invoice_id",
    ),
    FactTable(
        "interactions",
        (
            CUSTOMER,
            _filled("at", MOMENT),
            _filled("channel", choices=CONTACT_CHANNELS),
            Column("id"),
            Column("direction", choices=("in", "out")),
            Column("minutes", DECIMAL),
            *_text("employee", "purpose"),
            Column("objective", choices=("acquire", "retain", "serve")),
            *_text("programme", "outcome"),
            Column("cost", DECIMAL),
        ),
        key="id",
    ),
    FactTable(
        "costs",
        (
            CUSTOMER,
            _filled("on", DATE),
            _filled("activity"),
            Column("id"),
            Column("amount", DECIMAL),
            Column("minutes", DECIMAL),
        ),
        key="id",
    ),
    FactTable(
        "activity_rates",
        (_filled("activity"), _filled("unit", choices=RATE_UNITS), _filled("rate", DECIMAL), Column("from", DATE)),
    ),
    FactTable(
        "cases",
        (
            _filled("case_id"),
            CUSTOMER,
            _filled("opened_at", MOMENT),
            Column("resolved_at", MOMENT),
            *_text("nature", "severity"),
            Column("compensation", DECIMAL),
            Column("satisfaction", DECIMAL),
        ),
        key="case_id",
    ),
    FactTable(
        "surveys",
        (
            CUSTOMER,
            _filled("at", MOMENT),
            _filled("kind", choices=("nps", "csat", "ces")),
            _filled("score", DECIMAL),
            *_text("id", "comment"),
        ),
        key="id",
    ),
    FactTable("answers", (CUSTOMER, _filled("question"), _filled("answer"), Column("at", MOMENT))),
    FactTable(
        "opportunities",
        (
            _filled("opportunity_id"),
            CUSTOMER,
            _filled("stage"),
            Column("amount", DECIMAL),
            *_text("product_id", "seller", "competitor"),
            Column("opened_on", DATE),
            Column("closed_on", DATE),
        ),
        key="opportunity_id",
    ),
    FactTable(
        "treatments",
        (
            CUSTOMER,
            _filled("programme"),
            _filled("at", MOMENT),
            _filled("arm", choices=("treated", "control")),
            *_text("id", "action"),
            Column("cost", DECIMAL),
        ),
        key="id",
    ),
    FactTable(
        "subscriptions",
        (
            _filled("subscription_id"),
            CUSTOMER,
            _filled("started_on", DATE),
            Column("plan"),
            Column("monthly_fee", DECIMAL),
            Column("ended_on", DATE),
        ),
        key="subscription_id",
    ),
    FactTable(
        "wallet",
        (
            CUSTOMER,
            Column("category"),
            _filled("estimated_annual_spend", DECIMAL),
            Column("as_of", DATE),
            Column("origin", contract_name="source"),
            Column("confidence", DECIMAL),
        ),
    ),
)

FACTS: dict[str, FactTable] = {table.name: table for table in _TABLES}
"""The canonical tables by name."""
