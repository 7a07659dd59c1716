"""What is the best thing to do with this customer, now? Asked while somebody waits, and answered by the plan's prices.

The server answers most of these requests by a shorter way (`carteira.api.quick`) with the same functions.
"""

from concurrent.futures import Future
from typing import Annotated, Any, Literal

from ninja import Path, Router
from pydantic import BaseModel, Field

from carteira.api.authentication import ApiRequest, Caller
from carteira.api.fields import Given, Number, Whole, example
from carteira.api.idempotency import HEADER, Keeping, digests
from carteira.api.operations import Answers, operation
from carteira.book import deciding
from carteira.customize.decide.decider import MOST_ACTIONS, Ask
from carteira.customize.decide.decision import Candidate, Response
from carteira.customize.decide.reasons import MONEY, reasons, verdict
from carteira.customize.decide.segments import place, split
from carteira.errors import CarteiraError

router = Router(tags=["decisions"])
MAX_BYTES = 4096
PLACE = r"^[0-9]{1,8}-[0-9]{1,8}$"
SECONDS = 10
"""That a decision may wait for the disk."""


class Situation(Given):
    """Whom it is about, and where the answer is wanted: `channel` leaves out the actions of all others."""

    model_config = example(customer_id=17, channel="web", limit=3)

    customer_id: Number
    channel: Literal["visit", "call", "email", "chat", "message", "letter", "web"] | None = None
    limit: Annotated[Whole, Field(ge=1, le=MOST_ACTIONS)] = 3


class Reason(BaseModel):
    """Why: `code` is for programs to make a sentence of, with `arguments`. Money in minor units."""

    code: str
    arguments: dict[str, str | int | None]


class Proposal(BaseModel):
    """An action. `score` is its expected `value` less the `price` of the scarce resources that it uses, in minor units;
    null without the permission to see margins. `propensity`: the chance that it had of being chosen."""

    action: str
    name: str
    channel: str
    product_group: str
    offer: str
    score: int | None
    value: int | None
    price: int | None
    propensity: float
    reasons: list[Reason]


class Answer(BaseModel):
    """What to do: the first of `actions`; none where `verdict` is nothing_pays or none_possible. `explored`: it is
    tried to learn. `prices`: which prices decided, empty for the plan's own."""

    id: str
    customer_id: int
    run_id: int
    prices: str
    verdict: Literal["best", "explored", "nothing_pays", "none_possible"]
    propensity: float
    actions: list[Proposal]


class Happened(Given):
    """What became of the decision: the customer was shown it, then accepted or refused."""

    model_config = example(outcome="accepted")

    outcome: Literal["shown", "accepted", "refused"]


class HappenedShown(BaseModel):
    """What is now known to have become of the decision."""

    id: str
    outcome: str


@operation(
    router,
    "POST",
    "/decide",
    scope="decisions:create",
    keeping=Keeping.BY_ITSELF,
    max_bytes=MAX_BYTES,
    refusals=[404],
    answers=Answers(
        Answer, links={"outcome": {"operationId": "outcome", "parameters": {"decision_id": "$response.body#/id"}}}
    ),
)
def decide(request: ApiRequest, body: Situation) -> dict[str, Any]:
    """Decide what to do with a customer, now. The decision is on the disk before it is answered."""
    waiter: Future[None] = Future()
    found = deciding.decide(request.auth.access, asked(request.auth, body, request.headers.get(HEADER)), waiter)
    _wait(waiter)
    return answered(found)


@operation(
    router,
    "POST",
    "/decide/{decision_id}/outcome",
    scope="decisions:create",
    max_bytes=MAX_BYTES,
    keeping=Keeping.BY_ITSELF,
    answers=Answers(HappenedShown),
)
def outcome(
    request: ApiRequest, decision_id: Annotated[str, Path(..., pattern=PLACE)], body: Happened
) -> HappenedShown:
    """Say what became of a decision. Said again, it is the same; a refusal gives back what the action would use."""
    waiter: Future[None] = Future()
    response = Response[body.outcome.upper()]
    known = deciding.respond(request.auth.access, number_of(decision_id), response, request.auth.user.pk, waiter)
    _wait(waiter)
    return HappenedShown(id=decision_id, outcome=known.name.lower())


def asked(caller: Caller, body: Situation, key: str | None) -> Ask:
    """The question of this caller. Raises `bad_idempotency_key`."""
    digest = request = b""
    if key is not None:
        digest, request = digests(caller.name, key, body.model_dump_json())
    return Ask(body.customer_id, body.channel or "", body.limit, caller.user.pk, digest, request)


def answered(found: deciding.Decided) -> dict[str, Any]:
    """The decision as its caller may see it, in the form of Answer."""
    decision, terms = found.decision, found.terms
    return {
        "id": text_of(found.place),
        "customer_id": decision.customer,
        "run_id": decision.run,
        "prices": text_of(decision.prices) if decision.prices else "",
        "verdict": verdict(decision),
        "propensity": decision.candidates[0].chance,
        "actions": [_proposal(found, candidate, terms.actions[candidate.action]) for candidate in decision.shown],
    }


def text_of(number: int) -> str:
    """A place in the log as programs see it."""
    segment, offset = split(number)
    return f"{segment}-{offset}"


def number_of(text: str) -> int:
    segment, _, offset = text.partition("-")
    return place(int(segment), int(offset))


def _proposal(found: deciding.Decided, candidate: Candidate, action: dict[str, Any]) -> dict[str, Any]:
    given = reasons(found.decision, candidate, found.terms)
    margins = found.margins
    return {
        "action": action["code"],
        "name": action["name"],
        "channel": action["channel"],
        "product_group": action["product_group"],
        "offer": action["offer"],
        "score": candidate.score if margins else None,
        "value": candidate.value if margins else None,
        "price": candidate.price if margins else None,
        "propensity": candidate.chance,
        "reasons": [
            {"code": code, "arguments": arguments if margins else _without_money(arguments)}
            for code, arguments in given
        ],
    }


def _without_money(arguments: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in arguments.items() if name not in MONEY}


def _wait(waiter: "Future[None]") -> None:
    try:
        waiter.result(SECONDS)
    except OSError as error:
        raise CarteiraError("decision_not_kept", hint="wait_and_try_again") from error
