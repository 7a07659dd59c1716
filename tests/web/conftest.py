"""One book served for all tests that need one, and a browser for each of their files."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.web.browsing import PASSWORD, write_sources
from tools.served import carteira, chromium, served


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a small computed book is served."""
    folder = tmp_path_factory.mktemp("book")
    write_sources(folder)
    home = folder / "home"
    carteira(home, "init")
    for table in ("customers", "orders", "invoices"):
        carteira(home, "load", table, str(folder / f"{table}.csv"))
    carteira(home, "run")
    carteira(home, "user", "add", "ana", "--password", PASSWORD)
    with served(home) as found:
        yield found.rstrip("/")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed after each file: while it is open, its event loop keeps other tests from the database."""
    with chromium() as found:
        yield found
