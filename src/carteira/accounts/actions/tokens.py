"""Keys for programs: made, used and revoked. The key itself is shown once; the book keeps its digest."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from carteira.accounts import audit
from carteira.accounts.access import Access, access_of
from carteira.accounts.choices import Permission
from carteira.accounts.granting import check_covers, given_to
from carteira.accounts.kinds import kinds
from carteira.accounts.models import Token, User
from carteira.errors import CarteiraError

PREFIX = "cart_"
LONGEST_DAYS = 366
USED_EVERY = timedelta(minutes=1)


def scopes() -> list[str]:
    """Every scope that a token may have: "kind:action", and the names of the permissions."""
    pairs = [f"{kind.name}:{action}" for kind in kinds().values() for action in kind.actions]
    return [*pairs, *Permission.values]


def scopes_of(access: Access) -> list[str]:
    """Every scope that somebody with this access may give to a token."""
    return [scope for scope in scopes() if _has(access, scope)]


@transaction.atomic
def make_token(user: User, name: str, given: Sequence[str], days: int, by: Any = None) -> tuple[Token, str]:
    """A new token of the person with these scopes, as (token, key). The key cannot be shown again.

    Raises `bad_scope` for what is no scope or more than the person may do, `bad_expiry` for days that are not from 1
    to LONGEST_DAYS, and `beyond_own_access` where the person may more than `by` may.
    """
    check_covers(by, given_to(user))
    if not 1 <= days <= LONGEST_DAYS:
        raise CarteiraError("bad_expiry", longest=LONGEST_DAYS)
    mine = scopes_of(access_of(user))
    for scope in given:
        if scope not in mine:
            raise CarteiraError("bad_scope", scope=scope)
    key = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        user=user,
        name=name[:100],
        digest=_digest(key),
        hint=key[:9],
        scopes=sorted(set(given)),
        expires_at=timezone.now() + timedelta(days=days),
    )
    audit.record(by, "token_made", token=token.pk, user=user.pk, scopes=token.scopes, days=days)
    return token, key


@transaction.atomic
def revoke_token(token: Token, by: Any = None) -> None:
    """Ends a token at once."""
    Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
    audit.record(by, "token_revoked", token=token.pk, user=token.user_id)


def token_of(key: str) -> Token | None:
    """The living token of that key with its person, or None: expired, revoked, unknown, or the person is gone."""
    now = timezone.now()
    token = (
        Token.objects.select_related("user")
        .filter(digest=_digest(key), revoked_at=None, expires_at__gt=now, user__is_active=True)
        .first()
    )
    if token and (token.last_used_at is None or now - token.last_used_at > USED_EVERY):
        Token.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def _has(access: Access, scope: str) -> bool:
    kind, _, action = scope.partition(":")
    return access.can(kind, action) if action else access.may(scope)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
