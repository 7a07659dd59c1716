"""How far a role reaches, what it may do besides, and what a field rule does."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """Whose records an action may touch. The higher includes the lower."""

    NONE = 0, _("None")
    OWN = 1, _("Own")
    TEAM = 2, _("Team")
    ALL = 3, _("All")


class Permission(models.TextChoices):
    """What a role allows besides reading and changing records."""

    EXPORT = "export", _("Export data to files")
    MASS_UPDATE = "mass_update", _("Change many records at once")
    MERGE = "merge", _("Merge and split customers")
    ERASE = "erase", _("Erase personal data")
    SEE_MARGINS = "see_margins", _("See margins and costs")
    SEE_TAX_IDS = "see_tax_ids", _("See tax ids")
    SEE_AGGREGATES = "see_aggregates", _("See company totals without seeing customers")
    DECIDE_PLANS = "decide_plans", _("Change and publish plans")
    MANAGE_SETTINGS = "manage_settings", _("Change settings")


class FieldRule(models.TextChoices):
    """What becomes of a field for those to whom the rule applies, the strictest last."""

    READ_ONLY = "read_only", _("Read only")
    MASKED = "masked", _("Masked")
    HIDDEN = "hidden", _("Hidden")
