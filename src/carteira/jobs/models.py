"""Work to be done in the background, as rows that commit together with what asked for them."""

from django.conf import settings
from django.db import models

from carteira.jobs.choices import JobState


class Job(models.Model):
    """One piece of work. Whoever holds the lease works on it; a lease that ran out is free to take."""

    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    lease_until = models.DateTimeField(null=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    stage = models.CharField(max_length=60, default="")
    result = models.JSONField(null=True)
    error_code = models.CharField(max_length=60, default="")
    error_hint = models.CharField(max_length=60, default="")
    error_arguments = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("state", "id")),)
