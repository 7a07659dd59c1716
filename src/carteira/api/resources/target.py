"""The portfolio that the company wants, beside the one at hand."""

from typing import Annotated

from django.db import transaction
from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, Field, StrictFloat, StrictInt, StringConstraints

from carteira.accounts.access import Access
from carteira.accounts.choices import Permission
from carteira.api import figures
from carteira.api.authentication import ApiRequest
from carteira.api.conditions import SETTINGS_LOCK, check_unchanged, etag_of, one_at_a_time
from carteira.api.fields import Given, OneOf, example
from carteira.api.operations import Answers, operation
from carteira.api.selecting import FLAG_SCHEMA, MOST, Conditions
from carteira.book.queries import currency, tables
from carteira.book.selecting import may_flag, may_see
from carteira.book.settings import minor_factor
from carteira.differentiate.conditions import part_of
from carteira.differentiate.declared.actions.target import set_target
from carteira.differentiate.declared.mix import Part, mix
from carteira.differentiate.declared.queries import target_in_force, target_of
from carteira.differentiate.declared.target import DIMENSIONS, LONGEST_VALUE, LONGEST_WORDS, Criteria, Share, Target
from carteira.differentiate.listing import Selection
from carteira.differentiate.selection_parts import is_personal, parts_of, selection_of
from carteira.errors import CarteiraError

router = Router(tags=["portfolio"])
MOST_SHARES = 100
Wanted = Annotated[StrictFloat | StrictInt, Field(ge=0, le=1)]


class WantedShare(Given):
    """The wanted share, from 0 to 1, of the customers with this value, and of the lifetime value."""

    dimension: Annotated[str, OneOf([*DIMENSIONS])]
    value: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_VALUE, pattern=r"^[^\x00-\x1f\x7f]+$")]
    customers: Wanted | None = None
    lifetime_value: Wanted | None = None


class WantedCriteria(Given):
    """Whom to take on or let go: in words, and as conditions on figures."""

    words: Annotated[str, StringConstraints(max_length=LONGEST_WORDS, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""
    conditions: Conditions = Field(default_factory=dict)
    flags: list[str] = Field(default_factory=list, max_length=MOST["flags"], json_schema_extra={"items": FLAG_SCHEMA})


class WantedPortfolio(Given):
    """The shares and criteria; `leaving` are the exit criteria. The shares of one dimension are 1 together at most."""

    model_config = example(
        shares=[{"dimension": "category", "value": "mgc", "customers": 0.2}],
        leaving={"words": "Below zero two years running", "flags": ["exit"]},
    )

    shares: list[WantedShare] = Field(default_factory=list, max_length=MOST_SHARES)
    acceptance: WantedCriteria = Field(default_factory=WantedCriteria)
    leaving: WantedCriteria = Field(default_factory=WantedCriteria)


class PartShown(BaseModel):
    """What is at hand of a value (null: not known). `missing`: customers missing to the wanted share."""

    dimension: str
    value: str | None
    customers: int
    lifetime_value: int
    customer_share: float
    value_share: float
    missing: int | None


class TargetShown(WantedPortfolio):
    """The target, without conditions on what your role does not show, and the mix of the customers that you see."""

    mix: list[PartShown]


@operation(
    router,
    "GET",
    "/portfolio/target",
    scope="customers:read",
    refusals=[409],
    answers=Answers(
        TargetShown,
        headers=["ETag"],
        links={
            "set_portfolio_target": {
                "operationId": "set_portfolio_target",
                "parameters": {"header.If-Match": "$response.header.ETag"},
            }
        },
    ),
)
def portfolio_target(request: ApiRequest, response: HttpResponse) -> TargetShown:
    """The wanted portfolio and the mix at hand. Needs see_margins too."""
    access = request.auth.access
    access.check_may(Permission.SEE_MARGINS)
    return _told(response, access)


@operation(
    router,
    "PUT",
    "/portfolio/target",
    scope="mass_update",
    conditional=True,
    answers=Answers(TargetShown, headers=["ETag"]),
)
@transaction.atomic
def set_portfolio_target(request: ApiRequest, response: HttpResponse, body: WantedPortfolio) -> TargetShown:
    """Set the wanted portfolio. Needs see_margins and to change customers, too."""
    access = request.auth.access
    one_at_a_time(SETTINGS_LOCK)
    check_unchanged(request, _etag())
    shares: dict[str, dict[str, Share]] = {}
    for each in body.shares:
        shares.setdefault(each.dimension, {})[each.value] = Share(each.customers, each.lifetime_value)
    target = Target(shares, _criteria(access, body.acceptance), _criteria(access, body.leaving))
    set_target(access, request.auth.user, target)
    return _told(response, access)


def _told(response: HttpResponse, access: Access) -> TargetShown:
    target = target_of(target_in_force())
    response.headers["ETag"] = _etag()
    return TargetShown(
        shares=[
            WantedShare(
                dimension=dimension, value=value, customers=share.customers, lifetime_value=share.lifetime_value
            )
            for dimension, value, share in target.every_share()
        ],
        acceptance=_criteria_shown(access, target.acceptance),
        leaving=_criteria_shown(access, target.leaving),
        mix=[_shown(part) for parts in mix(tables(access), target).values() for part in parts],
    )


def _etag() -> str:
    kept = target_in_force()
    return etag_of("target", kept and kept.pk)


def _criteria(access: Access, given: WantedCriteria) -> Criteria:
    for key in given.conditions:
        if is_personal(key):
            raise CarteiraError("personal_in_view", name=key)
    selection = Selection(
        flags=figures.check_flags(access, given.flags),
        conditions=figures.check_conditions(access, given.conditions.items(), currency()),
    )
    return Criteria(given.words, parts_of(selection, minor_factor(currency())))


def _criteria_shown(access: Access, criteria: Criteria) -> WantedCriteria:
    factor = minor_factor(currency())
    selection = selection_of(criteria.parts, factor).selection
    conditions = [*selection.choices.items(), *(part_of(condition, factor) for condition in selection.conditions)]
    return WantedCriteria(
        words=criteria.words,
        conditions={key: value for key, value in conditions if may_see(access, key.partition("__")[0])},
        flags=[flag for flag in selection.flags if may_flag(access, flag)],
    )


def _shown(part: Part) -> PartShown:
    return PartShown(
        dimension=part.dimension,
        value=part.value,
        customers=part.customers,
        lifetime_value=part.lifetime_value,
        customer_share=part.customer_share,
        value_share=part.value_share,
        missing=part.missing,
    )
