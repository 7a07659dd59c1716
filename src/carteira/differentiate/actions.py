"""Writing customer cards: whole slots, in short transactions, while readers look at the other slot."""

from collections.abc import Callable, Iterable
from typing import Any

import pyarrow as pa
from django.db import connection, transaction

from carteira.differentiate.models import CustomerCard

CHUNK = 20_000


def card_columns() -> list[str]:
    """The columns that a card takes over from the table `customer_card`."""
    return [field.attname for field in CustomerCard._meta.concrete_fields if field.attname != "slot"]


def write_cards(slot: int, batches: Iterable[pa.RecordBatch], written: Callable[[int], None]) -> None:
    """Makes the batches (columns as `card_columns`) the whole content of a slot that nobody reads."""
    clear_slot(slot)
    insert = _copy_cards if connection.vendor == "postgresql" else _insert_cards
    count = 0
    for batch in batches:
        insert(slot, batch)
        count += batch.num_rows
        written(count)


def clear_slot(slot: int) -> None:
    """Removes the cards of a slot, chunk by chunk."""
    delete = f"DELETE FROM {CustomerCard._meta.db_table} WHERE slot = %s AND customer_id <= %s"
    while True:
        ids = CustomerCard.objects.filter(slot=slot).order_by("customer_id").values_list("customer_id", flat=True)
        last = list(ids[CHUNK - 1 : CHUNK]) or list(ids.reverse()[:1])
        if not last:
            return
        with connection.cursor() as cursor:
            cursor.execute(delete, [slot, last[0]])


def _columns(batch: pa.RecordBatch) -> str:
    return ", ".join(connection.ops.quote_name(name) for name in ("slot", *batch.schema.names))


def _rows(slot: int, batch: pa.RecordBatch) -> Iterable[tuple[Any, ...]]:
    columns = [column.to_pylist() for column in batch.columns]
    return zip([slot] * batch.num_rows, *columns, strict=True)


def _insert_cards(slot: int, batch: pa.RecordBatch) -> None:
    values = ", ".join(["%s"] * (batch.num_columns + 1))
    insert = f"INSERT INTO {CustomerCard._meta.db_table} ({_columns(batch)}) VALUES ({values})"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(insert, list(_rows(slot, batch)))


def _copy_cards(slot: int, batch: pa.RecordBatch) -> None:
    statement = f"COPY {CustomerCard._meta.db_table} ({_columns(batch)}) FROM STDIN"
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in _rows(slot, batch):
            copy.write_row(row)
