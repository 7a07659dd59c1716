"""The value categories: their names, in the order of their worth."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    MOST_VALUABLE = "mvc", _("Most valuable")
    MOST_GROWABLE = "mgc", _("Most growable")
    INTERMEDIATE = "intermediate", _("Intermediate")
    BELOW_ZERO = "below_zero", _("Below zero")
