"""Reads of the register of customers."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
from django.db import connection
from django.db.models import Max

from carteira.accounts.queries import owner_names, team_names
from carteira.identify.models import Consent, Customer

OWNERSHIP = pa.schema([("customer_id", pa.int64()), ("owner_id", pa.int64()), ("team_id", pa.int64())])
HELD = pa.schema([*OWNERSHIP, ("assigned", pa.bool_()), ("version", pa.int64())])
CHUNK = 5_000
ASSIGNMENTS = pa.schema([("customer_id", pa.int64()), ("owner", pa.string()), ("team", pa.string())])


def newest_customer_id() -> int:
    """The highest customer id ever registered, 0 where there is none."""
    return Customer.objects.aggregate(newest=Max("id"))["newest"] or 0


def merged_customers() -> list[int]:
    """The customers that were merged into others."""
    return list(Customer.objects.filter(merged_into__isnull=False).values_list("id", flat=True))


def survivor_of(customer_id: int) -> int | None:
    """The customer that this one was merged into, in the end; None where it was not merged or is unknown."""
    seen = {customer_id}
    current = Customer.objects.filter(id=customer_id).values_list("merged_into_id", flat=True).first()
    survivor = None
    while current is not None and current not in seen:
        seen.add(current)
        survivor = current
        current = Customer.objects.filter(id=current).values_list("merged_into_id", flat=True).first()
    return survivor


def survivors_of(customers: Iterable[int]) -> dict[int, int]:
    """The customer that each of these was merged into, in the end, or itself."""
    numbers = set(customers)
    merged = Customer.objects.filter(id__in=numbers, merged_into__isnull=False).values_list("id", flat=True)
    return {number: number for number in numbers} | {number: survivor_of(number) or number for number in merged}


def absorbed_by(customer_id: int) -> list[int]:
    """The customers that were merged into this one, directly or through others."""
    found: list[int] = []
    waiting = [customer_id]
    while waiting:
        below = Customer.objects.filter(merged_into_id__in=waiting).exclude(id__in=[customer_id, *found])
        waiting = list(below.values_list("id", flat=True))
        found += waiting
    return found


def customer_of(customer_id: int) -> Customer | None:
    """The register's row of that customer, with owner and team, or None."""
    return Customer.objects.select_related("owner", "team").filter(id=customer_id).first()


def held_customer(customer_id: int) -> Customer | None:
    """The register's row of that customer, which nobody else changes until the transaction ends; or None."""
    return Customer.objects.select_for_update().filter(id=customer_id).first()


def newest_ownership() -> int:
    """The version of the latest change of any owner or team; it grows with every change. Every page asks for it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MAX(version) FROM {Customer._meta.db_table}")
        return int(cursor.fetchone()[0] or 0)


def owners_of(customers: Sequence[int]) -> dict[int, tuple[int | None, int | None]]:
    """Owner and team of each of these customers, by their numbers."""
    found = Customer.objects.filter(id__in=customers).values_list("id", "owner_id", "team_id")
    return {number: (owner, team) for number, owner, team in found}


def ownership(since: int = -1) -> pa.Table:
    """Whom each customer belongs to (OWNERSHIP), of those that changed after the version `since`."""
    found = Customer.objects.filter(version__gt=since).values_list("id", "owner_id", "team_id")
    rows: list[tuple[Any, ...]] = list(found)
    columns = [pa.array(column, pa.int64()) for column in zip(*rows, strict=True)] if rows else [[], [], []]
    return pa.table(columns, schema=OWNERSHIP)


def assignments() -> pa.Table:
    """The customers whose owner and team were given here rather than in the files (ASSIGNMENTS)."""
    rows = list(Customer.objects.filter(assigned=True).values_list("id", "owner_id", "team_id"))
    owners, teams = owner_names(), team_names()
    return pa.table(
        [[row[0] for row in rows], [owners.get(row[1]) for row in rows], [teams.get(row[2]) for row in rows]],
        schema=ASSIGNMENTS,
    )


def held(customers: Sequence[int]) -> pa.Table:
    """Who looks after each of these customers now, whether that was given here, and since which version (HELD)."""
    rows: list[tuple[Any, ...]] = []
    for start in range(0, len(customers), CHUNK):
        chunk = Customer.objects.filter(id__in=customers[start : start + CHUNK])
        rows += chunk.values_list("id", "owner_id", "team_id", "assigned", "version")
    columns = zip(*rows, strict=True) if rows else [[] for _ in HELD]
    return pa.table([pa.array(column, kind.type) for column, kind in zip(columns, HELD, strict=True)], schema=HELD)


def consents(since: datetime | None = None) -> dict[int, dict[tuple[str, str], str]]:
    """The latest status by customer, then by (purpose, channel), of those about whom one was recorded since then.

    What a customer said who was merged into another holds for that one.
    """
    rows = Consent.objects.order_by("at", "id")
    if since is not None:
        changed = set(Consent.objects.filter(recorded_at__gte=since).values_list("customer_id", flat=True))
        if not changed:
            return {}
        rows = rows.filter(customer_id__in=_families(changed))
    found: dict[int, dict[tuple[str, str], str]] = {}
    columns = ("customer_id", "customer__merged_into_id", "purpose", "channel", "status")
    for customer, merged_into, purpose, channel, status in rows.values_list(*columns).iterator():
        survivor = customer if merged_into is None else survivor_of(customer) or customer
        found.setdefault(survivor, {})[purpose, channel] = status
    return found


def _families(customers: set[int]) -> set[int]:
    """Those whom these customers were found to be, and all who were merged into them."""
    found = {survivor_of(number) or number for number in customers}
    while more := set(Customer.objects.filter(merged_into_id__in=found).values_list("id", flat=True)) - found:
        found |= more
    return found
