"""A small real book with the cast: Aurora is Alice's, Boreal is Charlie's, Central is of the South without an owner."""

from collections.abc import Callable

import pytest

from carteira.accounts.access import FULL
from carteira.accounts.models import User
from carteira.book.book import Book
from carteira.book.queries import tables
from tests.accounts.cast import everybody
from tests.api.conftest import filled
from tests.at_rest import AtRest, Build


@pytest.fixture
def cast(book: Book, at_rest: Callable[[Build], AtRest]) -> dict[str, User]:
    at_rest(filled).bring_back(book.home.path)
    return everybody()


@pytest.fixture
def customers(cast: dict[str, User]) -> dict[str, int]:
    """The numbers of the customers by the last word of their names."""
    cards = tables(FULL).query("SELECT customer_id, name FROM customer_card").to_pylist()
    return {card["name"].split()[-1].lower(): card["customer_id"] for card in cards}
