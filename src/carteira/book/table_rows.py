"""The computed tables, a page of rows at a time, or as a stream of the whole."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from carteira.book.queries import PublishedTables
from carteira.errors import CarteiraError

BULK = 1_000
"""Rows of one answer from which on the audit trail tells of it."""
BATCH = 50_000
NONE = "none"
"""Stands in a cursor for rows of no customer."""


@dataclass(frozen=True)
class Reading:
    """What to read of a published table: every row, or those of one customer. `columns` as `columns` gives them."""

    tables: PublishedTables
    name: str
    columns: Mapping[str, str]
    customer_id: int | None = None

    @property
    def by_customer(self) -> bool:
        return "customer_id" in self.columns


def columns(tables: PublishedTables, name: str) -> dict[str, str]:
    """The columns of the table by name with their SQL types. Raises `unknown_table` for one that may not be seen."""
    if name not in tables.names:
        raise CarteiraError("unknown_table", table=name, known=", ".join(sorted(tables.names)))
    found = tables.query(f'DESCRIBE SELECT * FROM "{name}"').to_pylist()
    return {row["column_name"]: row["column_type"] for row in found}


def count(reading: Reading) -> int:
    """How many rows there are to read."""
    condition, parameters = _condition(reading, "")
    sql = f'SELECT count(*) AS rows FROM "{reading.name}" WHERE {condition}'
    return int(reading.tables.query(sql, parameters)["rows"][0].as_py())


def page(reading: Reading, cursor: str, limit: int) -> tuple[list[dict[str, Any]], str | None]:
    """The rows behind the cursor ("": from the start), at most `limit`, and the cursor of those that follow, if any.

    Rows come by customer, those of no customer last, and among equals in the order of all their columns: the same
    cursor always gives the same rows of a run. Raises `table_without_customers` where one is asked for.
    """
    found, following = _read(reading, cursor, limit)
    return found.to_pylist(), following


def arrow_stream(reading: Reading) -> Iterator[bytes]:
    """The rows in the order of `page`, as an Apache Arrow stream in pieces."""
    sink = _Pieces()
    cursor: str | None = ""
    first, following = _read(reading, "", BATCH)
    with pa.ipc.new_stream(sink, first.schema) as writer:
        while True:
            writer.write_table(first)
            yield from sink.taken()
            cursor = following
            if cursor is None:
                break
            first, following = _read(reading, cursor, BATCH)
    yield from sink.taken()


class _Pieces:
    """What Arrow writes to: it hands the bytes over."""

    closed = False

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: Any) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def taken(self) -> list[bytes]:
        pieces, self._pieces = self._pieces, []
        return pieces


def _read(reading: Reading, cursor: str, limit: int) -> tuple[pa.Table, str | None]:
    place, _, skipped = cursor.partition("-")
    condition, parameters = _condition(reading, place)
    skip = int(skipped or 0)
    found = reading.tables.query(
        f'SELECT * FROM "{reading.name}" WHERE {condition} ORDER BY {_order(reading)} LIMIT ? OFFSET ?',
        [*parameters, limit + 1, skip],
    )
    if found.num_rows <= limit:
        return found, None
    found = found.slice(0, limit)
    if not reading.by_customer:
        return found, f"0-{skip + limit}"
    return found, _cursor(found["customer_id"].to_pylist(), place, skip)


def _cursor(customers: Sequence[int | None], place: str, skip: int) -> str:
    """The last customer, and how many of its rows were read."""
    last = customers[-1]
    read = sum(customer == last for customer in customers)
    name = NONE if last is None else str(last)
    return f"{name}-{read + skip if name == place else read}"


def _condition(reading: Reading, place: str) -> tuple[str, list[Any]]:
    """Which rows to read, from the customer on that the cursor names."""
    conditions, parameters = ["TRUE"], []
    if reading.customer_id is not None:
        if not reading.by_customer:
            raise CarteiraError("table_without_customers", table=reading.name)
        conditions.append("customer_id = ?")
        parameters.append(reading.customer_id)
    if reading.by_customer and place == NONE:
        conditions.append("customer_id IS NULL")
    elif reading.by_customer and place:
        conditions.append("(customer_id >= ? OR customer_id IS NULL)")
        parameters.append(int(place))
    return " AND ".join(conditions), parameters


def _order(reading: Reading) -> str:
    names = sorted(reading.columns, key=lambda name: name != "customer_id")
    return ", ".join(f'"{name}" NULLS LAST' for name in names)
