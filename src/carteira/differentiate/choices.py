"""Saved views: of which list, and who may see them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

CUSTOMER_LIST = "customers"
"""The name under which views of the list of customers are kept."""


class Audience(models.TextChoices):
    ME = "me", _("Only me")
    TEAM = "team", _("A team")
    EVERYBODY = "everybody", _("Everybody")
