"""A book in a scratch folder, on the test database."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from carteira.book.book import Book
from carteira.book.home import Home


@pytest.fixture
def book(tmp_path: Path, db: None, settings: Any) -> Book:
    home = tmp_path / "book"
    home.mkdir()
    settings.CARTEIRA_HOME = home
    return Book(Home(home))


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a text file and gives its path."""

    def written(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written
