"""The audit trail: who did what, when."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel

from carteira.accounts import queries
from carteira.api.authentication import ApiRequest
from carteira.api.fields import LARGEST, After, Limit, MaybeNumber
from carteira.api.operations import Answers, operation
from carteira.api.paging import Page, newest_first, page

if TYPE_CHECKING:
    from carteira.accounts.models import AuditEntry

router = Router(tags=["audit"])
Action = Annotated[str, Query("", max_length=60, pattern="^[a-z_]*$", description="Only of this action.")]
Actor = Annotated[MaybeNumber, Query(None, ge=1, le=LARGEST, description="Only of the person with this number.")]


class Entry(BaseModel):
    """One line of the trail. `actor` is who it was (empty: the command line of whoever owns the book's folder)."""

    id: int
    at: datetime
    actor_id: int | None
    actor: str
    action: str
    details: dict[str, Any]
    seal: str


@operation(router, "GET", "/audit", scope="audit:read", answers=Answers(Page[Entry], headers=["Link"]))
def audit_trail(
    request: ApiRequest, response: HttpResponse, limit: Limit, cursor: After, action: Action, actor_id: Actor
) -> Page[Entry]:
    """The trail, the newest first. `carteira doctor --audit` proves that it is whole."""
    found = queries.audit_entries(actor_id, action)
    return page(request, response, newest_first(found, cursor, limit), limit, _shown)


def _shown(found: "AuditEntry") -> Entry:
    return Entry(
        id=found.pk,
        at=found.at,
        actor_id=found.actor_id,
        actor=found.actor,
        action=found.action,
        details=found.details,
        seal=found.seal,
    )
