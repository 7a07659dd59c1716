"""The audit trail: the database refuses to change it, tampering of every kind is found, writers stand in one line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from carteira.accounts import audit
from carteira.accounts.append_only import NAME, TABLE, keep_append_only
from carteira.accounts.models import AuditEntry, AuditHead
from tests.accounts.cast import administrator
from tests.book.on_disk import new_book

ENTRIES = 5


def write(count: int = ENTRIES) -> list[AuditEntry]:
    """So many entries after the first; gives them."""
    who = administrator()
    for number in range(count):
        audit.record(who, "exported", rows=number, note="não é ASCII", nested={"b": [1, 2], "a": None})
    return list(AuditEntry.objects.order_by("id"))


def without_triggers() -> None:
    """What somebody may do who owns the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER USER")
        for verb in ("update", "delete") if connection.vendor == "sqlite" else ():
            cursor.execute(f"DROP TRIGGER {NAME}_{verb}")


@pytest.mark.django_db
def test_it_works() -> None:
    written = write()
    found = audit.verify()
    assert found.ok
    assert found.entries == len(written)
    assert written[0].action == "trail_begun"
    assert found.reason == "audit_chain_whole"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda entry: AuditEntry.objects.filter(pk=entry.pk).update(action="nothing"),
        lambda entry: AuditEntry.objects.filter(pk=entry.pk).delete(),
        lambda entry: AuditEntry.objects.all().delete(),
        lambda entry: AuditEntry.objects.update(details={}),
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
    ],
)
def test_the_database_refuses_changes(change: Callable[[AuditEntry], object]) -> None:
    entry = write()[2]
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        change(entry)
    assert audit.verify().ok


@pytest.mark.django_db
def test_the_triggers_come_back_after_a_migration() -> None:
    entry = write()[2]
    without_triggers()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER {NAME} ON {TABLE}")
    keep_append_only()
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        entry.delete()


def swap(entries: list[AuditEntry]) -> None:
    """Two entries change places."""
    one, other = entries[2], entries[3]
    contents = [(e.at, e.actor_id, e.actor, e.action, e.details, e.seal) for e in (other, one)]
    for entry, content in zip((one, other), contents, strict=True):
        entry.at, entry.actor_id, entry.actor, entry.action, entry.details, entry.seal = content
        entry.save()


def insert_sealed(entries: list[AuditEntry]) -> None:
    """An entry with the seal of another one."""
    AuditEntry.objects.create(at=entries[2].at, action="forged", details={}, seal=entries[2].seal)


def cut_with_the_head(entries: list[AuditEntry]) -> None:
    """The last entry is gone, and the head says so."""
    entries[-1].delete()
    AuditHead.objects.update(entries=F("entries") - 1, last_id=entries[-2].pk, seal=entries[-2].seal)


def copy_to_the_end(entries: list[AuditEntry]) -> None:
    copied = entries[2]
    copied.pk = entries[-1].pk + 1
    copied.save(force_insert=True)


def remove_everything(entries: list[AuditEntry]) -> None:
    AuditEntry.objects.all().delete()
    AuditHead.objects.all().delete()


