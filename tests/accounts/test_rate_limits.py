"""Guessing is slowed per account and address, and per account from everywhere, and locks nobody out of their own."""

from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from carteira.accounts.models import AuditEntry
from carteira.web.signing_in.limits import RATES
from tests.accounts.signing_in import PASSWORD, Clock, is_signed_in, sign_in, somebody
from tests.book.on_disk import new_book

PAIR, ADDRESS, ACCOUNT = 8, 40, 40
HOME, ELSEWHERE = "192.0.2.1", "198.51.100.7"
TOO_MANY = "Too many attempts"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def guess(times: int, name: str = "ana", address: str = ELSEWHERE) -> HttpResponse:
    """The last answer to so many wrong passwords."""
    answers = [sign_in(Client(), name, "wrong", address=address) for _ in range(times)]
    return answers[-1]


def test_the_rates_are_those_of_these_tests() -> None:
    assert [RATES[name].split("/")[0] for name in ("pair", "address", "account")] == [
        str(count) for count in (PAIR, ADDRESS, ACCOUNT)
    ]


@pytest.mark.django_db
class TestLimits:
    def test_it_works(self, clock: Clock) -> None:
        somebody()
        assert guess(PAIR).status_code == 200
        refused = guess(1)
        assert refused.status_code == 429
        assert TOO_MANY in refused.content.decode()

    def test_the_right_password_does_not_help_beyond_the_limit(self, clock: Clock) -> None:
        somebody()
        guess(PAIR)
        client = Client()
        assert sign_in(client, address=ELSEWHERE).status_code == 429
        assert not is_signed_in(client)

    def test_it_passes_with_time(self, clock: Clock) -> None:
        somebody()
        guess(PAIR + 1)
        clock.pass_by(601)
        assert sign_in(Client(), address=ELSEWHERE).status_code == 302

    def test_success_counts_nothing(self, clock: Clock) -> None:
        somebody()
        for _ in range(3 * PAIR):
            assert sign_in(Client(), address=HOME).status_code == 302

    def test_guessing_elsewhere_locks_nobody_out_of_a_known_address(self, clock: Clock) -> None:
        somebody()
        sign_in(Client(), address=HOME)
        for place in range(ACCOUNT):
            guess(1, address=f"203.0.113.{place}")
        assert guess(1, address="203.0.113.200").status_code == 429
        assert sign_in(Client(), address="203.0.113.201").status_code == 429
        assert sign_in(Client(), address=HOME).status_code == 302

    def test_a_name_and_its_email_are_one_account(self, clock: Clock) -> None:
        somebody()
        guess(PAIR // 2)
        guess(PAIR // 2, "ANA@example.com")
        assert guess(1).status_code == 429

    def test_one_address_may_not_try_many_accounts(self, clock: Clock) -> None:
        somebody()
        for place in range(ADDRESS):
            guess(1, f"name{place}")
        assert guess(1).status_code == 429
        assert sign_in(Client(), address=HOME).status_code == 302

    def test_addresses_of_one_network_count_as_one(self, clock: Clock) -> None:
        somebody()
        for place in range(PAIR):
            guess(1, address=f"2001:db8::{place}")
        assert guess(1, address="2001:db8::ffff").status_code == 429
        assert guess(1, address="2001:db9::1").status_code == 200

    def test_a_header_does_not_make_another_address(self, clock: Clock) -> None:
        somebody()
        for place in range(PAIR):
            data = {"username": "ana", "password": "wrong"}
            Client().post("/sign-in/", data, headers={"x-forwarded-for": f"10.0.0.{place}"}, REMOTE_ADDR=ELSEWHERE)
        assert guess(1).status_code == 429

    def test_unknown_people_are_limited_alike(self, clock: Clock) -> None:
        assert guess(PAIR, "nobody").status_code == 200
        assert guess(1, "nobody").status_code == 429

    def test_a_refusal_is_told_to_the_trail_once(self, clock: Clock) -> None:
        somebody()
        guess(PAIR + 5)
        assert AuditEntry.objects.filter(action="sign_in_failed").count() == PAIR
        assert AuditEntry.objects.filter(action="sign_in_limited").count() == 1

    def test_no_name_of_a_person_is_in_the_cache(self, clock: Clock) -> None:
        guess(1, "somebody.by.name")
        with connection.cursor() as cursor:
            cursor.execute("SELECT cache_key, value FROM accounts_cacheentry")
            assert "somebody.by.name" not in str(cursor.fetchall())


ATTEMPTS = """
from threading import Thread
from django.db import connection
from django.test import Client
from tests.accounts.signing_in import sign_in

def attempts():
    for _ in range(3):
        client = Client(SERVER_NAME="localhost")
        answered.append(sign_in(client, "ana", "wrong", address="198.51.100.7").status_code)
    connection.close()

answered = []
threads = [Thread(target=attempts) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(*answered)
"""


@pytest.mark.database
def test_processes_share_the_counts(tmp_path: Path) -> None:
    """Two processes of four threads, each with a database connection of its own, use up one limit together."""
    with new_book(tmp_path / "book") as book:
        book.python(f"from carteira.accounts.actions.people import add_user; add_user('ana', {PASSWORD!r})")
        processes = [book.start_python(ATTEMPTS) for _ in range(2)]
        answers = [line for process in processes for line in process.communicate()[0].split()]
    assert len(answers) == 24
    assert 0 < answers.count("200") <= PAIR
    assert answers.count("200") + answers.count("429") == 24
