"""One book served for all tests that need one, and a browser for each of their files."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.book.on_disk import new_book
from tests.web.browsing import PASSWORD, write_sources
from tools.served import chromium, served

MAKE = """
from pathlib import Path
from tests.accounts.cast import administrator
for table in ("customers", "orders", "invoices"):
    book.load(table, Path(sys.argv[1]) / f"{table}.csv")
book.run()
administrator("ana", sys.argv[2])
"""


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a small computed book is served."""
    folder = tmp_path_factory.mktemp("book")
    write_sources(folder)
    with new_book(folder / "home") as book:
        book.python(MAKE, str(folder), PASSWORD)
        with served(book.home) as found:
            yield found.rstrip("/")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed after each file: while it is open, its event loop keeps other tests from the database."""
    with chromium() as found:
        yield found
