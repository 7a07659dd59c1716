"""A new user's first walk in a real browser: sign in, load a file, run, see the portfolio, open a customer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.book.on_disk import new_book
from tests.web.browsing import IN_BROWSER, PASSWORD, faults, write_sources
from tools.served import chromium, served

PATIENCE = 240_000
"""Milliseconds for a load or a run on a busy machine."""

pytestmark = IN_BROWSER


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """An empty book of Ana's."""
    with new_book(tmp_path / "home") as book:
        book.call("user", "add", "ana", "--password", PASSWORD)
        yield book.home


def test_from_an_empty_book_to_a_customer(home: Path, tmp_path: Path) -> None:
    write_sources(tmp_path)
    with served(home) as address, chromium() as browser:
        page = browser.new_context(locale="en").new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(address)
        page.fill("#id_username", "ana")
        page.fill("#id_password", PASSWORD)
        page.click("form button.btn-primary")
        page.wait_for_url(lambda url: "/sign-in/" not in url)

        page.goto(f"{address}loads/new/")
        page.set_input_files("#file", tmp_path / "orders.csv")
        page.get_by_role("button", name="Send and look at it").click()
        page.get_by_role("button", name="Check the file").click()
        page.get_by_role("button", name="Load the file").click(timeout=PATIENCE)
        page.get_by_role("button", name="Compute the book").click(timeout=PATIENCE)
        page.get_by_role("link", name="See the portfolio").click(timeout=PATIENCE)
        expect(page.locator("h1")).to_contain_text("40 customers")
        assert faults(page) == []

        page.goto(f"{address}customers/")
        page.locator("main a[href='/customers/40/']").filter(visible=True).first.click()
        page.wait_for_url("**/customers/40/")
        expect(page.locator("h1")).to_be_visible()
        assert faults(page) == []
        assert complaints == []
