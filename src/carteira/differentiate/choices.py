"""Who may see a saved view."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    ME = "me", _("Only me")
    TEAM = "team", _("A team")
    EVERYBODY = "everybody", _("Everybody")
