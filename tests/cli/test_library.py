"""The library on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from carteira.accounts.actions import people
from carteira.book.book import Book
from carteira.book.home import Home
from carteira.cli.main import app
from carteira.cli.opened import acting
from tests.accounts.cast import make_cast

RUNNER = CliRunner()
FILE = """
[[actions]]
code = "carta"
name = "Carta"
goal = "loyalty"
channel = "letter"
cost = 1.25
"""


@pytest.fixture(autouse=True)
def _open_book(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands work in this process, on the database of the tests."""

    def opened() -> Book:
        return Book(Home(tmp_path), people.named_user(acting.get()) if acting.get() else None)

    monkeypatch.setattr("carteira.cli.library.the_book", opened)
    make_cast()


def call(*words: str) -> Any:
    done = RUNNER.invoke(app, list(words))
    acting.set("")
    return done


def test_it_is_loaded_and_shown(tmp_path: Path) -> None:
    path = tmp_path / "library.toml"
    path.write_text(FILE, encoding="utf-8")
    loaded = call("library", "load", str(path), "--json")
    assert json.loads(loaded.stdout) == {"resources": 0, "actions": 1}
    shown = json.loads(call("library", "show", "--json").stdout)
    assert [(row["code"], row["cost"]) for row in shown["actions"]] == [("carta", 1.25)]


def test_who_may_not_manage_settings_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "library.toml"
    path.write_text(FILE, encoding="utf-8")
    assert call("--as", "alice", "library", "load", str(path)).exit_code != 0
    assert json.loads(call("library", "show", "--json").stdout)["actions"] == []
