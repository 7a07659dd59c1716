"""Carteira: the one-to-one CRM. `book = carteira.open("carteira-home")` opens a company's book of customers."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from carteira.book.book import Book

__version__ = "0.1.0"


def open(home: str | Path = "carteira-home", **settings: object) -> "Book":
    """The book in the folder `home`; where there is none, a new one is created with `settings` (see `carteira set`).

    One book is open in a process at a time: opening another closes the first.
    Raises `CarteiraError` for a folder that is no book, an unknown setting, or settings for a book that exists.
    """
    from carteira.book.opening import open_book

    return open_book(Path(home), **settings)
