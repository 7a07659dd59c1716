"""Work to be done in the background, as rows that commit together with what asked for them."""

from django.conf import settings
from django.db import models

from carteira.jobs.choices import JobState


class Worker(models.Model):
    """A process that does jobs. It holds the lock file of its token for as long as it lives."""

    token = models.CharField(max_length=32, unique=True)
    host = models.CharField(max_length=255)
    pid = models.IntegerField()
    started_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField()


class Schedule(models.Model):
    """Work that is asked for again and again. `when` is text as `jobs.when` reads it."""

    name = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    when = models.CharField(max_length=60)
    time_zone = models.CharField(max_length=60)
    active = models.BooleanField(default=True)
    next_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("active", "next_at")),)


class Job(models.Model):
    """One piece of work. Whoever holds the lease works on it; a lease that ran out is free to take.

    `lease` is the fencing number: it grows each time the job is taken, and every write of the holder checks it. Of the
    jobs of one `lane` only the oldest is worked on.
    """

    kind = models.CharField(max_length=40)
    lane = models.CharField(max_length=20, default="")
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    not_before = models.DateTimeField(null=True)
    lease = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    worker = models.ForeignKey(Worker, null=True, on_delete=models.SET_NULL)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    stage = models.CharField(max_length=60, default="")
    rate = models.FloatField(null=True)
    result = models.JSONField(null=True)
    error_code = models.CharField(max_length=60, default="")
    error_hint = models.CharField(max_length=60, default="")
    error_arguments = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="cancelled_jobs"
    )
    schedule = models.ForeignKey(Schedule, null=True, on_delete=models.SET_NULL)
    due_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("state", "id")),)
        constraints = (models.UniqueConstraint(fields=("schedule", "due_at"), name="jobs_job_once_per_moment"),)
