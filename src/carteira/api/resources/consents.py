"""What customers said of being addressed."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from django.utils import timezone
from ninja import Router, Status
from pydantic import AwareDatetime, BaseModel, StringConstraints

from carteira.api.authentication import ApiRequest
from carteira.api.fields import Given, Line, PathNumber, example
from carteira.api.operations import Answers, operation
from carteira.identify.actions import record_consent

router = Router(tags=["customers"])
Channel = Literal["visit", "call", "email", "chat", "message", "letter", "web"]
Said = Literal["granted", "denied", "withdrawn"]


class NewConsent(Given):
    """What was said for a purpose, such as marketing, over a channel. `at`: when, now if left out; `source`: where."""

    model_config = example(purpose="marketing", channel="email", status="withdrawn", source="preference centre")

    purpose: Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f]+$")]
    channel: Channel
    status: Said
    at: AwareDatetime | None = None
    source: Line | None = None


class ConsentShown(BaseModel):
    """What is noted."""

    customer_id: int
    purpose: str
    channel: str
    status: str
    at: datetime
    source: str


@operation(
    router,
    "POST",
    "/customers/{int:customer_id}/consents",
    scope="customers:edit",
    answers=Answers(ConsentShown, status=201, description="Created"),
)
def add_consent(request: ApiRequest, customer_id: PathNumber, body: NewConsent) -> Status[ConsentShown]:
    """Note a consent, or that it was denied or withdrawn. Decisions in real time follow it within a second."""
    caller = request.auth
    at = body.at.astimezone(UTC) if body.at else timezone.now()
    made = record_consent(
        caller.access, customer_id, body.purpose, body.channel, body.status, at, body.source or "", caller.user
    )
    shown = ConsentShown(
        customer_id=customer_id,
        purpose=made.purpose,
        channel=made.channel,
        status=made.status,
        at=made.at,
        source=made.source,
    )
    return Status(201, shown)
