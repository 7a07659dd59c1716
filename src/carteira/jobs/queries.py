"""Reads of jobs, of who works on them, and of schedules."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from carteira.jobs.actions import LEASE
from carteira.jobs.choices import UNFINISHED, JobState
from carteira.jobs.models import Job, Schedule, Worker


def job_of(job_id: int) -> Job | None:
    """The job of that number, or None."""
    return Job.objects.filter(id=job_id).first()


def unfinished(kind: str) -> Job | None:
    """The oldest job of this kind that waits or runs, or None."""
    return Job.objects.filter(kind=kind, state__in=UNFINISHED).order_by("id").first()


def unfinished_arguments(kind: str) -> list[dict[str, Any]]:
    """The arguments of every job of this kind that waits or runs."""
    found = Job.objects.filter(kind=kind, state__in=UNFINISHED).order_by("id")
    return list(found.values_list("arguments", flat=True))


def done_arguments(kind: str) -> list[dict[str, Any]]:
    """The arguments of every job of this kind that is done and still kept."""
    return list(Job.objects.filter(kind=kind, state=JobState.DONE).values_list("arguments", flat=True))


def workers() -> list[Worker]:
    """Who works now: each was seen within the time of a lease. The one seen last comes first."""
    return list(Worker.objects.filter(seen_at__gt=timezone.now() - LEASE).order_by("-seen_at"))


def schedules() -> list[Schedule]:
    """Every schedule, by name."""
    return list(Schedule.objects.order_by("name"))


def all_jobs() -> QuerySet[Job]:
    """Every job, the newest first."""
    return Job.objects.order_by("-id")


def jobs_of(user_id: int, kinds: Iterable[str]) -> QuerySet[Job]:
    """The jobs that this person asked for, and everybody's of these kinds, the newest first."""
    return Job.objects.filter(Q(created_by_id=user_id) | Q(kind__in=list(kinds))).order_by("-id")


def count_stuck(since: datetime) -> int:
    """How many jobs are held by a worker that has not renewed its lease since that moment or before."""
    return Job.objects.filter(state=JobState.RUNNING, lease_until__lt=since).count()


def count_waiting(since: datetime) -> int:
    """How many jobs could have been begun at that moment and still wait."""
    due = Q(not_before=None) | Q(not_before__lt=since)
    return Job.objects.filter(due, state=JobState.WAITING, created_at__lt=since).count()


def count_failed(since: datetime) -> int:
    """How many jobs have failed since that moment."""
    return Job.objects.filter(state=JobState.FAILED, finished_at__gte=since).count()
