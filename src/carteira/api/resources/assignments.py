"""Giving many customers to somebody at once."""

from dataclasses import replace
from typing import Annotated

from ninja import Router
from pydantic import BaseModel, Field, StringConstraints

from carteira.accounts.choices import Permission
from carteira.api.authentication import ApiRequest
from carteira.api.fields import Given, Number
from carteira.api.idempotency import Keeping
from carteira.api.operations import Answers, operation
from carteira.api.selecting import Meant, selection_of
from carteira.book import assigning
from carteira.book.queries import tables as published_tables
from carteira.differentiate.conditions import Condition
from carteira.differentiate.listing import Selection
from carteira.identify.actions import KEEP, Target

router = Router(tags=["customers"])
SCOPE = Permission.MASS_UPDATE.value
MOST = 5_000


class Assigned(Meant):
    """Which customers, and to whom they are given; with numbers, only those of them. Null is nobody; a person or team
    that is left out stays."""

    customer_ids: Annotated[list[Number], Field(max_length=MOST)] | None = None
    owner_id: Number | None = None
    team_id: Number | None = None


class Undo(Given):
    """The token of an assignment."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]


class Preview(BaseModel):
    """What would happen, in customers: `customers` is the sum of the others."""

    customers: int
    changing: int
    already: int
    out_of_reach: int


class Done(BaseModel):
    """How many customers changed; `token` undoes it. Where there are many, `job_id` works on it in the background."""

    changed: int
    token: str
    job_id: int | None


class Named(BaseModel):
    """A person or team, as customers show it."""

    id: int
    name: str


class Choice(BaseModel):
    """To whom you may give customers."""

    people: list[Named]
    teams: list[Named]


@operation(router, "GET", "/customers/assignees", scope="customers:edit", answers=Answers(Choice))
def assignees(request: ApiRequest) -> Choice:
    """The people and teams to whom you may give customers."""
    found = assigning.choice(request.auth.access)
    return Choice(people=_named(found.owners), teams=_named(found.teams))


@operation(
    router,
    "POST",
    "/customers/assignments/preview",
    scope=SCOPE,
    refusals=[409],
    keeping=Keeping.NOT,
    answers=Answers(Preview),
)
def preview_assignment(request: ApiRequest, body: Assigned) -> Preview:
    """See what giving these customers away would change."""
    found = assigning.preview(request.auth.access, _selection(request, body), _target(body))
    return Preview(
        customers=found.customers, changing=found.changing, already=found.already, out_of_reach=found.out_of_reach
    )


@operation(
    router,
    "POST",
    "/customers/assignments",
    scope=SCOPE,
    refusals=[409],
    answers=Answers(
        Done,
        links={
            "undo_assignment": {"operationId": "undo_assignment", "requestBody": {"token": "$response.body#/token"}}
        },
    ),
)
def assign_many(request: ApiRequest, body: Assigned) -> Done:
    """Give these customers to a person and a team. Those that you may not change stay as they are."""
    caller = request.auth
    return _shown(assigning.assign(caller.access, caller.user, _selection(request, body), _target(body)))


@operation(router, "POST", "/customers/assignments/undo", scope=SCOPE, answers=Answers(Done))
def undo_assignment(request: ApiRequest, body: Undo) -> Done:
    """Give customers back to whom they belonged before; those that changed since stay as they are."""
    return _shown(assigning.undo(request.auth.access, request.auth.user, body.token))


def _selection(request: ApiRequest, body: Assigned) -> Selection:
    found = selection_of(published_tables(request.auth.access), body)
    if body.customer_ids is None:
        return found
    numbers = Condition("customer_id", "in", tuple(body.customer_ids) or (0,))
    return replace(found, conditions=(*found.conditions, numbers))


def _target(body: Assigned) -> Target:
    given = body.model_dump(include={"owner_id", "team_id"}, exclude_unset=True)
    return Target(given.get("owner_id", KEEP), given.get("team_id", KEEP))


def _shown(found: assigning.Done) -> Done:
    return Done(changed=found.changed, token=found.token, job_id=found.job)


def _named(found: dict[int, str]) -> list[Named]:
    return [Named(id=number, name=name) for number, name in sorted(found.items())]
