"""Why a customer is kept beyond money."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from ninja import Router, Status
from pydantic import BaseModel, Field, StringConstraints

from carteira.api.authentication import ApiRequest
from carteira.api.conditions import check_unchanged, etag_of
from carteira.api.fields import After, Given, Limit, Number, OneOf, PathNumber, Whole, example
from carteira.api.operations import PREFIX, Answers, operation
from carteira.api.paging import Page, by_number, page
from carteira.book.assignment import looked_after
from carteira.differentiate.choices import StrategicKind
from carteira.differentiate.declared.actions.strategic_reasons import (
    LONGEST,
    MOST,
    Declaration,
    change_reason,
    declare_reason,
    end_reason,
    held_reason,
)
from carteira.differentiate.declared.queries import strategic_reasons
from carteira.errors import CarteiraError

if TYPE_CHECKING:
    from carteira.differentiate.models import StrategicReason

router = Router(tags=["customers"])
REASONS = "/customers/{int:customer_id}/strategic-reasons"
ONE = f"{REASONS}/{{int:reason_id}}"
_NAMED = {"customer_id": "$response.body#/customer_id", "reason_id": "$response.body#/id"}
_MATCHED = {**_NAMED, "header.If-Match": "$response.header.ETag"}
LINKS = {
    "strategic_reason": {"operationId": "strategic_reason", "parameters": _NAMED},
    "change_strategic_reason": {"operationId": "change_strategic_reason", "parameters": _MATCHED},
    "end_strategic_reason": {"operationId": "end_strategic_reason", "parameters": _MATCHED},
}
Words = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST, pattern=r"^[^\x00-\x1f\x7f]*[!-~][^\x00-\x1f\x7f]*$")
]


class ReasonGiven(Given):
    """Why the customer is kept, who answers for it (the number of a person), until which day, and what it may cost a
    year (`ceiling`, in minor units)."""

    model_config = example(
        kind="reference", owner_id=1, words="Every hospital asks them first", until="2099-03-31", ceiling=2000000
    )

    kind: Annotated[str, OneOf(StrategicKind.values)]
    owner_id: Number
    words: Words
    until: date
    ceiling: Annotated[Whole, Field(ge=0, le=MOST)]


class ReasonShown(BaseModel):
    """A reason. `expired`: its day has passed. `customer_id`: for whom it was declared, who may have been merged into
    another since."""

    id: int
    customer_id: int
    kind: str
    owner_id: int | None
    words: str
    until: date
    ceiling: int
    expired: bool


@operation(router, "GET", REASONS, scope="customers:read", answers=Answers(Page[ReasonShown], headers=["Link"]))
def strategic_reasons_of(
    request: ApiRequest, response: HttpResponse, customer_id: PathNumber, limit: Limit, cursor: After
) -> Page[ReasonShown]:
    """Why a customer is kept beyond money, without the reasons that somebody ended."""
    customer = looked_after(request.auth.access, customer_id)
    return page(request, response, by_number(strategic_reasons(customer.pk), cursor, limit), limit, shown)


@operation(
    router,
    "POST",
    REASONS,
    scope="customers:edit",
    answers=Answers(ReasonShown, 201, "Declared", headers=["Location", "ETag"], links=LINKS),
)
def declare_strategic_reason(
    request: ApiRequest, response: HttpResponse, customer_id: PathNumber, body: ReasonGiven
) -> Status[ReasonShown]:
    """Declare why a customer is kept beyond money."""
    made = declare_reason(request.auth.access, request.auth.user, customer_id, Declaration(**body.model_dump()))
    response.headers["Location"] = f"{PREFIX}/customers/{made.customer_id}/strategic-reasons/{made.pk}"
    return Status(201, _told(response, made))


@operation(router, "GET", ONE, scope="customers:read", answers=Answers(ReasonShown, headers=["ETag"], links=LINKS))
def strategic_reason(
    request: ApiRequest, response: HttpResponse, customer_id: PathNumber, reason_id: PathNumber
) -> ReasonShown:
    """One reason."""
    customer = looked_after(request.auth.access, customer_id)
    found = strategic_reasons(customer.pk).filter(pk=reason_id).first()
    if found is None:
        raise CarteiraError("not_found")
    return _told(response, found)


@operation(
    router,
    "PUT",
    ONE,
    scope="customers:edit",
    conditional=True,
    answers=Answers(ReasonShown, headers=["ETag"], links=LINKS),
)
@transaction.atomic
def change_strategic_reason(
    request: ApiRequest, response: HttpResponse, customer_id: PathNumber, reason_id: PathNumber, body: ReasonGiven
) -> ReasonShown:
    """Say a reason anew."""
    access, user = request.auth.access, request.auth.user
    check_unchanged(request, etag_of(shown(held_reason(access, customer_id, reason_id))))
    return _told(response, change_reason(access, user, customer_id, reason_id, Declaration(**body.model_dump())))


@operation(router, "DELETE", ONE, scope="customers:edit", conditional=True, answers=Answers(None, 204, "Ended"))
@transaction.atomic
def end_strategic_reason(request: ApiRequest, customer_id: PathNumber, reason_id: PathNumber) -> Status[None]:
    """End a reason before its day."""
    access, user = request.auth.access, request.auth.user
    check_unchanged(request, etag_of(shown(held_reason(access, customer_id, reason_id))))
    end_reason(access, user, customer_id, reason_id)
    return Status(204, None)


def shown(found: "StrategicReason") -> ReasonShown:
    return ReasonShown(
        id=found.pk,
        customer_id=found.customer_id,
        kind=found.kind,
        owner_id=found.owner_id,
        words=found.words,
        until=found.until,
        ceiling=found.ceiling,
        expired=found.until < timezone.localdate(),
    )


def _told(response: HttpResponse, found: "StrategicReason") -> ReasonShown:
    made = shown(found)
    response.headers["ETag"] = etag_of(made)
    return made
