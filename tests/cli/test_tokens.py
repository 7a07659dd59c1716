"""The keys of programs on the command line."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from carteira.accounts.actions import people
from carteira.accounts.actions.tokens import token_of
from carteira.accounts.models import Token
from carteira.book.book import Book
from carteira.book.home import Home
from carteira.cli.main import app
from carteira.cli.opened import acting
from carteira.errors import CarteiraError
from tests.accounts.cast import make_cast

RUNNER = CliRunner()


@pytest.fixture(autouse=True)
def _open_book(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands work in this process, on the database of the tests."""

    def opened() -> Book:
        return Book(Home(tmp_path), people.named_user(acting.get()) if acting.get() else None)

    monkeypatch.setattr("carteira.cli.opened.the_book", opened)
    make_cast()


def call(*words: str) -> Any:
    done = RUNNER.invoke(app, list(words))
    acting.set("")
    return done


def test_it_works() -> None:
    made = call("token", "make", "alice", "loader", "--scope", "customers:read", "--days", "7")
    key = made.stdout.strip()
    token = token_of(key)
    assert token is not None
    assert (token.user.username, token.name, token.scopes) == ("alice", "loader", ["customers:read"])
    listed = call("token", "list").stdout
    assert "loader" in listed
    assert key not in listed
    assert call("token", "revoke", str(token.pk)).exit_code == 0
    assert token_of(key) is None
    assert "loader" not in call("token", "list").stdout


def test_a_key_has_all_that_its_person_may_unless_told_otherwise() -> None:
    call("token", "make", "alice", "loader")
    assert Token.objects.get().scopes == [
        "customers:edit",
        "customers:read",
        "decisions:create",
        "runs:read",
        "see_tax_ids",
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("make", "nobody", "loader"), "unknown_user"),
        (("make", "alice", "loader", "--scope", "users:edit"), "bad_scope"),
        (("make", "alice", "loader", "--days", "0"), "bad_expiry"),
        (("revoke", "999"), "unknown_token"),
    ],
)
def test_refusals(words: tuple[str, ...], code: str) -> None:
    error = call("token", *words).exception
    assert isinstance(error, CarteiraError)
    assert error.code == code
    assert not Token.objects.exists()


def test_who_acts_as_a_person_makes_no_key_beyond_that_person() -> None:
    error = call("--as", "alice", "token", "make", "root", "loader").exception
    assert isinstance(error, CarteiraError)
    assert error.code == "not_allowed"
    assert not Token.objects.exists()
