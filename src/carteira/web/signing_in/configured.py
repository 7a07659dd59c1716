"""The settings of signing in that environment variables decide. Read before Django is set up."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from carteira.environment import value
from carteira.errors import CarteiraError

PROVIDER = "sso"
"""How addresses name the one provider."""


def number(name: str) -> int:
    """A variable that holds a whole number above zero. Raises `bad_variable`."""
    text = value(name)
    if not text.isdecimal() or not 0 < int(text) < 10**7:
        raise CarteiraError("bad_variable", name=name, value=text)
    return int(text)


def site_address() -> str:
    """CARTEIRA_ADDRESS without a slash at its end, or nothing. Raises `bad_variable`."""
    text = value("CARTEIRA_ADDRESS").rstrip("/")
    if text and (urlsplit(text).scheme not in ("http", "https") or not _host(text) or urlsplit(text).path):
        raise CarteiraError("bad_variable", name="CARTEIRA_ADDRESS", value=text)
    return text


def hosts() -> list[str]:
    """The names under which the pages may be reached."""
    named = [host.strip() for host in value("CARTEIRA_HOSTS").split(",") if host.strip()]
    own = _host(site_address())
    return [*named, *([own] if own and own not in named else [])]


def mail_settings() -> dict[str, Any]:
    """Django's settings for sending mails; none are sent where CARTEIRA_MAIL_URL is empty. Raises `bad_mail_url`."""
    url = value("CARTEIRA_MAIL_URL")
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise CarteiraError("bad_mail_url", hint="write_a_mail_url") from error
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise CarteiraError("bad_mail_url", hint="write_a_mail_url")
    encrypted = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if encrypted else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": encrypted,
        "EMAIL_USE_TLS": not encrypted and port != 25,
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": value("CARTEIRA_MAIL_FROM") or f"carteira@{_host(site_address()) or 'localhost'}",
    }


def provider() -> dict[str, Any]:
    """The OpenID Connect provider as allauth wants it, or nothing.

    Raises `oidc_incomplete` where a part is missing, or `oidc_secret_unreadable`.
    """
    issuer = value("CARTEIRA_OIDC_ISSUER").rstrip("/")
    if not issuer:
        return {}
    client, file = value("CARTEIRA_OIDC_CLIENT_ID"), value("CARTEIRA_OIDC_SECRET_FILE")
    if not client or not file or not _host(issuer):
        raise CarteiraError("oidc_incomplete")
    try:
        secret = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CarteiraError("oidc_secret_unreadable", file=file) from error
    app = {
        "provider_id": PROVIDER,
        "name": value("CARTEIRA_OIDC_NAME") or _host(issuer),
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
