"""Links by which people choose a password: for one use, for a while, from the configured address, in no log."""

import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone

from carteira.accounts import links
from carteira.accounts.actions.people import add_user, change_user, choose_password, invite
from carteira.accounts.models import AuditEntry, User
from carteira.errors import CarteiraError
from carteira.jobs.worker import work_once
from tests.accounts.cast import administrator
from tests.accounts.signing_in import ENGLISH, PASSWORD, is_signed_in, sign_in, somebody

pytestmark = pytest.mark.django_db

OTHER = "another long password"
MAILS = {
    "MAIL_ENABLED": True,
    "SITE_ADDRESS": "https://crm.example.com",
    "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
    "ALLOWED_HOSTS": ["crm.example.com", "testserver", "evil.example"],
}


def nina() -> User:
    return add_user("nina", None, email="nina@example.com", roles=["seller"])


def set_by(key: str, password: str = OTHER) -> str:
    page = Client().post("/choose-password/", {"key": key, "password": password}, headers=ENGLISH)
    return page.headers.get("Location", "") or page.content.decode()


def link_in(message: str) -> tuple[str, str]:
    """The address of the link, and its key."""
    found = re.search(r"(https?://\S+)#(\S+)", message)
    assert found is not None
    return found[1], found[2]


def test_it_works(client: Client) -> None:
    nina()
    assert set_by(invite("nina")) == "/sign-in/"
    assert sign_in(client, "nina", OTHER).status_code == 302


def test_a_key_holds_for_one_use() -> None:
    nina()
    key = invite("nina")
    set_by(key)
    assert "does not hold any more" in set_by(key, "a third long password")


def test_a_newer_invitation_spends_the_older() -> None:
    nina()
    older, newer = invite("nina"), invite("nina")
    assert "does not hold any more" in set_by(older)
    assert set_by(newer) == "/sign-in/"


def test_a_key_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    nina()
    key, now = invite("nina"), timezone.now()
    monkeypatch.setattr("carteira.accounts.links.timezone.now", lambda: now + timedelta(days=6, hours=23))
    assert links.person_of_key(key) is not None
    monkeypatch.setattr("carteira.accounts.links.timezone.now", lambda: now + timedelta(days=7, minutes=1))
    assert "does not hold any more" in set_by(key)


@pytest.mark.parametrize("change", [{"active": False}, {"email": "else@example.com"}])
def test_a_key_is_spent_when_the_person_changes(change: dict[str, object]) -> None:
    nina()
    key = invite("nina")
    change_user("nina", **change)  # type: ignore[arg-type]
    assert "does not hold any more" in set_by(key)


def test_signing_in_spends_a_key_for_another_password(client: Client) -> None:
    user = somebody()
    key = links.make_key(user, links.RESET)
    sign_in(client)
    assert "does not hold any more" in set_by(key)


@pytest.mark.parametrize("place", [0, 5, -1])
def test_a_key_cannot_be_changed(place: int) -> None:
    nina()
    key = list(invite("nina"))
    key[place] = "A" if key[place] != "A" else "B"
    assert "does not hold any more" in set_by("".join(key))


def test_a_weak_password_is_refused_and_the_key_stays() -> None:
    nina()
    key = invite("nina")
    assert "too easy to guess" in set_by(key, "short")
    assert set_by(key) == "/sign-in/"


def test_another_password_ends_sessions_and_does_not_sign_in(client: Client) -> None:
    user = somebody()
    sign_in(client)
    user.refresh_from_db()
    set_by(links.make_key(user, links.RESET))
    assert not is_signed_in(client)


def test_who_has_a_password_is_not_invited() -> None:
    somebody()
    with pytest.raises(CarteiraError, match="has a password already"):
        invite("ana")


@override_settings(**MAILS)
def test_a_reset_goes_by_mail_to_the_known_address_from_the_configured_one(client: Client) -> None:
    somebody()
    asked = client.post("/forgotten/", {"username": "ANA@example.com"}, headers={"host": "evil.example"})
    assert asked.headers["Location"] == "/forgotten/sent/"
    assert mail.outbox == []
    assert work_once()
    (sent,) = mail.outbox
    assert sent.to == ["ana@example.com"]
    address, key = link_in(str(sent.body))
    assert address == "https://crm.example.com/choose-password/"
    assert "evil" not in str(sent.body)
    assert set_by(key) == "/sign-in/"


