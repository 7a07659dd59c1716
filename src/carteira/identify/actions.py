"""Keeping the register of customers, and who looks after whom."""

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa
from django.db import connection, transaction

from carteira.accounts import audit
from carteira.accounts.access import Access
from carteira.accounts.ownership import visible
from carteira.errors import CarteiraError
from carteira.identify.models import Customer
from carteira.identify.queries import newest_ownership

VERSIONS = 0x6361_7275
"""The number of the PostgreSQL lock that gives out versions of ownership in the order of their commits."""
CHUNK = 5_000


def register_customers(batches: Iterable[pa.RecordBatch]) -> None:
    """Adds customers (column customer_id) to the register, a short transaction per batch; known ones stay."""
    columns = "(id, assigned, version) VALUES (%s, FALSE, 0)"
    insert = f"INSERT INTO {Customer._meta.db_table} {columns} ON CONFLICT (id) DO NOTHING"
    for batch in batches:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(insert, [(number,) for number in batch.column("customer_id").to_pylist()])


def point_at_survivors(merged: Iterable[tuple[int, int]], present: Iterable[int]) -> None:
    """Sets into whom customers that are gone were merged, as (gone, survivor); those present again are not merged."""
    Customer.objects.filter(id__in=list(present)).update(merged_into=None)
    for gone, survivor in merged:
        Customer.objects.filter(id=gone).update(merged_into_id=survivor)


def follow_files(changes: Iterable[tuple[int, int | None, int | None]]) -> int:
    """Gives customers the owner and team that the files name, as (customer, owner, team), a short transaction per
    chunk. Gives how many. Those that somebody assigned here keep theirs."""
    update = (
        f"UPDATE {Customer._meta.db_table} SET owner_id = %s, team_id = %s, version = %s WHERE id = %s AND NOT assigned"
    )
    rows = list(changes)
    for start in range(0, len(rows), CHUNK):
        with transaction.atomic(), connection.cursor() as cursor:
            version = _next_version()
            chunk = rows[start : start + CHUNK]
            cursor.executemany(update, [(owner, team, version, customer) for customer, owner, team in chunk])
    return len(rows)


@transaction.atomic
def assign(access: Access, customers: Sequence[int], *, owner: Any, team: Any, by: Any) -> int:
    """Gives the customers an owner and a team, whatever the files say from now on. Gives how many.

    `owner` is a person, `team` a team, each or None. Raises `not_allowed` where one of the customers is out of reach.
    """
    version = _next_version()
    total = 0
    for start in range(0, len(customers), CHUNK):
        chunk = list(customers[start : start + CHUNK])
        mine = visible(access, Customer.objects.filter(id__in=chunk), "edit")
        if mine.count() != len(set(chunk)):
            raise CarteiraError("not_allowed", hint="ask_your_administrator")
        total += Customer.objects.filter(id__in=chunk).update(owner=owner, team=team, assigned=True, version=version)
    audit.record(
        by, "customers_assigned", customers=total, first=customers[:20], owner=owner and owner.pk, team=team and team.pk
    )
    return total


def _next_version() -> int:
    """One more than the latest, held by this transaction alone until it ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [VERSIONS])
    return newest_ownership() + 1
