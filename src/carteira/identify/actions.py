"""Keeping the register of customers, who looks after whom, and what they agreed to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa
from django.db import connection, transaction
from django.utils import timezone

from carteira.accounts import audit
from carteira.accounts.access import Access
from carteira.accounts.ownership import visible
from carteira.errors import CarteiraError
from carteira.identify.models import Consent, Customer
from carteira.identify.queries import held as current
from carteira.identify.queries import newest_ownership

VERSIONS = 0x6361_7275
"""The number of the PostgreSQL lock that gives out versions of ownership in the order of their commits."""
CHUNK = 5_000


KEEP = "keep"
"""In place of an owner or a team: as it is."""


@dataclass(frozen=True)
class Target:
    """To whom customers are given: the number of a person and of a team, None for nobody, KEEP for no change."""

    owner: int | str | None = KEEP
    team: int | str | None = KEEP

    def for_(self, row: Mapping[str, Any]) -> tuple[Any, Any]:
        """Owner and team of a customer once it is given to the target."""
        owner = row["owner_id"] if self.owner == KEEP else self.owner
        return owner, row["team_id"] if self.team == KEEP else self.team

    def given(self) -> dict[str, Any]:
        """What changes, by name."""
        return {name: value for name, value in (("owner", self.owner), ("team", self.team)) if value != KEEP}


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


@transaction.atomic
def reassign(access: Access, held: pa.Table, target: Target, by: Any) -> int:
    """Gives the customers of `held` (see `queries.held`) to the target, in one transaction. Gives how many have it.

    Left as they are: those out of reach, those that had it already, and those that changed since `held` was read. Done
    again, it changes nothing more.
    """
    reach = access.reach("customers", "edit")
    changes = []
    for row in held.to_pylist():
        wanted = (*target.for_(row), True)
        has = (row["owner_id"], row["team_id"], row["assigned"])
        if wanted != has and reach.holds(row["owner_id"], row["team_id"]):
            changes.append((*wanted, row["customer_id"], row["version"]))
    changed = _change(changes, "customers_assigned", target, by)
    return changed if changed == len(changes) else _as_wanted(changes)


@transaction.atomic
def put_back(access: Access, held: pa.Table, target: Target, by: Any) -> int:
    """Undoes `reassign`: gives customers back to whom `held` names, where they still are as the target made them.

    Gives how many. Left as they are: those that changed since, and those that were out of reach before.
    """
    reach = access.reach("customers", "edit")
    now = {row["customer_id"]: row for row in current(held["customer_id"].to_pylist()).to_pylist()}
    changes = []
    for row in held.to_pylist():
        found = now.get(row["customer_id"])
        if found is None or found["version"] <= row["version"] or not reach.holds(row["owner_id"], row["team_id"]):
            continue
        if (found["owner_id"], found["team_id"], found["assigned"]) == (*target.for_(row), True):
            former = (row["owner_id"], row["team_id"], row["assigned"])
            changes.append((*former, row["customer_id"], found["version"]))
    return _change(changes, "customers_put_back", target, by)


@transaction.atomic
def record_consent(
    access: Access, customer_id: int, purpose: str, channel: str, status: str, at: datetime, source: str, by: Any
) -> Consent:
    """Notes what a customer said of being addressed for a purpose over a channel. It counts from the next decision on.

    Raises `unknown_customer` for one out of reach, and `bad_consent_time` for a moment that is still to come.
    """
    customer = visible(access, Customer.objects.filter(id=customer_id), "edit").first()
    if customer is None:
        raise CarteiraError("unknown_customer", hint="search_customers", customer_id=customer_id)
    if at > timezone.now():
        raise CarteiraError("bad_consent_time")
    said = {"purpose": purpose, "channel": channel, "status": status}
    made = Consent.objects.create(customer=customer, at=at, source=source, recorded_by=by, **said)
    audit.record(by, "consent_recorded", customer=customer_id, **said)
    return made


def _as_wanted(changes: Sequence[tuple[Any, ...]]) -> int:
    """How many of the changes stand, as (owner, team, assigned, customer, ...)."""
    wanted = {change[3]: change[:3] for change in changes}
    now = current(list(wanted)).to_pylist()
    return sum((row["owner_id"], row["team_id"], row["assigned"]) == wanted[row["customer_id"]] for row in now)


def _change(changes: Sequence[tuple[Any, ...]], action: str, target: Target, by: Any) -> int:
    """Makes the changes, as (owner, team, assigned, customer, the version at which they hold), and tells the trail."""
    if not changes:
        return 0
    version = _next_version()
    table = Customer._meta.db_table
    update = f"UPDATE {table} SET owner_id = %s, team_id = %s, assigned = %s, version = {version:d}"
    with connection.cursor() as cursor:
        cursor.executemany(f"{update} WHERE id = %s AND version = %s", changes)
        total = cursor.rowcount
    if total:
        first = [change[3] for change in changes[:20]]
        audit.record(by, action, customers=total, first=first, **target.given())
    return total


def _next_version() -> int:
    """One more than the latest, held by this transaction alone until it ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [VERSIONS])
    return newest_ownership() + 1
