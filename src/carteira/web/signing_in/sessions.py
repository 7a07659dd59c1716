"""How long somebody stays signed in, and where: each session ends after a time, and can be ended from elsewhere."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from carteira.web.signing_in.browsers import browser_words

if TYPE_CHECKING:
    from carteira.accounts.models import User

SIGNED_IN_AT, SEEN_AT = "signed_in_at", "seen_at"
SEEN_EVERY_SECONDS = 300
"""How often it is noted that somebody is still there."""
now = time.time


@dataclass(frozen=True)
class Session:
    """Where somebody is signed in: since when, when last seen, with which browser, from where; whether `here`."""

    id: int
    since: datetime
    seen: datetime
    browser: str
    address: str
    here: bool


class SessionAge:
    """Ends a session that is too old, or in which nothing happened for too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if SESSION_KEY in request.session:
            _check_age(request)
        return self.get_response(request)


def note_sign_in(request: HttpRequest, **_: Any) -> None:
    """Starts the clock of a session."""
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = now()


def sessions_of(request: HttpRequest) -> list[Session]:
    """Where the person of the request is signed in, here first."""
    found = UserSession.objects.purge_and_list(request.user)
    listed = [
        Session(
            each.pk,
            each.created_at,
            each.last_seen_at,
            browser_words(each.user_agent),
            each.ip,
            _is_here(request, each),
        )
        for each in found
    ]
    return sorted(listed, key=lambda session: (not session.here, -session.seen.timestamp()))


def end_sessions(user: "User", but: str | None = None) -> int:
    """Signs the person out everywhere, but from the session with the key `but`. Gives how many sessions ended."""
    ended = [each for each in UserSession.objects.filter(user_id=user.pk) if each.session_key != but]
    for each in ended:
        each.end()
    return len(ended)


def follow_key(request: HttpRequest) -> None:
    """Lists the session of the request under its new key, after that changed."""
    UserSession.objects.create_from_request(request)


def count(user: "User") -> int:
    """In how many places the person is signed in."""
    return len(UserSession.objects.purge_and_list(user))


def remove_second_steps(user: "User") -> None:
    """Removes app, recovery codes and passkeys of a person."""
    Authenticator.objects.filter(user_id=user.pk).delete()


def end_session(user: "User", session_id: int) -> None:
    """Ends one session of the person; nothing where it has ended."""
    for each in UserSession.objects.filter(user_id=user.pk, pk=session_id):
        each.end()


def _check_age(request: HttpRequest) -> None:
    began, seen, moment = request.session.get(SIGNED_IN_AT), request.session.get(SEEN_AT), now()
    if began is None or seen is None:
        note_sign_in(request)
    elif moment - began > settings.SESSION_HOURS * 3600 or moment - seen > settings.IDLE_MINUTES * 60:
        logout(request)
        messages.info(request, _("You were signed out after some time. Sign in to go on."))
    elif moment - seen > min(SEEN_EVERY_SECONDS, settings.IDLE_MINUTES * 6):
        request.session[SEEN_AT] = moment
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())


def _is_here(request: HttpRequest, session: UserSession) -> bool:
    return bool(session.session_key == request.session.session_key)
