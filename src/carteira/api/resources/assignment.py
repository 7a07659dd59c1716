"""Who looks after one customer."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel

from carteira.api.authentication import ApiRequest
from carteira.api.conditions import check_unchanged, etag_of
from carteira.api.fields import Given, Number, PathNumber
from carteira.api.operations import Answers, operation
from carteira.book.assignment import assign_one, looked_after
from carteira.identify.actions import KEEP, Target

router = Router(tags=["customers"])


class Assignment(BaseModel):
    """Who looks after the customer. `assigned`: it was given here; else it follows the loaded files."""

    customer_id: int
    owner_id: int | None
    team_id: int | None
    assigned: bool


class AssignmentChange(Given):
    """To whom the customer is given; null is nobody, what is left out stays."""

    owner_id: Number | None = None
    team_id: Number | None = None


@operation(
    router,
    "GET",
    "/customers/{int:customer_id}/assignment",
    scope="customers:read",
    answers=Answers(
        Assignment,
        headers=["ETag"],
        links={
            "assign": {
                "operationId": "assign",
                "parameters": {
                    "customer_id": "$response.body#/customer_id",
                    "header.If-Match": "$response.header.ETag",
                },
            }
        },
    ),
)
def assignment(request: ApiRequest, response: HttpResponse, customer_id: PathNumber) -> Assignment:
    """Who looks after a customer."""
    return _told(response, looked_after(request.auth.access, customer_id))


@operation(
    router,
    "PATCH",
    "/customers/{int:customer_id}/assignment",
    scope="customers:edit",
    conditional=True,
    answers=Answers(Assignment, headers=["ETag"]),
)
@transaction.atomic
def assign(request: ApiRequest, response: HttpResponse, customer_id: PathNumber, body: AssignmentChange) -> Assignment:
    """Give a customer to a person and a team, whatever the files say from now on."""
    caller = request.auth
    check_unchanged(request, _etag(looked_after(caller.access, customer_id, held=True)))
    given: dict[str, int | None] = body.model_dump(exclude_unset=True)
    target = Target(given.get("owner_id", KEEP), given.get("team_id", KEEP))
    return _told(response, assign_one(caller.access, caller.user, customer_id, target))


def _told(response: HttpResponse, found: Any) -> Assignment:
    response.headers["ETag"] = _etag(found)
    return Assignment(customer_id=found.pk, owner_id=found.owner_id, team_id=found.team_id, assigned=found.assigned)


def _etag(found: Any) -> str:
    """Every change of owner and team has a version of its own."""
    return etag_of(found.pk, found.version)
