"""A small real book with the cast, and a client for each of them."""

from collections.abc import Callable

import pytest

from carteira.accounts.models import User
from carteira.book.book import Book
from carteira.book.owners import follow_published_owners
from tests.accounts.cast import everybody, make_cast
from tests.api.calling import Caller, fill, key_of
from tests.at_rest import AtRest, Build


def filled(book: Book) -> None:
    fill(book)
    make_cast()
    follow_published_owners()


@pytest.fixture
def cast(book: Book, at_rest: Callable[[Build], AtRest]) -> dict[str, User]:
    """The cast, in a book with customers of Alice's, Charlie's and nobody's."""
    at_rest(filled).bring_back(book.home.path)
    return everybody()


@pytest.fixture
def calling(cast: dict[str, User]) -> Callable[..., Caller]:
    """A caller as one of the cast, with a key for these scopes (all, where none are named)."""
    return lambda name, *given: Caller(key_of(cast[name], *given))
