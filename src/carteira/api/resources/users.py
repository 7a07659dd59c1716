"""The people who sign in."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from django.db import transaction
from django.http import HttpResponse
from ninja import Router, Status
from pydantic import BaseModel, StrictBool, StringConstraints

from carteira.accounts import links, queries
from carteira.accounts.actions import people as actions
from carteira.accounts.holding import held_user
from carteira.accounts.links import INVITATION
from carteira.api.authentication import ApiRequest
from carteira.api.conditions import check_unchanged, etag_of
from carteira.api.fields import After, Given, Limit, Line, Number, PathNumber, example
from carteira.api.idempotency import keep_without
from carteira.api.operations import PREFIX, Answers, operation
from carteira.api.paging import Page, by_number, first, page
from carteira.errors import CarteiraError

if TYPE_CHECKING:
    from carteira.accounts.models import User

router = Router(tags=["users"])
LINKS = {
    "user": {"operationId": "user", "parameters": {"user_id": "$response.body#/id"}},
    "change_user": {
        "operationId": "change_user",
        "parameters": {"user_id": "$response.body#/id", "header.If-Match": "$response.header.ETag"},
    },
    "change_password": {"operationId": "change_password", "parameters": {"user_id": "$response.body#/id"}},
    "invite_user": {"operationId": "invite_user", "parameters": {"user_id": "$response.body#/id"}},
}
Name = Annotated[str, StringConstraints(min_length=1, max_length=150, pattern=r"^[A-Za-z0-9_.@+-]+$")]
Password = Annotated[str, StringConstraints(min_length=10, max_length=128)]
Short = Annotated[str, StringConstraints(max_length=150, pattern=r"^[^\x00-\x1f\x7f]*$")]


class UserShown(BaseModel):
    """A person. `employee` is how the loaded files call this person as the owner of customers."""

    id: int
    name: str
    full_name: str
    email: str
    employee: str | None
    active: bool
    roles: list[str]
    team_ids: list[int]
    last_sign_in: datetime | None


class NewUser(Given):
    """A person to add. Without a password nobody can sign in as this person yet."""

    model_config = example(name="ana", full_name="Ana Prado", roles=["seller"])

    name: Name
    password: Password | None = None
    full_name: Short = ""
    email: Short = ""
    employee: Short = ""
    roles: list[Line] = []
    team_ids: list[Number] = []


class UserChange(Given):
    """What of a person is to change; what is left out or null stays."""

    full_name: Short | None = None
    email: Short | None = None
    employee: Short | None = None
    active: StrictBool | None = None
    roles: list[Line] | None = None
    team_ids: list[Number] | None = None


class Invitation(BaseModel):
    """A link that holds for so many days and is shown this once: the answer to a repeated request has null there."""

    link: str | None
    days: int


class NewPassword(Given):
    """Another password."""

    password: Password


@operation(
    router,
    "GET",
    "/users",
    scope="users:read",
    answers=Answers(Page[UserShown], headers=["Link"], links=first("user", "user_id")),
)
def users(request: ApiRequest, response: HttpResponse, limit: Limit, cursor: After) -> Page[UserShown]:
    """The people, by number."""
    return page(request, response, by_number(queries.users(), cursor, limit), limit, shown)


@operation(
    router,
    "POST",
    "/users",
    scope="users:create",
    answers=Answers(UserShown, 201, "Added", headers=["Location", "ETag"], links=LINKS),
)
def add_user(request: ApiRequest, response: HttpResponse, body: NewUser) -> Status[UserShown]:
    """Add a person."""
    made = actions.add_user(
        body.name,
        body.password,
        roles=body.roles,
        teams=_names(body.team_ids),
        employee=body.employee,
        email=body.email,
        full_name=body.full_name,
        by=request.auth.user,
    )
    response.headers["Location"] = f"{PREFIX}/users/{made.pk}"
    return Status(201, _told(response, made))


@operation(
    router, "GET", "/users/{int:user_id}", scope="users:read", answers=Answers(UserShown, headers=["ETag"], links=LINKS)
)
def user(request: ApiRequest, response: HttpResponse, user_id: PathNumber) -> UserShown:
    """One person."""
    return _told(response, _found(queries.user_of(user_id)))


@operation(
    router,
    "PATCH",
    "/users/{int:user_id}",
    scope="users:edit",
    conditional=True,
    answers=Answers(UserShown, headers=["ETag"], links=LINKS),
)
@transaction.atomic
def change_user(request: ApiRequest, response: HttpResponse, user_id: PathNumber, body: UserChange) -> UserShown:
    """Change a person; who is no longer active cannot sign in, and all keys end."""
    held = _found(held_user(user_id))
    check_unchanged(request, etag_of(shown(held)))
    changed = actions.change_user(
        held.username,
        roles=body.roles,
        teams=None if body.team_ids is None else _names(body.team_ids),
        employee=body.employee,
        email=body.email,
        full_name=body.full_name,
        active=body.active,
        by=request.auth.user,
    )
    return _told(response, changed)


@operation(
    router,
    "POST",
    "/users/{int:user_id}/password",
    scope="users:edit",
    answers=Answers(None, 204, "Changed"),
)
def change_password(request: ApiRequest, user_id: PathNumber, body: NewPassword) -> Status[None]:
    """Give a person another password: all sessions and keys of this person end."""
    found = _found(queries.user_of(user_id))
    actions.change_password(found.username, body.password, by=request.auth.user)
    return Status(204, None)


@operation(
    router,
    "POST",
    "/users/{int:user_id}/invitation",
    scope="users:create",
    answers=Answers(Invitation, 201, "Made"),
)
def invite_user(request: ApiRequest, response: HttpResponse, user_id: PathNumber) -> Status[Invitation]:
    """Make a link by which a person who has no password yet chooses one: for you to pass on. Earlier ones are spent."""
    found = _found(queries.user_of(user_id))
    key = actions.invite(found.username, by=request.auth.user)
    keep_without(response, "link")
    return Status(201, Invitation(link=links.address_of(key, request.build_absolute_uri("/")), days=INVITATION.days))


def shown(found: "User") -> UserShown:
    return UserShown(
        id=found.pk,
        name=found.username,
        full_name=found.get_full_name(),
        email=found.email,
        employee=found.employee,
        active=found.is_active,
        roles=sorted(role.code for role in found.roles.all()),
        team_ids=sorted(team.pk for team in found.teams.all()),
        last_sign_in=found.last_login,
    )


def _told(response: HttpResponse, found: "User") -> UserShown:
    made = shown(found)
    response.headers["ETag"] = etag_of(made)
    return made


def _found(user: "User | None") -> "User":
    if user is None:
        raise CarteiraError("not_found")
    return user


def _names(team_ids: list[int]) -> list[str]:
    """The names of the teams. Raises `no_such_team`."""
    names = queries.team_names()
    for team_id in team_ids:
        if team_id not in names:
            raise CarteiraError("no_such_team", number=team_id)
    return [names[team_id] for team_id in team_ids]