@override_settings(**MAILS)
def test_nobody_unknown_and_nobody_inactive_gets_a_mail(client: Client) -> None:
    somebody()
    change_user("ana", active=False)
    for login in ("ana", "nobody", "nobody@example.com"):
        client.post("/forgotten/", {"username": login})
        assert work_once()
    assert mail.outbox == []


@override_settings(**MAILS)
def test_few_mails_are_sent_to_one_person(client: Client) -> None:
    somebody()
    answers = {client.post("/forgotten/", {"username": "ana"}).headers["Location"] for _ in range(6)}
    while work_once():
        pass
    assert answers == {"/forgotten/sent/"}
    assert len(mail.outbox) == 3


@override_settings(**MAILS)
def test_a_mail_speaks_the_persons_language(client: Client) -> None:
    user = somebody()
    User.objects.filter(pk=user.pk).update(language="en")
    client.post("/forgotten/", {"username": "ana"}, headers={"accept-language": "es"})
    work_once()
    assert mail.outbox[0].subject == "Choose another password"


@override_settings(**MAILS)
def test_an_invitation_goes_by_mail(client: Client) -> None:
    client.force_login(administrator())
    data = {"username": "nina", "email": "nina@example.com", "roles": ["seller"]}
    answer = client.post("/settings/people/new/", data, headers=ENGLISH)
    assert answer.headers["Location"] == f"/settings/people/{User.objects.get(username='nina').pk}/"
    _address, key = link_in(str(mail.outbox[0].body))
    assert set_by(key) == "/sign-in/"


@override_settings(**{**MAILS, "EMAIL_BACKEND": "tests.accounts.failing_mail.Backend"})
def test_where_the_mail_fails_the_link_is_shown_with_the_reason(client: Client) -> None:
    client.force_login(administrator())
    data = {"username": "nina", "email": "nina@example.com"}
    page = client.post("/settings/people/new/", data, headers=ENGLISH).content.decode()
    assert "The mail could not be sent" in page
    assert "https://crm.example.com/choose-password/#" in page


def test_without_a_mail_server_the_link_is_shown_once_and_nothing_can_be_asked(client: Client) -> None:
    client.force_login(administrator())
    data = {"username": "nina", "email": "nina@example.com"}
    page = client.post("/settings/people/new/", data, headers=ENGLISH).content.decode()
    address, key = link_in(page.replace("</code>", " "))
    assert address == "http://testserver/choose-password/"
    assert set_by(key) == "/sign-in/"
    assert Client().get("/forgotten/").status_code == 404
    assert Client().get("/forgotten/sent/").status_code == 404


def test_keys_and_passwords_are_in_no_log_and_not_in_the_trail(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    nina()
    key = invite("nina")
    with caplog.at_level(logging.DEBUG):
        set_by(key)
        set_by(key, "a third long password")
        set_by("forged.key.that-is-long", OTHER)
        sign_in(client, "nina", OTHER)
        sign_in(client, "my password by mistake", "x")
    told = caplog.text + str(list(AuditEntry.objects.values_list("actor", "details")))
    assert not any(secret in told for secret in (key, OTHER, "forged.key", "my password by mistake", PASSWORD))


def test_a_person_of_lesser_rights_invites_nobody_of_greater() -> None:
    boss = add_user("boss", None, roles=["administrator"])
    from carteira.accounts.actions.roles import save_role

    levels = {"users": dict.fromkeys(("read", "create", "edit"), 3)}
    save_role("staff", name="Staff", levels=levels, permissions=[], field_rules={})
    helper = add_user("helper", None, roles=["staff"])
    with pytest.raises(CarteiraError) as refusal:
        invite(boss.username, by=helper)
    assert refusal.value.code == "beyond_own_access"
    choose_password(invite(boss.username), OTHER)
