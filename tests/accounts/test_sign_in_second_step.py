"""The second step: codes from an app, recovery codes, and that nothing leads around it."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from carteira.accounts import links
from carteira.accounts.models import AuditEntry, User
from tests.accounts.cast import administrator
from tests.accounts.signing_in import ENGLISH, PASSWORD, Clock, is_signed_in, sign_in, somebody

pytestmark = pytest.mark.django_db

OTHER = "another long password"


NOON = 1_800_000_000


@pytest.fixture(autouse=True)
def _moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Apps and server look at a clock that stands still."""
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time", SimpleNamespace(time=lambda: NOON))


def code_of(secret: str, later: int = 0) -> str:
    """What an app shows, now or so many seconds later."""
    return str(format_hotp_value(hotp_value(secret, (NOON + later) // 30)))


def with_app(client: Client) -> tuple[User, str, list[str]]:
    """Somebody who has set up an app: the person, its secret, and the recovery codes."""
    user = somebody()
    sign_in(client)
    asked = client.get("/account/app/")
    assert asked.headers["Location"].startswith("/account/confirm/")
    client.post(asked.headers["Location"], {"password": PASSWORD})
    secret = client.get("/account/app/").context["form"].secret
    done = client.post("/account/app/", {"code": code_of(secret)})
    assert done.headers["Location"] == "/account/codes/"
    codes = client.get("/account/codes/").context["unused_codes"]
    return user, secret, list(codes)


def half_signed_in() -> Client:
    client = Client()
    assert sign_in(client).headers["Location"] == "/sign-in/code/"
    return client


def later() -> None:
    """Forgets which codes were used and how often somebody tried, as if some minutes had passed."""
    cache.clear()


def step(client: Client, code: str) -> Any:
    return client.post("/sign-in/code/", {"code": code}, headers=ENGLISH)


def test_it_works(client: Client) -> None:
    _user, secret, codes = with_app(client)
    assert len(codes) == 10
    later()
    other = half_signed_in()
    assert not is_signed_in(other)
    assert step(other, code_of(secret)).headers["Location"] == "/"
    assert is_signed_in(other)


def test_the_password_alone_opens_nothing(client: Client) -> None:
    with_app(client)
    other = half_signed_in()
    for path in ("/", "/account/", "/customers/", "/settings/people/", "/account/codes/", "/account/app/remove/"):
        assert other.get(path).headers["Location"].startswith("/sign-in/"), path
    assert other.get("/sign-in/").headers["Location"] == "/sign-in/code/"


def test_a_recovery_code_works_once(client: Client) -> None:
    _user, _secret, codes = with_app(client)
    assert step(half_signed_in(), codes[0]).status_code == 302
    again = half_signed_in()
    assert "Incorrect code" in step(again, codes[0]).content.decode()
    assert not is_signed_in(again)


def test_a_code_works_once(client: Client) -> None:
    _user, secret, _codes = with_app(client)
    later()
    code = code_of(secret)
    assert step(half_signed_in(), code).status_code == 302
    assert step(half_signed_in(), code).status_code == 200


@pytest.mark.parametrize("seconds", [-30, 30, 3600])
def test_a_code_of_another_half_minute_does_not_work(client: Client, seconds: int) -> None:
    _user, secret, _codes = with_app(client)
    later()
    assert step(half_signed_in(), code_of(secret, seconds)).status_code == 200


def test_codes_cannot_be_guessed(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    _user, secret, _codes = with_app(client)
    later()
    other = half_signed_in()
    for _ in range(5):
        step(other, "000000")
    page = step(other, code_of(secret))
    assert "Too many attempts" in page.content.decode()
    clock.pass_by(301)
    later()
    assert step(other, code_of(secret)).status_code == 302
    assert AuditEntry.objects.filter(action="second_step_failed").count() == 5


def test_another_password_by_a_link_leads_not_around_it(client: Client) -> None:
    user, _secret, _codes = with_app(client)
    user.refresh_from_db()
    other = Client()
    other.post("/choose-password/", {"key": links.make_key(user, links.RESET), "password": OTHER})
    assert not is_signed_in(other)
    assert sign_in(other, "ana", OTHER).headers["Location"] == "/sign-in/code/"
    assert not is_signed_in(other)


def test_giving_up_half_way_forgets_the_password(client: Client) -> None:
    with_app(client)
    other = half_signed_in()
    assert other.post("/sign-out/", {"next": "/sign-in/"}).headers["Location"] == "/sign-in/"
    assert other.get("/sign-in/").status_code == 200
    assert other.get("/sign-in/code/").headers["Location"].startswith("/sign-in/")


def test_the_second_step_waits_a_quarter_of_an_hour_at_most(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with_app(client)
    other = half_signed_in()
    now = time.time()
    monkeypatch.setattr("allauth.account.internal.stagekit.time.time", lambda: now + 901)
    assert other.get("/sign-in/code/").headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("path", ["/account/app/", "/account/codes/new/", "/account/passkeys/"])
def test_who_finds_an_open_browser_cannot_change_it(client: Client, path: str) -> None:
    somebody()
    sign_in(client)
    assert client.get(path).headers["Location"].startswith("/account/confirm/")
    client.post(path, {"code": "123456"})
    assert not Authenticator.objects.exists()


def test_switching_it_off_removes_the_codes_too(client: Client) -> None:
    with_app(client)
    client.post("/account/app/remove/")
    assert not Authenticator.objects.exists()
    assert sign_in(Client()).headers["Location"] == "/"


def test_nobody_removes_a_key_of_somebody_else(client: Client) -> None:
    user, _secret, _codes = with_app(client)
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": "key", "credential": {}})
    somebody("bob")
    other = Client()
    sign_in(other, "bob")
    other.post("/account/confirm/?next=/account/", {"password": PASSWORD})
    assert other.post(f"/account/passkeys/{key.pk}/remove/").status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_an_administrator_helps_who_lost_the_phone(client: Client) -> None:
    user, _secret, _codes = with_app(client)
    other = Client()
    other.force_login(administrator())
    other.post(f"/settings/people/{user.pk}/second-step/")
    assert sign_in(Client()).headers["Location"] == "/"
    assert AuditEntry.objects.filter(action="second_step_removed", details__user=user.pk).exists()


def test_changes_are_told_to_the_trail_without_secrets(
    client: Client, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _user, secret, codes = with_app(client)
        client.post("/account/codes/new/")
    client.post("/account/app/remove/")
    told = list(AuditEntry.objects.order_by("id").values_list("action", "details"))
    actions = [action for action, _ in told if action.startswith("second_step")]
    assert actions.count("second_step_added") == 2
    assert "second_step_reset" in actions
    assert actions.count("second_step_removed") == 2
    assert not any(text in str(told) for text in (secret, *codes))
