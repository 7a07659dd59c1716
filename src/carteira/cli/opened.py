"""The book that commands work on: the folder CARTEIRA_HOME."""

from pathlib import Path

import carteira
from carteira.book.book import Book
from carteira.book.home import Home
from carteira.environment import value
from carteira.errors import CarteiraError


def home_path() -> Path:
    return Path(value("CARTEIRA_HOME")).absolute()


def the_book() -> Book:
    """The book in CARTEIRA_HOME. Raises `no_book`: a command never makes one by accident."""
    home = Home(home_path())
    if not home.exists:
        raise CarteiraError("no_book", hint="init_first", home=home.path)
    return carteira.open(home.path)
