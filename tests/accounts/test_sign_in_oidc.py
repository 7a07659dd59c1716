"""Single sign-on: the provider vouches for an e-mail that an administrator gave somebody, and for nothing else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from carteira.accounts.actions.people import change_user
from carteira.accounts.models import AuditEntry, User
from carteira.errors import CarteiraError
from carteira.web.signing_in import configured
from tests.accounts.fake_provider import CLIENT, OTHER_KEY, SECRET, Provider, provider
from tests.accounts.signing_in import ENGLISH, PASSWORD, is_signed_in, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def idp(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """A provider that the installation is set up for."""
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    with provider() as found:
        for name, value in {
            "CARTEIRA_OIDC_ISSUER": found.issuer,
            "CARTEIRA_OIDC_CLIENT_ID": CLIENT,
            "CARTEIRA_OIDC_SECRET_FILE": str(tmp_path / "secret"),
            "CARTEIRA_OIDC_NAME": "Acme",
        }.items():
            monkeypatch.setenv(name, value)
        settings.SOCIALACCOUNT_PROVIDERS = configured.provider()
        yield found


def started(client: Client, **given: str) -> dict[str, str]:
    """What the browser takes along to the provider."""
    page = client.post("/sign-in/with/", given, headers=ENGLISH)
    assert page.status_code == 200
    return {name: values[0] for name, values in parse_qs(urlsplit(page.context["url"]).query).items()}


def come_back(client: Client, idp: Provider, sent: dict[str, str], **changed: str) -> Any:
    """The browser comes back from the provider, which signs the nonce that it was sent."""
    idp.claims.setdefault("nonce", sent["nonce"])
    return client.get("/sign-in/with/sso/", {"code": "abc", "state": sent["state"], **changed}, headers=ENGLISH)


def signed_in_through(client: Client, idp: Provider, **given: str) -> Any:
    return come_back(client, idp, started(client, **given))


def test_it_works(client: Client, idp: Provider) -> None:
    somebody()
    assert "Sign in with Acme" in client.get("/sign-in/", headers=ENGLISH).content.decode()
    assert signed_in_through(client, idp, next="/account/").headers["Location"] == "/account/"
    assert is_signed_in(client)


def test_the_request_carries_state_nonce_and_a_code_challenge(client: Client, idp: Provider) -> None:
    somebody()
    sent = started(client)
    assert sent["response_type"] == "code"
    assert sent["code_challenge_method"] == "S256"
    assert min(len(sent[name]) for name in ("state", "nonce", "code_challenge")) >= 16
    assert sent["redirect_uri"] == "http://testserver/sign-in/with/sso/"
    come_back(client, idp, sent)
    assert idp.asked["client_secret"] == [SECRET]
    assert idp.asked["code_verifier"][0]


def test_the_address_to_come_back_to_is_the_configured_one(client: Client, idp: Provider, settings: Any) -> None:
    settings.SITE_ADDRESS = "https://crm.example.com"
    settings.ALLOWED_HOSTS = ["*"]
    page = client.post("/sign-in/with/", headers={"host": "evil.example"})
    assert "redirect_uri=https%3A%2F%2Fcrm.example.com%2Fsign-in%2Fwith%2Fsso%2F" in page.context["url"]


@pytest.mark.parametrize(
    "said",
    [
        {"email_verified": False},
        {"email_verified": "false"},
        {"email_verified": None},
        {"email": "stranger@example.com"},
        {"email": "boss@example.com.evil.example"},
        {"email": ""},
        {"email": "an\u0251@example.com"},
    ],
)
def test_nobody_is_signed_in_or_made_by_another_email(client: Client, idp: Provider, said: dict[str, Any]) -> None:
    somebody()
    idp.userinfo.update(said)
    signed_in_through(client, idp)
    assert not is_signed_in(client)
    assert User.objects.count() == 1


def test_an_email_that_is_not_said_to_be_verified_counts_for_nothing(client: Client, idp: Provider) -> None:
    somebody()
    del idp.userinfo["email_verified"]
    page = signed_in_through(client, idp)
    assert "Nobody here has your e-mail" in page.content.decode()
    assert not is_signed_in(client)
    assert AuditEntry.objects.filter(action="single_sign_on_refused").exists()


def test_an_inactive_person_is_nobody(client: Client, idp: Provider) -> None:
    somebody()
    change_user("ana", active=False)
    signed_in_through(client, idp)
    assert not is_signed_in(client)


def test_the_password_of_who_signs_in_stays_and_nothing_is_linked(client: Client, idp: Provider) -> None:
    user = somebody()
    signed_in_through(client, idp)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert not SocialAccount.objects.exists()


def test_another_email_given_by_the_administrator_counts_at_once(client: Client, idp: Provider) -> None:
    somebody()
    signed_in_through(client, idp)
    client.post("/sign-out/")
    change_user("ana", email="new@example.com")
    idp.claims.pop("nonce")
    signed_in_through(client, idp)
    assert not is_signed_in(client)


def refused(client: Client, page: Any) -> bool:
    return page.status_code == 401 and not is_signed_in(client)


def test_a_state_that_was_not_given_is_refused(client: Client, idp: Provider) -> None:
    somebody()
    sent = started(client)
    assert refused(client, come_back(client, idp, sent, state="another"))
    assert refused(Client(), come_back(Client(), idp, sent))


def test_a_state_holds_once(client: Client, idp: Provider) -> None:
    somebody()
    sent = started(client)
    come_back(client, idp, sent)
    client.post("/sign-out/")
    assert refused(client, come_back(client, idp, sent))


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "of another sign-in"},
        {"nonce": ""},
        {"iss": "https://evil.example"},
        {"aud": "another client"},
        {"exp": 1_000_000_000},
        {"sub": "18"},
    ],
)
def test_a_token_of_another_purpose_is_refused(client: Client, idp: Provider, claims: dict[str, Any]) -> None:
    somebody()
    idp.claims.update(claims)
    assert refused(client, signed_in_through(client, idp))


def test_a_token_that_nobody_signed_is_refused(client: Client, idp: Provider) -> None:
    somebody()
    idp.algorithm = "none"
    assert refused(client, signed_in_through(client, idp))


def test_a_token_signed_with_our_own_secret_is_refused(client: Client, idp: Provider) -> None:
    somebody()
    idp.algorithm, idp.key = "HS256", SECRET
    assert refused(client, signed_in_through(client, idp))


def test_a_token_signed_by_somebody_else_is_refused(client: Client, idp: Provider) -> None:
    somebody()
    idp.key = OTHER_KEY
    assert refused(client, signed_in_through(client, idp))


@pytest.mark.parametrize("said", [{"issuer": "https://evil.example"}, {"jwks_uri": None}, {}])
def test_a_provider_that_says_it_is_another_one_is_refused(client: Client, idp: Provider, said: dict[str, Any]) -> None:
    idp.discovery = {**idp.discovery, **said} if said else {}
    assert client.post("/sign-in/with/", headers=ENGLISH).status_code == 502


def test_a_provider_that_does_not_answer_is_said(client: Client, idp: Provider, settings: Any) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = "http://127.0.0.1:9"
    page = client.post("/sign-in/with/", headers=ENGLISH)
    assert page.status_code == 502
    assert "That did not sign you in" in page.content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example"])
def test_it_leads_nowhere_else(client: Client, idp: Provider, elsewhere: str) -> None:
    somebody()
    assert signed_in_through(client, idp, next=elsewhere).headers["Location"] == "/"


def test_who_gives_up_there_comes_back_to_the_sign_in_page(client: Client, idp: Provider) -> None:
    sent = started(client)
    back = client.get("/sign-in/with/sso/", {"error": "access_denied", "state": sent["state"]})
    assert back.headers["Location"] == "/sign-in/cancelled/"
    assert (
        "You did not sign in there" in client.get("/sign-in/cancelled/", headers=ENGLISH, follow=True).content.decode()
    )


def test_the_second_step_is_asked_for_all_the_same(client: Client, idp: Provider) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(somebody(), generate_totp_secret())
    assert signed_in_through(client, idp).headers["Location"] == "/sign-in/code/"
    assert not is_signed_in(client)


def test_it_does_not_begin_by_a_link_from_elsewhere(client: Client, idp: Provider) -> None:
    assert client.get("/sign-in/with/").status_code == 405


def test_without_a_provider_there_is_no_such_way(client: Client) -> None:
    assert client.post("/sign-in/with/").status_code == 404
    assert client.get("/sign-in/with/sso/").status_code == 404
    assert client.get("/sign-in/with/google/").status_code == 404


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"CARTEIRA_OIDC_ISSUER": "https://idp.example.com"}, "oidc_incomplete"),
        ({"CARTEIRA_OIDC_ISSUER": "nonsense", "CARTEIRA_OIDC_CLIENT_ID": "c", "CARTEIRA_OIDC_SECRET_FILE": "f"},
         "oidc_incomplete"),
        ({"CARTEIRA_OIDC_ISSUER": "https://i.example", "CARTEIRA_OIDC_CLIENT_ID": "c",
          "CARTEIRA_OIDC_SECRET_FILE": "/nowhere/secret"}, "oidc_secret_unreadable"),
    ],
)  # fmt: skip
def test_half_a_configuration_is_refused(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], code: str) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(CarteiraError) as refusal:
        configured.provider()
    assert refusal.value.code == code
