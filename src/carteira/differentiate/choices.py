"""Saved views: of which list, and who may see them. And the kinds of what people declare."""

from django.db import models
from django.utils.translation import gettext_lazy as _

CUSTOMER_LIST = "customers"
"""The name under which views of the list of customers are kept."""


class Audience(models.TextChoices):
    ME = "me", _("Only me")
    TEAM = "team", _("A team")
    EVERYBODY = "everybody", _("Everybody")


class StrategicKind(models.TextChoices):
    """What a customer is worth beyond money."""

    REFERENCE = "reference", _("Reference")
    INFLUENCE = "influence", _("Influence")
    MARKET_ENTRY = "market_entry", _("Market entry")
    LEARNING = "learning", _("Learning")
    OTHER = "other", _("Another reason")
