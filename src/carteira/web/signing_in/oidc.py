"""Single sign-on through one OpenID Connect provider: authorisation code with PKCE, state and nonce."""

import base64
import json
import secrets
from typing import Any

from allauth.socialaccount import providers
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from carteira.web.signing_in.configured import PROVIDER

NONCE = "oidc_nonce"
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a key that only the provider has: neither `none` nor one that our own secret could make."""
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")

providers.registry.load()


def provider_name() -> str:
    """What people call the provider, or nothing where none is configured."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return str(apps[0]["name"]) if apps else ""


@login_not_required
@never_cache
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """A page that leads to the provider. It is no redirect, since our policy lets forms lead to ourselves alone."""
    if not provider_name():
        raise Http404
    wanted = request.POST.get("next", "")
    to = wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else None
    nonce = request.session[NONCE] = secrets.token_urlsafe(24)
    provider = get_adapter(request).get_provider(request, PROVIDER)
    provider.oauth2_adapter_class = Exchange
    try:
        answer = provider.redirect(request, "login", next_url=to, auth_params={"nonce": nonce})
    except (OAuth2Error, OSError, ValueError, KeyError):
        return render(request, "socialaccount/authentication_error.html", status=502)
    if not isinstance(answer, HttpResponseRedirect):
        return answer
    return render(request, "web/signing_in/leaving.html", {"url": answer.url, "provider": provider_name()})


@login_not_required
@never_cache
@require_GET
def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Where the provider sends people back to."""
    try:
        view = OAuth2CallbackView.adapter_view(Exchange(request, provider_id))
        return view(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error


class Exchange(OpenIDConnectOAuth2Adapter):
    """The talk with the provider, stricter than allauth's: the token's issuer, signature, nonce and subject count."""

    @property
    def openid_config(self) -> dict[str, Any]:
        found: dict[str, Any] = super().openid_config
        wanted = self.get_provider().app.settings["server_url"]
        known = all(isinstance(found.get(name), str) for name in ENDPOINTS)
        if str(found.get("issuer", "")).rstrip("/") != wanted or not known:
            raise OAuth2Error("the provider says another issuer, or not where to ask it")
        return found

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        path = reverse("openid_connect_callback", kwargs={"provider_id": PROVIDER})
        return f"{settings.SITE_ADDRESS}{path}" if settings.SITE_ADDRESS else request.build_absolute_uri(path)

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("the provider sent no id_token")
        try:
            login = super().complete_login(request, app, token, **kwargs)
            data = login.account.extra_data
            subjects = {part["sub"] for part in data.values()}
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("the provider's answer cannot be read") from error
        if len(subjects) != 1:
            raise OAuth2Error("the provider speaks of two people")
        return login

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        if _algorithm(id_token) not in SIGNATURES:
            raise OAuth2Error("the token is not signed by the provider")
        found: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        nonce = self.request.session.pop(NONCE, None)
        if not nonce or not secrets.compare_digest(str(found.get("nonce", "")), nonce):
            raise OAuth2Error("the token was made for another sign-in")
        return found


def _algorithm(token: str) -> str:
    header = token.partition(".")[0]
    return str(json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4))).get("alg", ""))
