"""Whether somebody is here cannot be told: not by words, by status, by what is sent, nor by how much work it is."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client, override_settings

from carteira.accounts.actions.people import add_user, change_user
from carteira.jobs.models import Job
from tests.accounts.signing_in import ENGLISH, sign_in, somebody

pytestmark = pytest.mark.django_db

PEOPLE = {
    "known": ("ana", {}),
    "known by e-mail": ("ana@example.com", {}),
    "unknown": ("nobody", {}),
    "unknown e-mail": ("nobody@example.com", {}),
    "inactive": ("ivo", {}),
    "without a password": ("nina", {}),
}


@pytest.fixture(autouse=True)
def _people() -> None:
    somebody()
    somebody("ivo")
    change_user("ivo", active=False)
    add_user("nina", None, email="nina@example.com")


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the password hasher was asked to do."""
    done: list[str] = []
    encode, verify = Argon2PasswordHasher.encode, Argon2PasswordHasher.verify

    def counting_encode(self: Argon2PasswordHasher, password: str, salt: str) -> str:
        done.append("encode")
        return encode(self, password, salt)

    def counting_verify(self: Argon2PasswordHasher, password: str, encoded: str) -> bool:
        done.append("verify")
        return verify(self, password, encoded)

    monkeypatch.setattr(Argon2PasswordHasher, "encode", counting_encode)
    monkeypatch.setattr(Argon2PasswordHasher, "verify", counting_verify)
    return done


def without_token(text: str, login: str) -> str:
    """The page without what differs at every request: the token, and the name that was typed."""
    return "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line).replace(login, "")


@pytest.mark.parametrize("who", PEOPLE)
def test_signing_in_is_one_hash_for_everybody(client: Client, hashes: list[str], who: str) -> None:
    sign_in(client, PEOPLE[who][0], "a wrong password")
    assert len(hashes) == 1


def test_signing_in_says_the_same_of_everybody(client: Client) -> None:
    pages = {who: sign_in(Client(), login, "a wrong password") for who, (login, _) in PEOPLE.items()}
    assert {page.status_code for page in pages.values()} == {200}
    assert len({without_token(page.content.decode(), PEOPLE[who][0]) for who, page in pages.items()}) == 1
    assert len({tuple(sorted(page.cookies)) for page in pages.values()}) == 1


@override_settings(MAIL_ENABLED=True, SITE_ADDRESS="https://crm.example.com")
def test_a_reset_says_and_does_the_same_for_everybody(hashes: list[str]) -> None:
    answers = [Client().post("/forgotten/", {"username": login}, headers=ENGLISH) for login, _ in PEOPLE.values()]
    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {(302, "/forgotten/sent/")}
    assert Job.objects.filter(kind="reset_mail").count() == len(PEOPLE)
    assert hashes == []
    arguments = {str(job.arguments) for job in Job.objects.filter(kind="reset_mail")}
    assert not any(name in text for text in arguments for name in ("ana", "nobody", "@"))


@override_settings(MAIL_ENABLED=True)
def test_no_page_of_a_reset_names_anybody(client: Client) -> None:
    sent = client.post("/forgotten/", {"username": "zacharias"}, headers=ENGLISH, follow=True)
    assert "zacharias" not in sent.content.decode()


@pytest.mark.parametrize("key", ["nonsense", "WzEsMF0:1tx:abc", ""])
def test_a_false_key_says_nothing_of_anybody(client: Client, hashes: list[str], key: str) -> None:
    page = client.post("/choose-password/", {"key": key, "password": "a long enough one"}, headers=ENGLISH)
    assert page.status_code == 200
    assert "does not hold any more" in page.content.decode() or "required" in page.content.decode()
    assert hashes == []
