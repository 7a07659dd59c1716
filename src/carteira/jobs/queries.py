"""Reads of jobs."""

from carteira.jobs.choices import JobState
from carteira.jobs.models import Job


def job_of(job_id: int) -> Job | None:
    """The job of that number, or None."""
    return Job.objects.filter(id=job_id).first()


def unfinished(kind: str) -> Job | None:
    """The oldest job of this kind that waits or runs, or None."""
    return Job.objects.filter(kind=kind, state__in=(JobState.WAITING, JobState.RUNNING)).order_by("id").first()
