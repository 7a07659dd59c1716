"""Asking for work and cancelling it; and for workers: taking it, and saying how it goes and how it ended.

What a worker writes of a job counts only while it holds the lease: each of these raises LeaseLost where another took
the job over, and Cancelled where somebody cancelled it.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from carteira.errors import CarteiraError
from carteira.jobs import presence
from carteira.jobs.choices import UNFINISHED, JobState
from carteira.jobs.handlers import lane_of
from carteira.jobs.models import Job, Schedule, Worker
from carteira.jobs.stopping import Cancelled, LeaseLost

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 3
"""How often a job is begun before it counts as one that kills its worker."""
UNTOLD = frozenset({"value"})
"""Arguments of errors that quote what somebody wrote."""


def ask(
    kind: str,
    arguments: dict[str, Any],
    user: Any = None,
    *,
    schedule: Schedule | None = None,
    due_at: datetime | None = None,
) -> Job:
    """A new job, waiting to be taken by a worker; `schedule` and `due_at` say which moment of which schedule it is."""
    return Job.objects.create(
        kind=kind, lane=lane_of(kind), arguments=arguments, created_by=user, schedule=schedule, due_at=due_at
    )


def cancel(job: Job, user: Any = None) -> Job:
    """Cancels a job that waits at once, and one that is worked on when it next reports its progress.

    Gives the job as it then stands. Raises `job_ended` where it is too late.
    """
    with transaction.atomic():
        found = Job.objects.select_for_update().get(id=job.id)
        if found.state not in UNFINISHED:
            raise CarteiraError("job_ended", job=found.id)
        now = timezone.now()
        if found.cancel_asked_at is None:
            found.cancel_asked_at, found.cancelled_by = now, user
        if found.state == JobState.WAITING or (found.lease_until and found.lease_until <= now):
            found.state, found.finished_at, found.lease_until = JobState.CANCELLED, now, None
        found.save(update_fields=("cancel_asked_at", "cancelled_by", "state", "finished_at", "lease_until"))
    return found


def take(worker: Worker | None = None) -> Job | None:
    """The oldest job that is free, now held by the caller; None where there is none.

    Free is what waits, what another worker began but let its lease run out (it died), and what this worker holds
    without knowing, since the answer of the database was lost; unless an older job of the same lane is unfinished. A
    job that was begun MAX_ATTEMPTS times without an end fails with `job_gave_up`.
    """
    _bury_dead_workers()
    while _free(worker).exists():
        with transaction.atomic():
            job = _free(worker).select_for_update(skip_locked=True, of=("self",)).order_by("id").first()
            if job is None:
                return None
            if not _ended_instead(job):
                return _taken(job, worker)
    return None


def renew(job: Job) -> None:
    """Keeps the job for another LEASE."""
    _write(job, lease_until=timezone.now() + LEASE)


def report(job: Job, stage: str, done: int, total: int | None, rate: float | None = None) -> None:
    """Says how far the job is; `rate` in units per second."""
    _write(job, stage=stage, done=done, total=total, rate=rate)


def finish(job: Job, result: dict[str, Any]) -> None:
    """Says that the job is done; a second time does nothing. Belongs in the transaction that writes its effect."""
    try:
        _end(job, JobState.DONE, result=result)
    except LeaseLost:
        if not Job.objects.filter(id=job.id, lease=job.lease, state=JobState.DONE).exists():
            raise


def fail(job: Job, error: CarteiraError) -> None:
    """Says why the job came to nothing. What stood in a file is not told: others read of the job than of its file."""
    arguments = {name: "…" if name in UNTOLD else str(value) for name, value in error.arguments.items()}
    _end(job, JobState.FAILED, error_code=error.code, error_hint=error.hint, error_arguments=arguments)


def put_back(job: Job, delay: timedelta = timedelta(0), *, counted: bool = False) -> None:
    """Gives the job back to the queue, to be taken after `delay`. The attempt is forgotten unless `counted`."""
    attempts = job.attempts if counted else job.attempts - 1
    not_before = timezone.now() + delay
    _write(job, state=JobState.WAITING, lease_until=None, worker=None, not_before=not_before, attempts=attempts)


def stop(job: Job) -> None:
    """Ends a job that somebody cancelled."""
    now = timezone.now()
    _held(job).update(state=JobState.CANCELLED, finished_at=now, lease_until=None)


def forget_finished(before: datetime) -> int:
    """Removes the jobs that ended before that moment. Gives how many."""
    removed, _ = Job.objects.exclude(state__in=UNFINISHED).filter(finished_at__lt=before).delete()
    return removed


def _held(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(id=job.id, lease=job.lease, state=JobState.RUNNING)


def _write(job: Job, **values: Any) -> None:
    if _held(job).filter(cancel_asked_at=None).update(**values):
        return
    raise Cancelled if _held(job).exists() else LeaseLost


def _end(job: Job, state: JobState, **values: Any) -> None:
    _write(job, state=state, finished_at=timezone.now(), lease_until=None, **values)


def _free(worker: Worker | None) -> QuerySet[Job]:
    now = timezone.now()
    waiting = Q(state=JobState.WAITING) & (Q(not_before=None) | Q(not_before__lte=now))
    left = Q(state=JobState.RUNNING, lease_until__lte=now)
    if worker is not None:
        left |= Q(state=JobState.RUNNING, worker=worker)
    older = Job.objects.filter(lane=OuterRef("lane"), id__lt=OuterRef("id"), state__in=UNFINISHED)
    return Job.objects.filter(waiting | left).filter(Q(lane="") | ~Exists(older))


def _taken(job: Job, worker: Worker | None) -> Job:
    now = timezone.now()
    job.state, job.worker = JobState.RUNNING, worker
    job.lease, job.lease_until, job.attempts = job.lease + 1, now + LEASE, job.attempts + 1
    job.started_at = job.started_at or now
    job.save(update_fields=("state", "worker", "lease", "lease_until", "attempts", "started_at"))
    return job


def _ended_instead(job: Job) -> bool:
    """Ends a job that must not be begun again: it was cancelled, or has killed its worker too often."""
    gave_up = job.attempts >= MAX_ATTEMPTS
    if job.cancel_asked_at is None and not gave_up:
        return False
    job.finished_at, job.lease_until = timezone.now(), None
    if job.cancel_asked_at is not None:
        job.state = JobState.CANCELLED
    else:
        job.state, job.error_code, job.error_hint = JobState.FAILED, "job_gave_up", "see_the_log"
        job.error_arguments = {"job": str(job.id), "attempts": str(job.attempts)}
    job.save(update_fields=("state", "finished_at", "lease_until", "error_code", "error_hint", "error_arguments"))
    return True


def _bury_dead_workers() -> None:
    """Forgets workers that are known to be dead: their jobs need not wait for the lease to run out."""
    for token in presence.dead():
        Job.objects.filter(worker__token=token, state=JobState.RUNNING).update(lease_until=timezone.now())
        Worker.objects.filter(token=token).delete()
        presence.forget(token)
