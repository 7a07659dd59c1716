"""What the audit trail tells of signing in: connected to the signals of Django and allauth when the program starts."""

from typing import Any

from allauth.account.signals import user_logged_in as signed_in
from allauth.mfa import signals as second_step
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from carteira.accounts import audit
from carteira.web.signing_in.limits import address_of
from carteira.web.signing_in.sessions import note_sign_in


def connect() -> None:
    """Makes the trail listen."""
    user_logged_in.connect(_begin_session, dispatch_uid="carteira.begin_session")
    user_logged_out.connect(_record_sign_out, dispatch_uid="carteira.sign_out")
    signed_in.connect(_record_sign_in, dispatch_uid="carteira.sign_in")
    second_step.authenticator_added.connect(_record_added, dispatch_uid="carteira.second_step_added")
    second_step.authenticator_removed.connect(_record_removed, dispatch_uid="carteira.second_step_removed")
    second_step.authenticator_reset.connect(_record_reset, dispatch_uid="carteira.second_step_reset")
    second_step.authentication_failed.connect(_record_failed, dispatch_uid="carteira.second_step_failed")


def _begin_session(request: HttpRequest, **_: Any) -> None:
    note_sign_in(request)


def _record_sign_in(request: HttpRequest, user: Any, **_: Any) -> None:
    SessionStore.clear_expired()
    methods = [record["method"] for record in request.session.get("account_authentication_methods", [])]
    audit.record(user, "signed_in", by=methods, address=audit.pseudonym(address_of(request)))


def _record_sign_out(user: Any, **_: Any) -> None:
    if user is not None:
        audit.record(user, "signed_out")


def _record_added(user: Any, authenticator: Any, **_: Any) -> None:
    audit.record(user, "second_step_added", kind=str(authenticator.type))


def _record_removed(user: Any, authenticator: Any, **_: Any) -> None:
    audit.record(user, "second_step_removed", kind=str(authenticator.type), user=user.pk)


def _record_reset(user: Any, authenticator: Any, **_: Any) -> None:
    audit.record(user, "second_step_reset", kind=str(authenticator.type))


def _record_failed(request: HttpRequest, user: Any, reauthentication: bool = False, **_: Any) -> None:
    audit.record(None, "second_step_failed", user=user.pk, address=audit.pseudonym(address_of(request)))
