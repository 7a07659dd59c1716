"""Signing in and out: who gets in, where to, and what no request from elsewhere can make happen."""

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import get_resolver

from carteira.accounts.actions.people import add_user, change_user
from carteira.web.middleware import HEADERS
from tests.accounts.signing_in import ENGLISH, PASSWORD, is_signed_in, sign_in, somebody

pytestmark = pytest.mark.django_db

WRONG = "That is not the right user name or password."


def test_it_works(client: Client) -> None:
    somebody()
    answer = sign_in(client)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"
    assert is_signed_in(client)


@pytest.mark.parametrize("login", ["ANA", "ana@example.com", "Ana@Example.COM", " ana "])
def test_name_or_email_in_any_case_signs_in(client: Client, login: str) -> None:
    somebody()
    assert sign_in(client, login).status_code == 302


@pytest.mark.parametrize(("login", "password"), [("ana", "wrong"), ("nobody", PASSWORD), ("nobody@example.com", "x")])
def test_others_do_not(client: Client, login: str, password: str) -> None:
    somebody()
    answer = sign_in(client, login, password)
    assert answer.status_code == 200
    assert WRONG in answer.content.decode()
    assert not is_signed_in(client)


def test_an_inactive_person_is_refused_like_an_unknown_one(client: Client) -> None:
    somebody()
    change_user("ana", active=False)
    assert WRONG in sign_in(client).content.decode()


def test_an_email_of_two_people_signs_in_neither(client: Client) -> None:
    somebody("ana", email="")
    somebody("bob", email="")
    from carteira.accounts.models import User

    User.objects.update(email="both@example.com")
    assert WRONG in sign_in(client, "both@example.com").content.decode()


@pytest.mark.parametrize("look_alike", ["m\u0131ke@example.com", "mi\u212ae@example.com"])
def test_an_email_of_letters_that_only_look_alike_is_another_one(client: Client, look_alike: str) -> None:
    somebody("mike")
    assert WRONG in sign_in(client, look_alike).content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example",
        "//evil.example/x",
        "/\\evil.example",
        "javascript:alert(1)",
        "http://testserver.evil/",
        "///x",
    ],
)
def test_no_link_leads_elsewhere_after_signing_in(client: Client, elsewhere: str) -> None:
    somebody()
    assert sign_in(client, next=elsewhere).headers["Location"] == "/"
    assert client.get("/sign-in/", {"next": elsewhere}).headers["Location"] == "/"
    signed_out = client.post("/sign-out/", {"next": elsewhere})
    assert signed_out.headers["Location"] == "/sign-in/"


def test_the_page_that_was_asked_for_comes_next(client: Client) -> None:
    somebody()
    asked = client.get("/customers/?q=a")
    assert sign_in(client, next=asked.headers["Location"].partition("next=")[2]).status_code == 302


@pytest.mark.parametrize(
    "path", ["/sign-in/", "/sign-out/", "/language/", "/choose-password/", "/account/", "/sign-in/with/"]
)
def test_every_unsafe_request_needs_its_token(path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    somebody()
    client.force_login(somebody("bob"))
    assert client.post(path, {"username": "ana", "password": PASSWORD}).status_code == 403


def test_signing_out_needs_a_post(client: Client) -> None:
    somebody()
    sign_in(client)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert not is_signed_in(client)


def test_a_session_gets_another_key_by_signing_in(client: Client) -> None:
    somebody()
    session = client.session
    session["planted"] = "by an attacker"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted = session.session_key
    sign_in(client)
    assert client.session.session_key != planted
    assert SESSION_KEY in client.session
    assert not client.session.__class__().exists(planted)


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(client: Client) -> None:
    somebody()
    client.get("/sign-in/")
    sign_in(client)
    client.post("/language/", {"language": "es"})
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME):
        assert client.cookies[name]["httponly"], name
        assert client.cookies[name]["samesite"] == "Lax", name


def test_security_headers(client: Client) -> None:
    page = client.get("/sign-in/")
    for name, text in HEADERS.items():
        assert page.headers[name] == text
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["X-Frame-Options"] == "DENY"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_browser_keeps_nothing_that_somebody_saw(client: Client) -> None:
    somebody()
    sign_in(client)
    assert "no-store" in client.get("/account/").headers["Cache-Control"]


def test_another_host_name_is_refused(client: Client) -> None:
    assert client.get("/sign-in/", headers={"host": "evil.example"}).status_code == 400


ALLAUTH_BESIDES = (
    "signup/ login/ logout/ email/ password/change/ password/reset/ confirm-email/ inactive/ login/code/ 2fa/ 3rdparty/"
    " 3rdparty/signup/ social/signup/ accounts/ accounts/signup/ accounts/login/ account/signup/ account/email/"
    " account/password/reset/ sessions/ oidc/sso/login/ account/passkeys/1/edit/ sign-in/signup/"
)


@pytest.mark.parametrize("path", ALLAUTH_BESIDES.split())
def test_what_is_not_offered_has_no_address(client: Client, path: str) -> None:
    client.force_login(somebody())
    assert client.get(f"/{path}").status_code == 404


def test_nobody_can_sign_up_by_any_name_of_an_address() -> None:
    names = {str(name) for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert not {name for name in names if "signup" in name or name.startswith("account_email")}


def test_a_person_without_a_role_is_told_whom_to_ask(client: Client) -> None:
    add_user("root", None, roles=["administrator"], full_name="Rita Root")
    somebody(roles=[])
    sign_in(client)
    page = client.get("/", headers=ENGLISH).content.decode()
    assert "You are signed in, and have no role yet" in page
    assert "Rita Root" in page


def test_who_is_signed_in_is_led_on_from_the_sign_in_page(client: Client) -> None:
    somebody()
    sign_in(client)
    assert client.get("/sign-in/").headers["Location"] == "/"


def test_language_and_time_zone_stay_with_the_person(client: Client) -> None:
    user = somebody()
    sign_in(client)
    client.post("/language/", {"language": "es", "next": "/account/"})
    user.refresh_from_db()
    assert user.language == "es"
    other = Client()
    sign_in(other)
    page = other.get("/account/", headers={"accept-language": "en"})
    assert '<html lang="es">' in page.content.decode()
    assert page.headers["Content-Language"] == "es"


def test_a_language_that_there_is_not_is_not_kept(client: Client) -> None:
    user = somebody()
    sign_in(client)
    client.post("/language/", {"language": "../../etc/passwd", "next": "/account/"})
    user.refresh_from_db()
    assert user.language == ""
