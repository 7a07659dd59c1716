"""How sessions end: by time, by another password, by hand, everywhere; and tokens with the password."""

import pytest
from django.test import Client, override_settings

from carteira.accounts.actions.people import change_password, change_user
from carteira.accounts.actions.tokens import make_token, token_of
from carteira.accounts.models import AuditEntry, User
from carteira.web.signing_in.browsers import browser_words
from tests.accounts.cast import administrator
from tests.accounts.signing_in import ENGLISH, PASSWORD, Clock, is_signed_in, sign_in, somebody

pytestmark = pytest.mark.django_db

HOUR = 3600
OTHER = "another long password"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def ana() -> User:
    return somebody()


def signed_in(name: str = "ana", password: str = PASSWORD) -> Client:
    client = Client()
    assert sign_in(client, name, password).status_code == 302
    return client


def test_it_works(ana: User, clock: Clock) -> None:
    client = signed_in()
    clock.pass_by(7.9 * HOUR)
    assert is_signed_in(client)


def test_a_session_ends_where_nothing_happens(ana: User, clock: Clock) -> None:
    client = signed_in()
    clock.pass_by(8.1 * HOUR)
    asked = client.get("/account/", headers=ENGLISH)
    assert asked.headers["Location"] == "/sign-in/?next=/account/"
    assert "You were signed out after some time" in client.get("/sign-in/", headers=ENGLISH).content.decode()


def test_a_session_ends_after_a_week_whatever_happens(ana: User, clock: Clock) -> None:
    client = signed_in()
    for _ in range(23):
        clock.pass_by(7 * HOUR)
        assert is_signed_in(client)
    clock.pass_by(7.1 * HOUR)
    assert not is_signed_in(client)


@override_settings(SESSION_HOURS=2, IDLE_MINUTES=10)
def test_an_installation_may_want_shorter_times(ana: User, clock: Clock) -> None:
    client = signed_in()
    clock.pass_by(9 * 60)
    assert is_signed_in(client)
    clock.pass_by(11 * 60)
    assert not is_signed_in(client)


def test_another_password_ends_every_session_and_token(ana: User) -> None:
    here, there = signed_in(), signed_in()
    _token, key = make_token(ana, "erp", ["customers:read"], 30)
    change_password("ana", OTHER)
    assert not is_signed_in(here)
    assert not is_signed_in(there)
    assert token_of(key) is None


def test_ones_own_change_of_the_password_keeps_this_session_alone(ana: User) -> None:
    here, there = signed_in(), signed_in()
    _token, key = make_token(ana, "erp", ["customers:read"], 30)
    before = here.session.session_key
    answer = here.post("/account/password/", {"old": PASSWORD, "password": OTHER}, headers=ENGLISH)
    assert answer.headers["Location"] == "/account/"
    assert is_signed_in(here)
    assert here.session.session_key != before
    assert not is_signed_in(there)
    assert token_of(key) is None
    assert "Here" in here.get("/account/", headers=ENGLISH).content.decode()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("wrong", OTHER, "That is not your password."), (PASSWORD, "short", "too easy to guess"), ("", OTHER, "required")],
)
def test_a_refused_change_changes_nothing(ana: User, old: str, new: str, said: str) -> None:
    client = signed_in()
    page = client.post("/account/password/", {"old": old, "password": new}, headers=ENGLISH)
    assert page.status_code == 422
    assert said in page.content.decode()
    ana.refresh_from_db()
    assert ana.check_password(PASSWORD)


def test_guessing_the_old_password_is_limited_too(ana: User) -> None:
    client = signed_in()
    for _ in range(8):
        client.post("/account/password/", {"old": "wrong", "password": OTHER}, headers=ENGLISH)
    page = client.post("/account/password/", {"old": PASSWORD, "password": OTHER}, headers=ENGLISH)
    assert "Too many attempts" in page.content.decode()
    ana.refresh_from_db()
    assert ana.check_password(PASSWORD)


def test_signing_out_everywhere_else(ana: User) -> None:
    here, there = signed_in(), signed_in()
    here.post("/account/sessions/")
    assert is_signed_in(here)
    assert not is_signed_in(there)


def test_one_session_can_be_ended(ana: User) -> None:
    here, there, third = signed_in(), signed_in(), signed_in()
    listed = here.get("/account/").context["sessions"]
    assert [session.here for session in listed] == [True, False, False]
    here.post("/account/sessions/", {"session": str(min(session.id for session in listed if not session.here))})
    assert [is_signed_in(client) for client in (here, there, third)] == [True, False, True]


def test_nobody_ends_a_session_of_somebody_else(ana: User) -> None:
    somebody("bob")
    of_ana, of_bob = signed_in(), signed_in("bob")
    (session,) = of_ana.get("/account/").context["sessions"]
    of_bob.post("/account/sessions/", {"session": str(session.id)})
    assert is_signed_in(of_ana)


def test_an_administrator_signs_somebody_out(ana: User, client: Client) -> None:
    of_ana = signed_in()
    client.force_login(administrator())
    client.post(f"/settings/people/{ana.pk}/sign-out/")
    assert not is_signed_in(of_ana)


def test_who_is_switched_off_is_out_at_once(ana: User) -> None:
    client = signed_in()
    _token, key = make_token(ana, "erp", ["customers:read"], 30)
    change_user("ana", active=False)
    assert not is_signed_in(client)
    assert token_of(key) is None


def test_who_gets_another_role_sees_by_it_at_once(ana: User) -> None:
    client = signed_in()
    assert client.get("/settings/people/").status_code == 403
    change_user("ana", roles=["auditor"])
    assert client.get("/settings/people/").status_code == 200


def test_signing_in_and_out_is_told_to_the_trail(ana: User) -> None:
    client = signed_in()
    client.post("/sign-out/")
    told = list(AuditEntry.objects.filter(actor_id=ana.pk).order_by("id").values_list("action", flat=True))
    assert told == ["signed_in", "signed_out"]
    assert "192.0.2.1" not in str(AuditEntry.objects.values_list("details", flat=True))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0.0.0 Safari/537.36 Edg/150.0", "Edge, Linux"),
        ("curl/8.5", "curl/8.5"),
    ],
)
def test_browsers_in_words(text: str, words: str) -> None:
    assert browser_words(text) == words
