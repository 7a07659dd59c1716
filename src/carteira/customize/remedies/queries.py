"""Reads of scenarios of remedies that people kept."""

from django.db.models import Q

from carteira.accounts.access import Access
from carteira.accounts.choices import Permission
from carteira.accounts.queries import with_parents
from carteira.customize.models import RemedyScenario
from carteira.differentiate.choices import Audience
from carteira.errors import CarteiraError


def check_allowed(access: Access) -> None:
    """Raises `not_allowed` for who may not see what single customers cost."""
    access.check("customers", "read")
    access.check_may(Permission.SEE_MARGINS)


def scenarios(access: Access) -> list[RemedyScenario]:
    """Those that this person may see: the own ones, then those shared with a team around this person or everybody. By
    name. Raises as `check_allowed`."""
    check_allowed(access)
    mine = Q(owner_id=access.user_id)
    shared = Q(audience=Audience.EVERYBODY) | Q(audience=Audience.TEAM, team_id__in=with_parents(access.teams))
    found = RemedyScenario.objects.filter(mine | shared).select_related("owner", "team")
    return sorted(found, key=lambda one: (one.owner_id != access.user_id, one.name.casefold(), one.pk))


def scenario(access: Access, number: int) -> RemedyScenario:
    """The one with that number. Raises `unknown_scenario`, and as `scenarios`."""
    found = next((one for one in scenarios(access) if one.pk == number), None)
    if found is None:
        raise CarteiraError("unknown_scenario")
    return found


def may_remove(access: Access, found: RemedyScenario) -> bool:
    """Its owner may, and, of a shared one, who manages settings."""
    shared = found.audience != Audience.ME
    return found.owner_id == access.user_id or (shared and access.may(Permission.MANAGE_SETTINGS))
