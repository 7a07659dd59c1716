"""The states of loads and runs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadState(models.TextChoices):
    LOADING = "loading", _("Loading")
    LOADED = "loaded", _("Loaded")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")
    FAILED = "failed", _("Failed")


class RunState(models.TextChoices):
    RUNNING = "running", _("Running")
    PUBLISHED = "published", _("Published")
    FAILED = "failed", _("Failed")


class Window(models.TextChoices):
    TWELVE_MONTHS = "12m", _("Last 12 months")
    YEAR = "year", _("Calendar year")
    ALL = "all", _("Since the start")
