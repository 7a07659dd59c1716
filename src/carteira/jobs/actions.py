"""Asking for work, taking it, and saying how it ended."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from carteira.errors import CarteiraError
from carteira.jobs.choices import JobState
from carteira.jobs.models import Job

LEASE = timedelta(seconds=60)


def ask(kind: str, arguments: dict[str, Any], user: Any = None) -> Job:
    """A new job, waiting to be taken by a worker."""
    return Job.objects.create(kind=kind, arguments=arguments, created_by=user)


def take() -> Job | None:
    """The oldest job that is free, now held by the caller; None where there is none.

    Free is what waits, and what another worker began but let its lease run out (it died).
    """
    now = timezone.now()
    free = Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, lease_until__lt=now)
    for job_id in Job.objects.filter(free).order_by("id").values_list("id", flat=True)[:10]:
        held = {"state": JobState.RUNNING, "lease_until": now + LEASE, "started_at": now}
        if Job.objects.filter(free, id=job_id).update(**held):
            return Job.objects.get(id=job_id)
    return None


def renew(job: Job) -> None:
    Job.objects.filter(id=job.id).update(lease_until=timezone.now() + LEASE)


def report(job: Job, stage: str, done: int, total: int | None) -> None:
    Job.objects.filter(id=job.id).update(stage=stage, done=done, total=total)


def finish(job: Job, result: dict[str, Any]) -> None:
    Job.objects.filter(id=job.id).update(
        state=JobState.DONE, result=result, finished_at=timezone.now(), lease_until=None
    )


def fail(job: Job, error: CarteiraError) -> None:
    arguments = {name: str(value) for name, value in error.arguments.items()}
    Job.objects.filter(id=job.id).update(
        state=JobState.FAILED,
        error_code=error.code,
        error_hint=error.hint,
        error_arguments=arguments,
        finished_at=timezone.now(),
        lease_until=None,
    )
