"""Roles: what people may see and do."""

from typing import TYPE_CHECKING, Annotated, Any

from django.db import transaction
from django.http import HttpResponse
from ninja import Path, Router, Status
from pydantic import BaseModel, Field, StringConstraints

from carteira.accounts import queries
from carteira.accounts.actions import roles as actions
from carteira.accounts.choices import FieldRule, Level, Permission
from carteira.accounts.holding import held_role
from carteira.api.authentication import ApiRequest
from carteira.api.conditions import check_unchanged, etag_of
from carteira.api.fields import After, Given, Limit, Line, OneOf, example
from carteira.api.operations import PREFIX, Answers, operation
from carteira.api.paging import Page, by_number, first, page
from carteira.errors import CarteiraError

if TYPE_CHECKING:
    from carteira.accounts.models import Role

router = Router(tags=["roles"])
CODE = r"^[a-z0-9_-]+$"
Code = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=CODE)]
PathCode = Annotated[str, Path(..., min_length=1, max_length=60, pattern=CODE)]
LevelName = Annotated[str, OneOf([level.name.lower() for level in Level])]
PermissionName = Annotated[str, OneOf(Permission.values)]
RuleName = Annotated[str, OneOf(FieldRule.values)]
_MATCHED = {"code": "$response.body#/code", "header.If-Match": "$response.header.ETag"}
LINKS = {
    "role": {"operationId": "role", "parameters": {"code": "$response.body#/code"}},
    "change_role": {"operationId": "change_role", "parameters": _MATCHED},
    "remove_role": {"operationId": "remove_role", "parameters": _MATCHED},
}


class RoleContent(Given):
    """What a role includes: levels by kind of record and action, permissions, and rules by kind and field. The kinds
    and their actions: GET /kinds."""

    name: Line
    levels: dict[str, dict[str, LevelName]] = Field(default_factory=dict)
    permissions: list[PermissionName] = Field(default_factory=list)
    field_rules: dict[str, dict[str, RuleName]] = Field(default_factory=dict)


class NewRole(RoleContent):
    """A role to make."""

    model_config = example(
        code="caller", name="Caller", levels={"customers": {"read": "team"}}, permissions=["see_tax_ids"]
    )

    code: Code


class RoleShown(BaseModel):
    """A role. One that is `ready_made` comes with the program; "*" stands there for every kind or action."""

    id: int
    code: str
    name: str
    ready_made: bool
    levels: dict[str, dict[str, str]]
    permissions: list[str]
    field_rules: dict[str, dict[str, str]]


@operation(
    router,
    "GET",
    "/roles",
    scope="users:read",
    answers=Answers(Page[RoleShown], headers=["Link"], links=first("role", "code", "code")),
)
def roles(request: ApiRequest, response: HttpResponse, limit: Limit, cursor: After) -> Page[RoleShown]:
    """The roles, by number."""
    return page(request, response, by_number(queries.roles(), cursor, limit), limit, shown)


@operation(
    router,
    "POST",
    "/roles",
    scope="users:create",
    answers=Answers(RoleShown, 201, "Made", headers=["Location", "ETag"], links=LINKS),
)
@transaction.atomic
def add_role(request: ApiRequest, response: HttpResponse, body: NewRole) -> Status[RoleShown]:
    """Make a role."""
    if held_role(body.code) is not None:
        raise CarteiraError("role_exists", role=body.code)
    made = actions.save_role(body.code, **_content(body), by=request.auth.user)
    response.headers["Location"] = f"{PREFIX}/roles/{made.code}"
    return Status(201, _told(response, made))


@operation(
    router, "GET", "/roles/{code}", scope="users:read", answers=Answers(RoleShown, headers=["ETag"], links=LINKS)
)
def role(request: ApiRequest, response: HttpResponse, code: PathCode) -> RoleShown:
    """One role."""
    return _told(response, _found(next((each for each in queries.roles() if each.code == code), None)))


@operation(
    router,
    "PUT",
    "/roles/{code}",
    scope="users:edit",
    conditional=True,
    answers=Answers(RoleShown, headers=["ETag"], links=LINKS),
)
@transaction.atomic
def change_role(request: ApiRequest, response: HttpResponse, code: PathCode, body: RoleContent) -> RoleShown:
    """Replace what a role includes."""
    held = _found(held_role(code))
    check_unchanged(request, etag_of(shown(held)))
    return _told(response, actions.save_role(code, **_content(body), by=request.auth.user))


@operation(
    router, "DELETE", "/roles/{code}", scope="users:delete", conditional=True, answers=Answers(None, 204, "Removed")
)
@transaction.atomic
def remove_role(request: ApiRequest, code: PathCode) -> Status[None]:
    """Remove a role that nobody has."""
    held = _found(held_role(code))
    check_unchanged(request, etag_of(shown(held)))
    actions.remove_role(code, by=request.auth.user)
    return Status(204, None)


def shown(found: "Role") -> RoleShown:
    return RoleShown(
        id=found.pk,
        code=found.code,
        name=found.name,
        ready_made=found.ready_made,
        levels={
            kind: {action: Level(level).name.lower() for action, level in given.items()}
            for kind, given in found.levels.items()
        },
        permissions=found.permissions,
        field_rules=found.field_rules,
    )


def _told(response: HttpResponse, found: "Role") -> RoleShown:
    made = shown(found)
    response.headers["ETag"] = etag_of(made)
    return made


def _found(role: "Role | None") -> "Role":
    if role is None:
        raise CarteiraError("not_found")
    return role


def _content(body: RoleContent) -> dict[str, Any]:
    levels = {
        kind: {action: Level[name.upper()].value for action, name in given.items()}
        for kind, given in body.levels.items()
    }
    return {**body.model_dump(include={"name", "permissions", "field_rules"}), "levels": levels}
