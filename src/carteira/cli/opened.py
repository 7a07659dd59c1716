"""The book that commands work on: the folder CARTEIRA_HOME."""

from contextvars import ContextVar
from pathlib import Path
from typing import Any

import carteira
from carteira.book.book import Book
from carteira.book.home import Home
from carteira.environment import value
from carteira.errors import CarteiraError

acting: ContextVar[str] = ContextVar("acting", default="")
"""The name of the person as whom a command works; empty: whoever owns the book's folder."""


def home_path() -> Path:
    return Path(value("CARTEIRA_HOME")).absolute()


def acting_user(kind: str, action: str) -> Any:
    """The person as whom the command works, None for whoever owns the folder; the book is open then.

    Raises `not_allowed` where this person may not do the action with that kind of record.
    """
    book = the_book()
    book.access.check(kind, action)
    return book.user


def the_book() -> Book:
    """The book in CARTEIRA_HOME, as the person of `carteira --as` may use it.

    Raises `no_book`, since a command never makes one by accident, or `unknown_user`.
    """
    home = Home(home_path())
    if not home.exists:
        raise CarteiraError("no_book", hint="init_first", home=home.path)
    book = carteira.open(home.path)
    return book.as_user(acting.get()) if acting.get() else book
