"""Making and changing teams."""

from typing import Any

from django.db import transaction

from carteira.accounts import audit
from carteira.accounts.granting import check_whole_reach
from carteira.accounts.models import Team
from carteira.accounts.signals import owners_changed
from carteira.errors import CarteiraError

LONGEST = 100


@transaction.atomic
def add_team(name: str, parent: str = "", by: Any = None) -> Team:
    """A new team, below `parent` where one is given.

    Raises `bad_team_name`, `team_exists`, `unknown_team`, and `beyond_own_access` where `by` sees only a part of the
    customers: those of the team, which files may name already, could become visible by it.
    """
    check_whole_reach(by)
    team = Team(name=_free(name), parent=named_team(parent) if parent else None)
    team.save()
    audit.record(by, "team_added", team=team.pk, parent=team.parent_id)
    owners_changed.send(Team)
    return team


@transaction.atomic
def change_team(name: str, *, new_name: str | None = None, parent: str | None = None, by: Any = None) -> Team:
    """The team renamed or moved; parent "" puts it at the top.

    Raises as `add_team`, and `team_below_itself` where it would end below one of its own.
    """
    check_whole_reach(by)
    team = named_team(name)
    if new_name is not None and new_name != name:
        team.name = _free(new_name)
    if parent is not None:
        above = named_team(parent) if parent else None
        _check_no_circle(team, above)
        team.parent = above
    team.save()
    audit.record(by, "team_changed", team=team.pk, parent=team.parent_id)
    owners_changed.send(Team)
    return team


@transaction.atomic
def remove_team(name: str, by: Any = None) -> None:
    """Removes a team; its customers and people stay, without it. Raises `unknown_team` or `team_has_teams`."""
    team = named_team(name)
    if team.children.exists():
        raise CarteiraError("team_has_teams", team=name)
    audit.record(by, "team_removed", team=team.pk)
    team.delete()
    owners_changed.send(Team)


def named_team(name: str) -> Team:
    """The team of that name. Raises `unknown_team`."""
    team = Team.objects.filter(name=name).first()
    if team is None:
        raise CarteiraError("unknown_team", team=name)
    return team


def _free(name: str) -> str:
    if not name.strip() or len(name) > LONGEST or not name.isprintable():
        raise CarteiraError("bad_team_name", team=name)
    if Team.objects.filter(name__iexact=name).exists():
        raise CarteiraError("team_exists", team=name)
    return name


def _check_no_circle(team: Team, above: Team | None) -> None:
    while above is not None:
        if above.pk == team.pk:
            raise CarteiraError("team_below_itself", team=team.name)
        above = above.parent
