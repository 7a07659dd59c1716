"""A small real book with the cast, and a client for each of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from carteira.accounts.models import User
from carteira.book.book import Book
from carteira.book.home import Home
from carteira.book.owners import follow_published_owners
from tests.accounts.cast import make_cast
from tests.api.calling import Caller, fill, key_of


@pytest.fixture
def book(tmp_path: Path, db: None, settings: Any) -> Book:
    home = tmp_path / "book"
    home.mkdir()
    settings.CARTEIRA_HOME = home
    return Book(Home(home))


@pytest.fixture
def cast(book: Book) -> dict[str, User]:
    """The cast, in a book with customers of Alice's, Charlie's and nobody's."""
    fill(book)
    found = make_cast()
    follow_published_owners()
    return found


@pytest.fixture
def calling(cast: dict[str, User]) -> Callable[..., Caller]:
    """A caller as one of the cast, with a key for these scopes (all, where none are named)."""
    return lambda name, *given: Caller(key_of(cast[name], *given))
