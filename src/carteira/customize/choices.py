"""What an action is for, what it moves, and whose resources it uses."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Goal(models.TextChoices):
    WIN_BACK = "win_back", _("Win back")
    SAVE = "save", _("Keep who may leave")
    LOYALTY = "loyalty", _("Loyalty")
    CROSS_SELL = "cross_sell", _("Cross-sell")
    UP_SELL = "up_sell", _("Up-sell")
    COST_REDUCTION = "cost_reduction", _("Serve at lower cost")
    PROSPECTING = "prospecting", _("Win new customers")
    SERVICE = "service", _("Service")


class Channel(models.TextChoices):
    """As in the facts: how a customer is reached."""

    VISIT = "visit", _("Visit")
    CALL = "call", _("Call")
    EMAIL = "email", _("E-mail")
    CHAT = "chat", _("Chat")
    MESSAGE = "message", _("Message")
    LETTER = "letter", _("Letter")
    WEB = "web", _("Web")


class Unit(models.TextChoices):
    MINUTES = "minutes", _("Minutes")
    MONEY = "money", _("Money")
    PIECES = "pieces", _("Pieces")
    POINTS = "points", _("Points")


class Pool(models.TextChoices):
    """Among whom a capacity is divided: each of them can use up its own only."""

    COMPANY = "company", _("The whole company")
    BRANCH = "branch", _("Each branch")
    TEAM = "team", _("Each team")
