"""No text of a book becomes a program in a real browser: the policy against foreign scripts is switched off, so that
whatever slips in does run, and every page, menu, tooltip and toast that shows such texts is opened."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.attacks import walking
from tests.attacks.payloads import MARKUP
from tests.attacks.watching import watched
from tests.web.browsing import IN_BROWSER, sign_in
from tests.web.conftest import browser
from tools.served import served

pytestmark = IN_BROWSER
__all__ = ("browser",)


def test_no_text_of_a_book_runs(browser: Browser, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.attacks.hostile_company", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    with served(tmp_path / "home") as address:
        home = address.rstrip("/")
        walk_everywhere(browser, home, tmp_path)
        walk_under_the_policy(browser, home)


def walk_everywhere(browser: Browser, home: str, folder: Path) -> None:
    with watched(browser, policy=False) as watch:
        sign_in(watch.page, home)
        walking.through_lists(watch, home)
        walking.through_panel_and_search(watch, home)
        walking.through_portfolio(watch, home)
        walking.through_loads(watch, home, folder)
        walking.through_settings(watch, home)
        walking.through_toasts(watch, home)


def walk_under_the_policy(browser: Browser, home: str) -> None:
    """With the policy, there is nothing that it has to stop."""
    with watched(browser, policy=True) as watch:
        sign_in(watch.page, home)
        for path in ("/portfolio/", "/clean-portfolio/", "/customers/", "/loads/"):
            watch.open(home + path)


def show(page: Page, html: str, policy: str = "") -> None:
    """Opens a page of the test's own, which writes the text as it is."""
    headers = {"content-type": "text/html; charset=utf-8"} | ({"content-security-policy": policy} if policy else {})
    page.route("**/control/", lambda route: route.fulfill(body=html, headers=headers))
    page.goto("http://control.test/control/")


@pytest.mark.parametrize("text", MARKUP)
def test_the_watch_sees_each_that_runs(browser: Browser, text: str) -> None:
    with watched(browser, policy=False) as watch:
        show(watch.page, f'<p title="x">{text}</p>')
        assert watch.foreign()
        for _ in range(100):
            if watch.ran or "hx-on" in text:
                break
            watch.page.wait_for_timeout(20)
        assert watch.ran or "hx-on" in text


def test_the_watch_sees_what_the_policy_stops(browser: Browser) -> None:
    with watched(browser, policy=True) as watch:
        show(watch.page, MARKUP[0], "default-src 'self'")
        assert watch.ran == []
        assert watch.refused
