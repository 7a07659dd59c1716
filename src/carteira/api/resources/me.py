"""Who calls, and what they may do."""

from django.http import HttpResponse, JsonResponse
from ninja import Router
from pydantic import BaseModel

from carteira.accounts.access import MIN_GROUP
from carteira.accounts.actions.tokens import scopes_of
from carteira.accounts.kinds import kinds
from carteira.api.authentication import SIGNED_IN, ApiRequest
from carteira.api.figures import visible
from carteira.api.operations import Answers, operation
from carteira.book.queries import published_run
from carteira.book.settings import minor_factor, values

router = Router(tags=["me"])


class Myself(BaseModel):
    """The caller. `levels`: by "kind:action", own, team or all; `fields`: what becomes of a customer's fields;
    `figures`: those of a customer that may be shown, sorted by and asked for."""

    user_id: int
    user: str
    token_id: int | None
    scopes: list[str]
    levels: dict[str, str]
    permissions: list[str]
    fields: dict[str, str]
    teams: list[int]
    figures: list[str]
    smallest_group: int


class BookState(BaseModel):
    """The book: its currency with the minor units of one major unit, and the run whose figures are shown, if any."""

    currency: str
    minor_units: int
    time_zone: str
    country: str
    run_id: int | None
    as_of: str | None
    window: str | None


@operation(router, "GET", "/me", scope=SIGNED_IN, answers=Answers(Myself))
def me(request: ApiRequest) -> Myself:
    """Who you are, and what you may do."""
    caller, access = request.auth, request.auth.access
    return Myself(
        user_id=caller.user.pk,
        user=caller.user.get_username(),
        token_id=caller.token and caller.token.pk,
        scopes=scopes_of(access),
        levels={":".join(pair): level.name.lower() for pair, level in sorted(access.levels.items()) if level},
        permissions=sorted(access.permissions),
        fields={name: str(rule) for (kind, name), rule in sorted(access.rules.items()) if kind == "customers"},
        teams=sorted(access.teams),
        figures=visible(access) if access.can("customers", "read") else [],
        smallest_group=MIN_GROUP,
    )


@operation(router, "GET", "/book", scope=SIGNED_IN, answers=Answers(BookState))
def book_state(request: ApiRequest) -> BookState:
    """The book's currency, time zone, and the run whose figures are shown."""
    settings, run = values(), published_run()
    currency = run.currency if run else str(settings["currency"])
    return BookState(
        currency=currency,
        minor_units=minor_factor(currency),
        time_zone=settings["time_zone"],
        country=settings["country"],
        run_id=run.id if run else None,
        as_of=run.as_of.isoformat() if run else None,
        window=run.window if run else None,
    )


@operation(router, "GET", "/kinds", scope=SIGNED_IN, answers=Answers(dict[str, list[str]]))
def kinds_of_record(request: ApiRequest) -> dict[str, list[str]]:
    """The kinds of record that roles and scopes speak of, with their actions."""
    return {kind.name: list(kind.actions) for kind in kinds().values()}


@operation(router, "GET", "/openapi.json", scope=SIGNED_IN, answers=Answers({"type": "object"}))
def openapi(request: ApiRequest) -> HttpResponse:
    """This document."""
    from carteira.api.api import api

    return JsonResponse(api.document())
