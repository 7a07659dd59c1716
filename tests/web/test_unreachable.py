"""A page while the database or the disk refuses: 503, when to try again, and nothing of the inside."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from carteira.web.middleware import POLICY
from tests.accounts.cast import administrator

Refuse = Callable[[Exception], None]


@pytest.fixture
def ana(db: None, client: Client) -> Client:
    client.force_login(administrator("ana"))
    client.raise_request_exception = False
    return client


@pytest.fixture
def refuse(ana: Client) -> Iterator[Refuse]:
    """Makes the database answer every statement with that error from now on."""
    errors: list[Exception] = []

    def refused(execute: Callable[..., Any], *statement: Any) -> Any:
        if errors:
            raise errors[0]
        return execute(*statement)

    with connection.execute_wrapper(refused):
        yield errors.append


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OperationalError("database is locked"), "The book&#x27;s database does not answer"),
        (InterfaceError("connection already closed"), "The book&#x27;s database does not answer"),
        (OperationalError("database or disk is full"), "The book&#x27;s disk is full"),
    ],
)
def test_it_says_when_to_try_again(ana: Client, refuse: Refuse, error: Exception, said: str) -> None:
    refuse(error)
    for path in ("/", "/loads/", "/people/"):
        page = ana.get(path, headers={"accept-language": "en"})
        assert (page.status_code, page.headers["Retry-After"], page.headers["Cache-Control"]) == (503, "5", "no-store")
        assert page.headers["Content-Security-Policy"] == POLICY
        assert said in page.content.decode().replace("'", "&#x27;")
        assert str(error) not in page.content.decode()


def test_the_page_speaks_the_readers_language(ana: Client, refuse: Refuse) -> None:
    refuse(OperationalError("database is locked"))
    page = ana.get("/", headers={"accept-language": "es"}).content.decode()
    assert '<html lang="es">' in page
    assert "no responde" in page


def test_programs_are_told_in_their_form(ana: Client, refuse: Refuse) -> None:
    refuse(OperationalError("database is locked"))
    answer = ana.get("/api/v1/me")
    assert (answer.status_code, answer.json()["code"], answer.headers["Retry-After"]) == (503, "database_busy", "5")


def test_a_fault_of_the_program_is_none_of_the_database(ana: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("carteira.web.loads.job_view.visible_jobs", lambda *_: 1 / 0)
    page = ana.get("/loads/jobs/1/")
    assert page.status_code == 500
    assert "Retry-After" not in page.headers
