"""The plan in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from carteira.customize.options import Options, ResourceTerms
from carteira.messages import say
from carteira.web import formats
from carteira.web.customers.words import NEEDS

MINUTES_OF_AN_HOUR = 60
HUNDRED = 100


@dataclass(frozen=True)
class Names:
    """What actions and resources are called, by code."""

    actions: Mapping[str, str]
    resources: Mapping[str, str]
    channels: Mapping[str, str]

    @classmethod
    def of(cls, options: Options) -> "Names":
        return cls(
            {action.code: action.name for action in options.actions},
            {resource.code: resource.name for resource in options.resources},
            {action.code: action.channel for action in options.actions},
        )


def why(row: Mapping[str, Any], names: Names, currency: str) -> str:
    """Why a customer gets what it gets, or nothing, in one sentence."""
    locale = formats.active_locale()
    arguments = {
        "need": str(NEEDS.get(row["need"], row["need"] or "")),
        "effect": formats.percent(abs(row["effect"] or 0.0), locale),
        "wished": names.actions.get(row["wished"], ""),
        "value": formats.money_short(row["wished_value"], currency, locale),
        "resource": names.resources.get(row["wished_resource"], _("another customer")),
    }
    return say(f"plan_{row['reason']}", arguments)


def displaced(row: Mapping[str, Any], names: Names, currency: str) -> str:
    """What it would get otherwise; what it would get if resources were not scarce."""
    locale = formats.active_locale()
    if row["wished"] and row["action"]:
        return _("Without limits: %(action)s, %(value)s") % {
            "action": names.actions.get(row["wished"], row["wished"]),
            "value": formats.money_short(row["wished_value"], currency, locale),
        }
    if row["next_action"] and row["next_net"] > 0:
        return _("Otherwise: %(action)s") % {"action": names.actions.get(row["next_action"], row["next_action"])}
    return ""


def amount_words(amount: float, resource: ResourceTerms, currency: str) -> str:
    """So much of a resource in its unit: hours for minutes."""
    locale = formats.active_locale()
    if resource.unit == "minutes":
        return _("%(hours)s h") % {"hours": formats.number(round(amount / MINUTES_OF_AN_HOUR), locale)}
    if resource.unit == "money":
        return formats.money_short(round(amount), currency, locale)
    return formats.number(round(amount), locale)


def price_words(price: float, resource: ResourceTerms, currency: str) -> str:
    """What one more unit would bring; that it would bring nothing where the resource is not used up."""
    locale = formats.active_locale()
    if price <= 0:
        return _("Not used up: more of it would bring nothing")
    if resource.unit == "minutes":
        more = formats.money_short(round(price * MINUTES_OF_AN_HOUR), currency, locale)
        return _("One more hour: %(value)s") % {"value": more}
    if resource.unit == "money":
        one = formats.money_short(HUNDRED * HUNDRED, currency, locale)
        return _("%(one)s more: %(value)s") % {
            "one": one,
            "value": formats.money_short(round(price * HUNDRED * HUNDRED), currency, locale),
        }
    return _("One more: %(value)s") % {"value": formats.money_short(round(price), currency, locale)}
