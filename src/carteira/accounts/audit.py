"""The audit trail: append-only, each entry sealed together with the one before it.

A seal is HMAC-SHA-256, under a key derived from the book's secret key, of the seal before and the entry's content. So
nobody who can only write to the database can change, remove or insert an entry unseen; the newest seal stands in a row
of its own, sealed too, so that entries missing at the end are noticed as well.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from carteira.accounts.models import AuditEntry, AuditHead

LOCK = 0x6361_7274
"""The number of the PostgreSQL lock that puts entries in one line."""


@dataclass(frozen=True)
class Verdict:
    """What checking the whole trail found. `first_bad` is the entry where it breaks, `reason` a code of a message."""

    entries: int
    ok: bool
    first_bad: int | None
    reason: str


def record(actor: Any, action: str, **details: Any) -> None:
    """Appends to the trail, in the transaction of what it tells. `details` hold ids and counts, no personal data.

    `actor` is a person; None: the command line of whoever owns the book's folder.
    """
    with transaction.atomic():
        _wait_in_line()
        head = _head()
        entry = AuditEntry(
            at=timezone.now(),
            actor_id=getattr(actor, "pk", None),
            actor=actor.get_username() if getattr(actor, "pk", None) else "",
            action=action,
            details=details,
        )
        entry.seal = _seal(head.seal, entry)
        entry.save(force_insert=True)
        head.entries, head.last_id, head.seal = head.entries + 1, entry.pk, entry.seal
        head.proof = _proof(head)
        head.save()


def begin(**_: Any) -> None:
    """Writes the first entry where there is no trail yet; called after every migration. So none is ever empty."""
    if not AuditHead.objects.exists() and not AuditEntry.objects.exists():
        record(None, "trail_begun")


def pseudonym(text: str) -> str:
    """What stands in the trail for a name or address that may not: the same text gives the same 16 digits."""
    return _signed(json.dumps(["pseudonym", text.casefold()]))[:16]


def verify() -> Verdict:
    """Walks the whole trail and checks every seal, while others may go on writing it."""
    head = _head()
    seal, count = "", 0
    for entry in _entries(head.last_id):
        if not hmac.compare_digest(_seal(seal, entry), entry.seal):
            return Verdict(count, False, entry.pk, "audit_entry_broken")
        seal, count = entry.seal, count + 1
    if not hmac.compare_digest(head.proof, _proof(head)):
        return Verdict(count, False, None, "audit_head_broken")
    if (count, seal) != (head.entries, head.seal):
        return Verdict(count, False, head.last_id, "audit_entries_missing")
    beyond = AuditEntry.objects.filter(id__gt=head.last_id).order_by("id").first()
    if beyond is not None and _head().last_id == head.last_id:
        return Verdict(count, False, beyond.pk, "audit_entry_broken")
    return Verdict(count, True, None, "audit_chain_whole")


def _head() -> AuditHead:
    return AuditHead.objects.filter(id=1).first() or AuditHead(id=1)


def _entries(last_id: int) -> Iterator[AuditEntry]:
    return AuditEntry.objects.filter(id__lte=last_id).order_by("id").iterator(chunk_size=2000)


def _wait_in_line() -> None:
    """On SQLite a writing transaction is alone anyway (its transactions are IMMEDIATE)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _seal(before: str, entry: AuditEntry) -> str:
    content = [before, entry.at.isoformat(), entry.actor_id, entry.actor, entry.action, entry.details]
    return _signed(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str))


def _proof(head: AuditHead) -> str:
    return _signed(json.dumps(["head", head.entries, head.last_id, head.seal]))


def _signed(text: str) -> str:
    key = hashlib.sha256(b"carteira audit trail\0" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
