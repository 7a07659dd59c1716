"""Teams: the parts of the company, one below the other."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.http import HttpResponse
from ninja import Router, Status
from pydantic import BaseModel

from carteira.accounts import queries
from carteira.accounts.actions import teams as actions
from carteira.accounts.holding import held_team
from carteira.api.authentication import ApiRequest
from carteira.api.conditions import check_unchanged, etag_of
from carteira.api.fields import After, Given, Limit, Line, Number, PathNumber, example
from carteira.api.operations import PREFIX, Answers, operation
from carteira.api.paging import Page, by_number, first, page
from carteira.errors import CarteiraError

if TYPE_CHECKING:
    from carteira.accounts.models import Team

router = Router(tags=["teams"])
LINKS = {
    name: {"operationId": name, "parameters": {"team_id": "$response.body#/id", **matched}}
    for name, matched in (
        ("team", {}),
        ("change_team", {"header.If-Match": "$response.header.ETag"}),
        ("remove_team", {"header.If-Match": "$response.header.ETag"}),
    )
}


class TeamShown(BaseModel):
    """A team. Files name it by its name; `parent_id` is the team above it."""

    id: int
    name: str
    parent_id: int | None


class NewTeam(Given):
    """A team to make."""

    model_config = example(name="South")

    name: Line
    parent_id: Number | None = None


class TeamChange(Given):
    """What of a team is to change; `parent_id` null puts it at the top, what is left out stays."""

    name: Line | None = None
    parent_id: Number | None = None


@operation(
    router,
    "GET",
    "/teams",
    scope="users:read",
    answers=Answers(Page[TeamShown], headers=["Link"], links=first("team", "team_id")),
)
def teams(request: ApiRequest, response: HttpResponse, limit: Limit, cursor: After) -> Page[TeamShown]:
    """Every team, by number."""
    return page(request, response, by_number(queries.teams(), cursor, limit), limit, shown)


@operation(
    router,
    "POST",
    "/teams",
    scope="users:create",
    answers=Answers(TeamShown, 201, "Made", headers=["Location", "ETag"], links=LINKS),
)
def add_team(request: ApiRequest, response: HttpResponse, body: NewTeam) -> Status[TeamShown]:
    """Make a team."""
    made = actions.add_team(body.name, _name_of(body.parent_id), by=request.auth.user)
    response.headers["Location"] = f"{PREFIX}/teams/{made.pk}"
    return Status(201, _told(response, made))


@operation(
    router, "GET", "/teams/{int:team_id}", scope="users:read", answers=Answers(TeamShown, headers=["ETag"], links=LINKS)
)
def team(request: ApiRequest, response: HttpResponse, team_id: PathNumber) -> TeamShown:
    """One team."""
    return _told(response, _found(next((each for each in queries.teams() if each.pk == team_id), None)))


@operation(
    router,
    "PATCH",
    "/teams/{int:team_id}",
    scope="users:edit",
    conditional=True,
    answers=Answers(TeamShown, headers=["ETag"], links=LINKS),
)
@transaction.atomic
def change_team(request: ApiRequest, response: HttpResponse, team_id: PathNumber, body: TeamChange) -> TeamShown:
    """Rename or move a team."""
    held = _found(held_team(team_id))
    check_unchanged(request, etag_of(shown(held)))
    parent = _name_of(body.parent_id) if "parent_id" in body.model_fields_set else None
    changed = actions.change_team(held.name, new_name=body.name, parent=parent, by=request.auth.user)
    return _told(response, changed)


@operation(
    router,
    "DELETE",
    "/teams/{int:team_id}",
    scope="users:delete",
    conditional=True,
    answers=Answers(None, 204, "Removed"),
)
@transaction.atomic
def remove_team(request: ApiRequest, team_id: PathNumber) -> Status[None]:
    """Remove a team; its customers and people stay, without it."""
    held = _found(held_team(team_id))
    check_unchanged(request, etag_of(shown(held)))
    actions.remove_team(held.name, by=request.auth.user)
    return Status(204, None)


def shown(found: "Team") -> TeamShown:
    return TeamShown(id=found.pk, name=found.name, parent_id=found.parent_id)


def _told(response: HttpResponse, found: "Team") -> TeamShown:
    made = shown(found)
    response.headers["ETag"] = etag_of(made)
    return made


def _found(team: "Team | None") -> "Team":
    if team is None:
        raise CarteiraError("not_found")
    return team


def _name_of(team_id: int | None) -> str:
    """The name of the team of that number, "" for none. Raises `no_such_team`."""
    if team_id is None:
        return ""
    name = queries.team_names().get(team_id)
    if name is None:
        raise CarteiraError("no_such_team", number=team_id)
    return name
