"""Scenarios of remedies: terms for all who cost more than they bring, kept under a name, and what each brings."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpResponse
from ninja import Router, Status
from pydantic import BaseModel, Field, StringConstraints

from carteira.api.authentication import ApiRequest
from carteira.api.conditions import check_unchanged, etag_of
from carteira.api.fields import After, Given, Limit, Number, OneOf, PathNumber, example
from carteira.api.operations import PREFIX, Answers, operation
from carteira.api.paging import Page, by_number, first, page
from carteira.book.queries import tables
from carteira.customize.remedies import ASSUMPTIONS, LIMITS, actions
from carteira.customize.remedies.queries import may_remove, scenarios
from carteira.customize.remedies.scenario import scenario_effect
from carteira.differentiate.choices import Audience
from carteira.errors import CarteiraError

if TYPE_CHECKING:
    from carteira.customize.models import RemedyScenario

router = Router(tags=["remedies"])
VISIBLE = r"^[^\x00-\x1f\x7f]*[!-~][^\x00-\x1f\x7f]*$"
_MATCHED = {"scenario_id": "$response.body#/id", "header.If-Match": "$response.header.ETag"}
LINKS = {
    "remedy_scenario": {"operationId": "remedy_scenario", "parameters": {"scenario_id": "$response.body#/id"}},
    "remove_remedy_scenario": {"operationId": "remove_remedy_scenario", "parameters": _MATCHED},
}
Share = Annotated[float, Field(ge=0, le=1)]
Amount = Annotated[float, Field(ge=0, le=1e15)]
_RANGE: Any = {"type": "array", "items": {"type": "number", "minimum": 0}, "minItems": 3, "maxItems": 3}
_LIMIT: Any = {"type": "number", "minimum": 0}
_ASSUMED: Any = {
    "type": "object",
    "additionalProperties": False,
    "properties": {**dict.fromkeys(ASSUMPTIONS, _RANGE), **dict.fromkeys(LIMITS, _LIMIT)},
}


class TermsGiven(Given):
    """What is set for all; null leaves it as it is. Amounts of orders in minor units, `visits` a year, rates as
    shares."""

    visits: Annotated[float, Field(ge=0, le=1000)] | None = None
    discount: Share | None = None
    delivery_below: Amount | None = None
    minimum_order: Amount | None = None
    price: Share | None = None


class ScenarioContent(Given):
    """Terms under a name. `assumptions`: those that are other than the book's setting `remedies`: a range (low, likely,
    high), or one number. `team_id` where `audience` is team."""

    model_config = example(name="Minimum of 300", terms={"minimum_order": 30000})

    name: Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=VISIBLE)]
    terms: TermsGiven
    assumptions: dict[str, Any] = Field(default_factory=dict, json_schema_extra=_ASSUMED)
    audience: Annotated[str, OneOf(Audience.values)] = Audience.ME.value
    team_id: Number | None = None


class TermShown(BaseModel):
    """What one of the terms adds to those before it, in minor units a year."""

    term: str
    customers: int
    gain: int
    gain_low: int
    gain_high: int


class EffectShown(BaseModel):
    """What the terms bring, in minor units a year, for the customers with a loss that you may see."""

    losing: int
    loss: int
    customers: int
    gain: int
    gain_low: int
    gain_high: int
    revenue_lost: int
    at_zero: int
    worse: int
    parts: list[TermShown]


class ScenarioShown(BaseModel):
    """A scenario. `removable`: you may remove it."""

    id: int
    owner_id: int
    name: str
    terms: dict[str, float]
    assumptions: dict[str, Any]
    audience: str
    team_id: int | None
    removable: bool


class ScenarioEffect(ScenarioShown):
    """A scenario with its effect by the newest run."""

    effect: EffectShown


@operation(
    router,
    "GET",
    "/remedy-scenarios",
    scope="customers:read",
    answers=Answers(Page[ScenarioShown], headers=["Link"], links=first("remedy_scenario", "scenario_id")),
)
def remedy_scenarios(request: ApiRequest, response: HttpResponse, limit: Limit, cursor: After) -> Page[ScenarioShown]:
    """Your scenarios of remedies and those shared with you, by number. Needs see_margins too."""
    access = request.auth.access
    found = by_number(scenarios(access), cursor, limit)
    return page(request, response, found, limit, lambda one: _shown(request, one))


@operation(
    router,
    "POST",
    "/remedy-scenarios",
    scope="customers:read",
    answers=Answers(ScenarioShown, 201, "Saved", headers=["Location", "ETag"], links=LINKS),
)
def save_remedy_scenario(request: ApiRequest, response: HttpResponse, body: ScenarioContent) -> Status[ScenarioShown]:
    """Save a scenario of remedies. Needs see_margins too."""
    caller = request.auth
    made = actions.save_scenario(
        caller.access, caller.user, body.name, body.terms.model_dump(), body.assumptions, body.audience, body.team_id
    )
    shown = _shown(request, made)
    response.headers["Location"] = f"{PREFIX}/remedy-scenarios/{made.pk}"
    response.headers["ETag"] = etag_of(shown)
    return Status(201, shown)


@operation(
    router,
    "GET",
    "/remedy-scenarios/{int:scenario_id}",
    scope="customers:read",
    refusals=[409],
    answers=Answers(ScenarioEffect, headers=["ETag"], links=LINKS),
)
def remedy_scenario(request: ApiRequest, response: HttpResponse, scenario_id: PathNumber) -> ScenarioEffect:
    """One scenario with what it brings by the newest run. Needs see_margins too."""
    found = _found(request, scenario_id)
    published = tables(request.auth.access)
    if "remedy_inputs" not in published.names:
        raise CarteiraError("no_remedies_yet", hint="api_run_first")
    usual = published.run.settings.get("remedies", {})
    effect = scenario_effect(published, usual, found.terms, found.assumptions)
    shown = _shown(request, found)
    response.headers["ETag"] = etag_of(shown)
    return ScenarioEffect(**shown.model_dump(), effect=EffectShown(**asdict(effect)))


@operation(
    router,
    "DELETE",
    "/remedy-scenarios/{int:scenario_id}",
    scope="customers:read",
    conditional=True,
    answers=Answers(None, 204, "Removed"),
)
def remove_remedy_scenario(request: ApiRequest, scenario_id: PathNumber) -> Status[None]:
    """Remove a scenario of yours, or, where you manage settings, one that others share."""
    check_unchanged(request, etag_of(_shown(request, _found(request, scenario_id))))
    actions.remove_scenario(request.auth.access, request.auth.user, scenario_id)
    return Status(204, None)


def _found(request: ApiRequest, number: int) -> "RemedyScenario":
    found = next((one for one in scenarios(request.auth.access) if one.pk == number), None)
    if found is None:
        raise CarteiraError("not_found")
    return found


def _shown(request: ApiRequest, found: "RemedyScenario") -> ScenarioShown:
    return ScenarioShown(
        id=found.pk,
        owner_id=found.owner_id,
        name=found.name,
        terms=found.terms,
        assumptions=found.assumptions,
        audience=found.audience,
        team_id=found.team_id,
        removable=may_remove(request.auth.access, found),
    )