TAMPERING: dict[str, tuple[Callable[[list[AuditEntry]], object], str]] = {
    "action": (lambda e: AuditEntry.objects.filter(pk=e[2].pk).update(action="x"), "audit_entry_broken"),
    "actor": (lambda e: AuditEntry.objects.filter(pk=e[2].pk).update(actor="bob"), "audit_entry_broken"),
    "actor's number": (lambda e: AuditEntry.objects.filter(pk=e[2].pk).update(actor_id=9), "audit_entry_broken"),
    "details": (lambda e: AuditEntry.objects.filter(pk=e[2].pk).update(details={"rows": 0}), "audit_entry_broken"),
    "time": (lambda e: AuditEntry.objects.filter(pk=e[2].pk).update(at=e[0].at), "audit_entry_broken"),
    "seal": (lambda e: AuditEntry.objects.filter(pk=e[2].pk).update(seal="0" * 64), "audit_entry_broken"),
    "one removed": (lambda e: e[2].delete(), "audit_entry_broken"),
    "the first removed": (lambda e: e[0].delete(), "audit_entry_broken"),
    "order": (swap, "audit_entry_broken"),
    "moved to the end": (lambda e: AuditEntry.objects.filter(pk=e[2].pk).update(id=e[-1].pk + 9), "audit_entry_broken"),
    "one inserted": (insert_sealed, "audit_entry_broken"),
    "one copied to the end": (copy_to_the_end, "audit_entry_broken"),
    "the last removed": (lambda e: e[-1].delete(), "audit_entries_missing"),
    "the last removed, and the head": (cut_with_the_head, "audit_head_broken"),
    "the head's count": (lambda e: AuditHead.objects.update(entries=2), "audit_head_broken"),
    "the head's proof": (lambda e: AuditHead.objects.update(proof="0" * 64), "audit_head_broken"),
    "the head removed": (lambda e: AuditHead.objects.all().delete(), "audit_head_broken"),
    "everything removed": (remove_everything, "audit_head_broken"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("how", TAMPERING)
def test_tampering_is_found(how: str) -> None:
    entries = write()
    without_triggers()
    change, reason = TAMPERING[how]
    change(entries)
    found = audit.verify()
    assert not found.ok
    assert found.reason == reason


@pytest.mark.django_db
def test_another_key_makes_other_seals(settings: object) -> None:
    write()
    settings.SECRET_KEY = "another key"  # type: ignore[attr-defined]
    assert not audit.verify().ok


@pytest.mark.django_db
def test_what_is_taken_back_is_not_told() -> None:
    before = len(write())
    with transaction.atomic():
        audit.record(None, "exported", rows=1)
        transaction.set_rollback(True)
    assert AuditEntry.objects.count() == before
    assert audit.verify().ok


@pytest.mark.django_db
def test_pseudonyms_are_the_same_for_the_same_and_tell_nothing(settings: object) -> None:
    one = audit.pseudonym("ana@example.com")
    assert one == audit.pseudonym("ANA@example.com")
    assert one != audit.pseudonym("bob@example.com")
    assert len(one) == 16
    settings.SECRET_KEY = "another key"  # type: ignore[attr-defined]
    assert one != audit.pseudonym("ana@example.com")


WRITERS = """
from threading import Thread
from django.db import connection, transaction
from carteira.accounts import audit

def write(number):
    for turn in range(25):
        if turn % 5 == 0:
            try:
                with transaction.atomic():
                    audit.record(None, "taken_back", turn=turn)
                    raise ZeroDivisionError
            except ZeroDivisionError:
                pass
        audit.record(None, "exported", thread=number, rows=turn)
        if turn % 10 == 0:
            assert audit.verify().reason == "audit_chain_whole", audit.verify()
    connection.close()

threads = [Thread(target=write, args=(number,)) for number in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""
VERDICT = """
import json
from carteira.accounts import audit
from carteira.accounts.models import AuditEntry
found = audit.verify()
told = list(AuditEntry.objects.order_by("id").values_list("action", flat=True))
print(json.dumps({"ok": found.ok, "reason": found.reason, "told": told}))
"""


@pytest.mark.database
def test_writers_of_several_processes_stand_in_one_line(tmp_path: Path) -> None:
    """Two processes of four threads write, take back and check at once: nothing is lost, and no check is alarmed."""
    with new_book(tmp_path / "book") as book:
        processes = [book.start_python(WRITERS) for _ in range(2)]
        ended = [process.communicate() for process in processes]
        assert [errors for _, errors in ended if "Error" in errors] == []
        found = json.loads(book.python(VERDICT))
    assert found["reason"] == "audit_chain_whole"
    assert found["told"].count("exported") == 2 * 4 * 25
    assert "taken_back" not in found["told"]
