"""A book whose every text is hostile: each payload in each column of each table that takes a text, and in lines that
are rejected."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from carteira.warehouse.facts import FACTS, Column, FactTable

if TYPE_CHECKING:
    from carteira.book.book import Book

DAYS = ("2024-03-01", "2025-02-01", "2025-06-01")
SHOWN = (
    "customers", "contacts", "products", "orders", "invoices", "interactions", "costs", "cases", "surveys",
    "opportunities", "treatments",
)  # fmt: skip
"""Tables whose texts pages show."""


def load_all(book: "Book", folder: Path, texts: Iterable[str], source: str, tables: Iterable[str] = SHOWN) -> None:
    """Loads the payloads, one customer for each, and a file whose lines are rejected for them; then runs the book."""
    given = list(texts)
    for name in tables:
        fact, days = FACTS[name], DAYS if name == "orders" else DAYS[-1:]
        rows = [_row(fact, text, place, day) for place, text in enumerate(given) for day in days]
        book.load(name, _written(folder, _safe(given[0], name), rows), source=source)
    wrong = [{"order_id": text, "customer": text, "ordered_at": text, "product_id": text, "quantity": text,
              "unit_price": text} for text in given]  # fmt: skip
    right = _row(FACTS["orders"], given[0], 0, DAYS[-1])
    lines = [*wrong, {name: right[name] for name in wrong[0]}]
    book.load("orders", _written(folder, _safe(given[0], "rejected"), lines), source=source)
    book.run()


def _safe(text: str, name: str) -> str:
    """A name of a file that is hostile as far as the system allows."""
    return f"{text}{name}".replace("/", "")


def _row(fact: FactTable, text: str, place: int, day: str) -> dict[str, str]:
    return {column.file_name: _value(fact, column, text, place, day) for column in fact.columns}


def _value(fact: FactTable, column: Column, text: str, place: int, day: str) -> str:
    if column.choices:
        return column.choices[0 if column.name == "status" else place % len(column.choices)]
    if pa.types.is_date(column.type) or pa.types.is_timestamp(column.type):
        return day
    if pa.types.is_decimal(column.type):
        return _number(column.name, place, day) if fact.name == "orders" else "1"
    if column.name == "currency":
        return "BRL"
    if column.name in (fact.key, "customer"):
        return f"{text}{place}{day if fact.name == 'orders' and column.name == fact.key else ''}"
    return text


def _number(name: str, place: int, day: str) -> str:
    """Every other customer is sold below cost, and more in the second year."""
    if name in ("quantity", "discount", "tax"):
        return "1" if name == "quantity" else "0"
    if name == "unit_cost":
        return "300" if place % 2 else "20"
    return "100" if day < "2025" else "200"


def _written(folder: Path, name: str, rows: list[dict[str, str]]) -> Path:
    """A Parquet file, since a text file could not hold every character."""
    path = folder / f"{name}.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path
