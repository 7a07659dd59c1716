"""The doctor finds what is wrong, says what to do, and is quiet where all is well."""

import json
import os
import re
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from carteira.accounts.models import AuditEntry
from carteira.book.book import Book
from carteira.book.choices import LoadState
from carteira.book.doctor import machine
from carteira.book.doctor.examination import examine, examine_parts
from carteira.book.doctor.finding import Level
from carteira.book.doctor.work import trail
from carteira.book.home import Home
from carteira.book.left_over import AGE, remove_left_over
from carteira.book.models import Load
from carteira.differentiate.models import CustomerCard
from carteira.jobs.actions import ask
from carteira.jobs.choices import JobState
from carteira.jobs.models import Job, Worker
from carteira.messages import messages, say
from carteira.warehouse.versions import at_version

ORDERS = "order_id,customer,ordered_at,product_id,quantity,unit_price\n"
UNFORGETTABLE = {"server_unsafe", "sqlite_unsafe"}
"""What the databases of tests are: in memory, or without safety for speed."""


@pytest.fixture
def loaded(book: Book, write: Callable[[str, str], Path]) -> Book:
    """Two loads, in a folder that nobody else may enter, with a worker and a backup of today."""
    book.home.path.chmod(0o700)
    (book.home.path / "secret_key").write_text("x" * 60, encoding="ascii")
    (book.home.path / "secret_key").chmod(0o600)
    book.load("customers", write("customers.csv", "source_id,name\na,Ana\nb,Bruno\n"))
    book.load("orders", write("orders.csv", ORDERS + "1,a,2026-01-01,x,1,10\n2,b,2026-01-02,x,1,5\n"))
    Worker.objects.create(token="t", host="h", pid=1, seen_at=timezone.now() + timedelta(hours=1))
    backed_up(book, days=0)
    return book


@pytest.fixture
def published(loaded: Book) -> Book:
    """The same with a run."""
    loaded.run()
    return loaded


def backed_up(book: Book, days: int) -> None:
    at = timezone.now() - timedelta(days=days)
    book.home.last_backup.write_text(json.dumps({"at": at.isoformat()}), encoding="utf-8")


def found(book: Book, level: Level) -> dict[str, dict[str, Any]]:
    """What the doctor says at that level: arguments by code. Everything that it says can be said in words."""
    findings = [finding for finding in examine(book.home) if finding.code not in UNFORGETTABLE]
    for finding in findings:
        assert "%" not in say(finding.code, finding.arguments)
    return {finding.code: finding.arguments for finding in findings if finding.level == level}


def test_where_all_is_well_it_says_so(published: Book) -> None:
    assert found(published, Level.WRONG) == found(published, Level.NOTE) == {}
    said = found(published, Level.WELL)
    assert said["cards_published"]["customers"] == 2
    assert said["loads_whole"] == {"count": 2}
    assert said["database_sound"] == {"vendor": connection.vendor}
    assert {f"doctor_{part}" for part in examine_parts(published.home)} <= set(messages())


def test_a_database_that_forgets_is_told(book: Book) -> None:
    codes = {finding.code for finding in examine(book.home) if not finding.ok}
    assert codes == {"server_unsafe" if connection.vendor == "postgresql" else "sqlite_unsafe"}


def test_lost_and_left_files_of_tables_are_found(published: Book) -> None:
    assert left_over(published) == (0, 1, 0)
    (card,) = CustomerCard.objects.filter(customer_id=1)
    card.delete()
    differ = found(published, Level.WRONG)["cards_differ"]
    assert (differ["customers"], differ["cards"]) == (2, 1)
    damaged = {"warehouse_damaged": {"table": "customer_rfmt"}}
    folder = published.home.computed("customer_rfmt")
    version = at_version(folder)
    assert version is not None
    for name in version.sizes:
        (folder / name).write_bytes((folder / name).read_bytes()[:-1])
    assert found(published, Level.WRONG) == damaged
    for name in version.sizes:
        (folder / name).unlink()
    assert found(published, Level.WRONG) == damaged


