"""The book's settings, its loads and its runs."""

from django.conf import settings
from django.db import models

from carteira.book.choices import LoadState, RunState, Window


class Setting(models.Model):
    """A setting of the book that differs from its default."""

    key = models.CharField(max_length=60, primary_key=True)
    value = models.JSONField(null=True)


class Load(models.Model):
    """One file that was loaded into one canonical table, and what came of its lines."""

    table = models.CharField(max_length=40)
    source = models.CharField(max_length=100)
    file_name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=LoadState, default=LoadState.LOADING)
    lines = models.BigIntegerField(default=0)
    accepted = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    replaced = models.BigIntegerField(default=0)
    file_format = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("table", "source", "digest")),)


class Run(models.Model):
    """One computation of the whole book. `manifest` says which version of each table it published."""

    state = models.CharField(max_length=10, choices=RunState, default=RunState.RUNNING)
    as_of = models.DateField()
    window = models.CharField(max_length=4, choices=Window)
    window_start = models.DateField()
    currency = models.CharField(max_length=3)
    loads = models.JSONField(default=list)
    settings = models.JSONField(default=dict)
    manifest = models.JSONField(default=dict)
    card_slot = models.SmallIntegerField(default=0)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("state", "-id")),)
