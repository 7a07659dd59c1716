"""Keeping the register of customers."""

from collections.abc import Iterable

import pyarrow as pa
from django.db import connection, transaction

from carteira.identify.models import Customer


def register_customers(batches: Iterable[pa.RecordBatch]) -> None:
    """Adds customers (column customer_id) to the register, a short transaction per batch; known ones stay."""
    insert = f"INSERT INTO {Customer._meta.db_table} (id) VALUES (%s) ON CONFLICT (id) DO NOTHING"
    for batch in batches:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(insert, [(number,) for number in batch.column("customer_id").to_pylist()])


def point_at_survivors(merged: Iterable[tuple[int, int]], present: Iterable[int]) -> None:
    """Sets into whom customers that are gone were merged, as (gone, survivor); those present again are not merged."""
    Customer.objects.filter(id__in=list(present)).update(merged_into=None)
    for gone, survivor in merged:
        Customer.objects.filter(id=gone).update(merged_into_id=survivor)
