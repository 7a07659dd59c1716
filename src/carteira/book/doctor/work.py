"""Checks of what is done in the background, and of what keeps the book safe."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from carteira.accounts import audit
from carteira.book.doctor.finding import Finding, note, well, wrong
from carteira.book.home import Home
from carteira.book.production import weaknesses
from carteira.jobs import queries

PATIENCE = timedelta(minutes=10)
"""How long a job may wait, or stay with a worker that does not answer, before somebody should look."""
RECENT = timedelta(days=1)
OLD_BACKUP = timedelta(days=7)


def jobs(home: Home) -> Iterator[Finding]:
    """No job is stuck, none waits for nobody, none has failed lately."""
    now = timezone.now()
    stuck, waiting = queries.count_stuck(now - PATIENCE), queries.count_waiting(now - PATIENCE)
    failed = queries.count_failed(now - RECENT)
    if stuck:
        yield wrong("jobs_stuck", count=stuck)
    if waiting:
        yield note("jobs_waiting", count=waiting)
    if failed:
        yield note("jobs_failed", count=failed)
    if not stuck and not waiting and not failed:
        yield well("jobs_flow")


def workers(home: Home) -> Iterator[Finding]:
    """Somebody does what pages ask for."""
    count = len(queries.workers())
    yield well("workers_alive", count=count) if count else note("no_worker")


def last_backup(home: Home) -> Iterator[Finding]:
    """There is a backup, and it is not old."""
    try:
        made_at = datetime.fromisoformat(json.loads(home.last_backup.read_text(encoding="utf-8"))["at"])
        age = timezone.now() - made_at
    except (OSError, ValueError, KeyError, TypeError):
        yield note("no_backup")
        return
    yield note("backup_old", days=age.days) if age > OLD_BACKUP else well("backup_recent", days=age.days)


def production(home: Home) -> Iterator[Finding]:
    """What a company's installation must be; nothing where CARTEIRA_PRODUCTION does not ask for it."""
    if not settings.PRODUCTION:
        return
    found = weaknesses(home)
    for weakness in found:
        yield wrong(weakness.code, **weakness.arguments)
    if not found:
        yield well("production_safe")
    if connection.vendor == "sqlite":
        yield note("sqlite_in_production")


def trail() -> Finding:
    """Whether the audit trail is whole, from its first entry to its last."""
    verdict = audit.verify()
    found = well if verdict.ok else wrong
    return found(verdict.reason, entries=verdict.entries, first_bad=verdict.first_bad)
