"""What allauth asks of us: who may sign in, how often, and where to then. It makes no people and sends no mails."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from carteira.accounts import audit
from carteira.accounts.queries import person_of, person_of_email
from carteira.web.signing_in.limits import Attempt, address_of

WRONG = _("That is not the right user name or password.")
TOO_MANY = _("Too many attempts. Wait ten minutes and try again.")


class AccountAdapter(DefaultAccountAdapter):
    """Passwords, their limits, and the trail of both."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "too_many_login_attempts": TOO_MANY,
        "incorrect_password": _("That is not your password."),
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The person of that name or e-mail and password, or None. Raises a ValidationError beyond the limits."""
        login = credentials["username"]
        attempt = Attempt(request, login)
        if not attempt.allowed:
            if attempt.first_refusal():
                _record_failure(request, "sign_in_limited", login)
            raise self.validation_error("too_many_login_attempts")
        user = authenticate(request, username=login, password=credentials["password"])
        if user is None:
            _record_failure(request, "sign_in_failed", login)
            return None
        attempt.succeeded()
        return user

    def reauthenticate(self, user: Any, password: str) -> bool:
        found = self.authenticate(context.request, username=user.get_username(), password=password)
        return found is not None and bool(found.pk == user.pk)

    def is_safe_url(self, url: str | None) -> bool:
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        return redirect("sign-in")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Says what changed of the second step; that somebody signed in or out is seen anyway."""
        if message or (message_template or "").startswith("mfa/"):
            super().add_message(request, level, message_template, message_context, extra_tags, message)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """allauth's own mails are not sent."""


class SecondStepAdapter(DefaultMFAAdapter):
    """Passkeys belong to the name under which browsers reach the pages."""

    def _get_site_name(self) -> str:
        return "Carteira"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        host = urlsplit(settings.SITE_ADDRESS).hostname or context.request.get_host().rpartition(":")[0]
        return {"id": host or context.request.get_host(), "name": self._get_site_name()}


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Whoever the provider vouches for is the one active person to whom the administrator gave that very e-mail.

    Nothing of the provider is stored: the e-mail is looked up at each sign-in.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        verified = [address.email for address in sociallogin.email_addresses if address.verified in (True, "true")]
        user = person_of_email(verified[0]) if verified else None
        if user is not None and user.is_active:
            sociallogin.user = user
        else:
            audit.record(None, "single_sign_on_refused", address=audit.pseudonym(address_of(request)))


def _record_failure(request: HttpRequest, action: str, login: str) -> None:
    user = person_of(login)
    who = {"user": user.pk} if user else {"name": audit.pseudonym(login)}
    audit.record(None, action, **who, address=audit.pseudonym(address_of(request)))