def left_over(published: Book) -> tuple[int, int, int]:
    """How many files the doctor calls left over, where a load was killed: at once, after a day, after their removal."""
    left = published.home.facts("orders") / "load_id=99" / "part-left.parquet"
    left.parent.mkdir()
    left.write_bytes(b"half")
    counts = [len(found(published, Level.NOTE))]
    a_day_ago = time.time() - AGE - 60
    os.utime(left, (a_day_ago, a_day_ago))
    counts.append(found(published, Level.NOTE)["files_left_over"]["count"])
    with published.home.copying(), published.home.removing_files() as may_remove:
        assert not may_remove
    with published.home.removing_files() as may_remove:
        assert may_remove
        remove_left_over(published.home)
    assert not left.exists()
    counts.append(len(found(published, Level.NOTE)))
    return counts[0], counts[1], counts[2]


def test_lost_rows_of_a_load_are_found(loaded: Book) -> None:
    next(loaded.home.facts("orders").rglob("*.parquet")).unlink()
    damaged = found(loaded, Level.WRONG)["load_damaged"]
    assert damaged["file"] == "orders.csv"
    assert found(loaded, Level.WELL)["loads_whole"] == {"count": 1}


def test_a_half_done_load_is_wrong_unless_somebody_is_at_it(loaded: Book) -> None:
    Load.objects.filter(table="orders").update(state=LoadState.LOADING)
    assert found(loaded, Level.WRONG)["loads_half_done"] == {"count": 1}
    with loaded.home.locked():
        assert "loads_half_done" not in found(loaded, Level.WRONG)
        assert "load_at_work" in found(loaded, Level.NOTE)


def test_a_folder_and_a_key_that_others_read_are_told(loaded: Book) -> None:
    loaded.home.path.chmod(0o755)
    (loaded.home.path / "secret_key").chmod(0o644)
    assert found(loaded, Level.NOTE) == {"folder_open": {"home": loaded.home.path}}
    assert found(loaded, Level.WRONG) == {"key_open": {"file": loaded.home.path / "secret_key"}}
    loaded.home.path.chmod(0o777)
    assert "folder_writable" in found(loaded, Level.WRONG)


def test_a_clock_that_was_set_back_is_found(loaded: Book) -> None:
    Load.objects.update(created_at=timezone.now() + timedelta(hours=1))
    assert list(found(loaded, Level.WRONG)) == ["clock_behind"]


def test_jobs_that_nobody_ends_are_found(loaded: Book) -> None:
    long_ago = timezone.now() - timedelta(hours=1)
    for state in (JobState.RUNNING, JobState.WAITING, JobState.FAILED):
        job = ask("run", {"window": "12m"})
        Job.objects.filter(id=job.id).update(
            state=state, created_at=long_ago, lease_until=long_ago, finished_at=long_ago
        )
    Worker.objects.update(seen_at=long_ago)
    assert found(loaded, Level.WRONG) == {"jobs_stuck": {"count": 1}}
    assert found(loaded, Level.NOTE) == {"jobs_waiting": {"count": 1}, "jobs_failed": {"count": 1}, "no_worker": {}}


def test_a_missing_and_an_old_backup_are_told(loaded: Book) -> None:
    backed_up(loaded, days=8)
    assert found(loaded, Level.NOTE) == {"backup_old": {"days": 8}}
    loaded.home.last_backup.write_text("{", encoding="ascii")
    assert found(loaded, Level.NOTE) == {"no_backup": {}}


def test_little_room_is_told(loaded: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "LOW_DISK_BYTES", 2**60)
    monkeypatch.setattr(machine, "LOW_MEMORY_BYTES", 2**60)
    assert list(found(loaded, Level.WRONG)) == ["disk_full"]
    assert list(found(loaded, Level.NOTE)) == ["memory_low"]


def test_an_audit_trail_that_the_book_did_not_write_is_found(loaded: Book, settings: Any) -> None:
    whole = trail()
    assert whole.ok
    assert re.search(rf"\b{AuditEntry.objects.count()} entries", say(whole.code, whole.arguments))
    settings.SECRET_KEY = "another"
    broken = trail()
    assert not broken.ok
    first = AuditEntry.objects.order_by("id")[0].id
    assert broken.arguments["first_bad"] == first
    assert str(first) in say(broken.code, broken.arguments)


def test_a_book_without_a_run_is_well(book: Book) -> None:
    assert Home(book.home.path).is_busy is False
    assert set(found(book, Level.WRONG)) == set()
    assert "not_run_yet" in found(book, Level.WELL)
