"""Keys for programs: one's own, and everybody's for who administers people."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from django.db import transaction
from django.http import HttpResponse
from ninja import Router, Status
from pydantic import BaseModel, Field

from carteira.accounts import queries
from carteira.accounts.actions import tokens as actions
from carteira.accounts.holding import held_token
from carteira.api.authentication import SIGNED_IN, ApiRequest
from carteira.api.fields import After, Given, Limit, Line, PathNumber, Whole, example
from carteira.api.idempotency import keep_without
from carteira.api.operations import PREFIX, Answers, operation
from carteira.api.paging import Page, first, newest_first, page
from carteira.errors import CarteiraError

if TYPE_CHECKING:
    from carteira.accounts.models import Token

router = Router(tags=["tokens"])
LINKS = {
    name: {"operationId": name, "parameters": {"token_id": "$response.body#/id"}} for name in ("token", "revoke_token")
}


class NewToken(Given):
    """A key to make: what it may do (GET /me names your scopes), and how many days it lives."""

    model_config = example(name="nightly load", scopes=["loads:create"], days=90)

    name: Line
    scopes: Annotated[list[Line], Field(min_length=1, max_length=100)]
    days: Annotated[Whole, Field(ge=1, le=actions.LONGEST_DAYS)] = 90


class TokenShown(BaseModel):
    """A key that was not revoked. `hint` is how it begins; the key itself is kept nowhere."""

    id: int
    user_id: int
    name: str
    hint: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


class TokenMade(TokenShown):
    """A new key. `key` is shown this once: the answer to a repeated request has null there."""

    key: str | None


@operation(
    router,
    "GET",
    "/tokens",
    scope=SIGNED_IN,
    answers=Answers(Page[TokenShown], headers=["Link"], links=first("token", "token_id")),
)
def tokens(request: ApiRequest, response: HttpResponse, limit: Limit, cursor: After) -> Page[TokenShown]:
    """Your keys, the newest first; everybody's for who may read people."""
    everybody = request.auth.access.can("users", "read")
    found = queries.tokens(None if everybody else request.auth.user)
    living = [each for each in found if each.revoked_at is None]
    return page(request, response, newest_first(living, cursor, limit), limit, shown)


@operation(
    router,
    "POST",
    "/tokens",
    scope=SIGNED_IN,
    answers=Answers(TokenMade, 201, "Made", headers=["Location"], links=LINKS),
)
def make_token(request: ApiRequest, response: HttpResponse, body: NewToken) -> Status[TokenMade]:
    """Make a key for yourself, within what you may do. A key cannot make keys."""
    if request.auth.token is not None:
        raise CarteiraError("tokens_need_a_person")
    user = request.auth.user
    made, key = actions.make_token(user, body.name, body.scopes, body.days, by=user)
    response.headers["Location"] = f"{PREFIX}/tokens/{made.pk}"
    keep_without(response, "key")
    return Status(201, TokenMade(**shown(made).model_dump(), key=key))


@operation(router, "GET", "/tokens/{int:token_id}", scope=SIGNED_IN, answers=Answers(TokenShown, links=LINKS))
def token(request: ApiRequest, token_id: PathNumber) -> TokenShown:
    """One key."""
    return shown(_found(request, next((each for each in queries.tokens() if each.pk == token_id), None), "read"))


@operation(router, "DELETE", "/tokens/{int:token_id}", scope=SIGNED_IN, answers=Answers(None, 204, "Revoked"))
@transaction.atomic
def revoke_token(request: ApiRequest, token_id: PathNumber) -> Status[None]:
    """Revoke a key at once: one of your own, or anybody's for who may change people. A key can revoke itself."""
    actions.revoke_token(_found(request, held_token(token_id), "edit"), by=request.auth.user)
    return Status(204, None)


def shown(found: "Token") -> TokenShown:
    return TokenShown(
        id=found.pk,
        user_id=found.user_id,
        name=found.name,
        hint=found.hint,
        scopes=found.scopes,
        created_at=found.created_at,
        expires_at=found.expires_at,
        last_used_at=found.last_used_at,
    )


def _found(request: ApiRequest, found: "Token | None", action: str) -> "Token":
    """The key, if it is the caller's, or the caller may do this to people. Raises `not_found`.

    A program may do nothing to other keys of its person.
    """
    caller = request.auth
    mine = found is not None and found.user_id == caller.user.pk
    if caller.token is not None and action != "read":
        mine = found is not None and found.pk == caller.token.pk
    if found is None or found.revoked_at is not None or not (mine or caller.access.can("users", action)):
        raise CarteiraError("not_found")
    return found
