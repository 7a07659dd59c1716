"""A table as a file that any spreadsheet opens: numbers that no language misreads, texts that it does not calculate."""

import csv
from datetime import date
from io import StringIO
from typing import Any

from carteira.book.spreadsheet import harmless
from carteira.web import formats
from carteira.web.tables import Cell, Column, Table


def as_csv(table: Table, currency: str) -> str:
    """The table as CSV (RFC 4180): money in major units, shares as fractions, a point before decimals, days as ISO."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([_title(column, currency) for column in table.columns])
    for row in table.rows:
        writer.writerow([_value(value, column, currency) for value, column in zip(row, table.columns, strict=True)])
    return text.getvalue()


def _title(column: Column, currency: str) -> str:
    return harmless(f"{column.title} ({currency})" if column.kind == "money" else str(column.title))


def _value(value: Any, column: Column, currency: str) -> str:
    if isinstance(value, Cell):
        value = value.value
    if value is None:
        return ""
    if column.kind == "money":
        return f"{formats.major_units(value, currency):.{formats.places(currency)}f}"
    if column.kind == "day" and isinstance(value, date):
        return value.isoformat()
    return harmless(str(value)) if column.kind == "text" else str(value)
