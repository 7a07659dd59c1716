"""Signing in and the pages of administration in a real browser: passkeys under the policy, all of it accessible."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.web.browsing import IN_BROWSER, PASSWORD, faults, signed_in, signed_in_now

pytestmark = IN_BROWSER

SIGNED_OUT = ("/sign-in/", "/choose-password/#a-key")
SIGNED_IN = (
    "/account/", "/account/app/", "/settings/people/", "/settings/people/new/", "/settings/people/1/",
    "/settings/teams/", "/settings/roles/", "/settings/roles/seller/", "/settings/roles/new/?from=seller",
    "/settings/tokens/",
    "/settings/book/", "/settings/audit/",
)  # fmt: skip


def at_a_name(address: str) -> str:
    """The address under a name: a passkey belongs to a name, never to a number."""
    return address.replace("127.0.0.1", "localhost")


def with_a_key(page: Page) -> Any:
    """Gives the browser a security key that says yes to everything."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools


@pytest.mark.parametrize(("look", "width"), [("light", 1440), ("dark", 390)])
def test_every_page_is_accessible_and_fits(browser: Browser, address: str, look: str, width: int) -> None:
    page, complaints = signed_in(browser, address, look, width, SIGNED_IN[0])
    for path in SIGNED_IN:
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        assert faults(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.context.clear_cookies()
    for path in SIGNED_OUT:
        page.goto(address + path)
        assert faults(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert complaints == []
    page.context.close()


def test_a_passkey_is_added_and_signs_in_alone(browser: Browser, address: str) -> None:
    address = at_a_name(address)
    page, complaints = signed_in_now(browser, address, "light", 1440)
    with_a_key(page)
    page.goto(f"{address}/account/passkeys/")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/account/passkeys/**")
    page.fill("#id_name", "Test key")
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/account/codes/")
    page.goto(f"{address}/account/")
    assert page.get_by_role("link", name="Remove Test key").count() == 1
    page.context.clear_cookies()
    page.goto(f"{address}/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/portfolio/")
    page.goto(f"{address}/account/")
    page.get_by_role("link", name="Remove Test key").click()
    page.wait_for_url("**/account/confirm/**")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Remove it").click()
    page.wait_for_url("**/account/")
    assert page.get_by_role("link", name="Remove Test key").count() == 0
    assert complaints == []
    page.context.close()


def test_a_passkey_that_says_no_changes_nothing(browser: Browser, address: str) -> None:
    page = browser.new_context(locale="en").new_page()
    with_a_key(page)
    page.goto(f"{at_a_name(address)}/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.locator("[data-passkey-failed]").wait_for(state="visible")
    assert page.url.endswith("/sign-in/")
    page.context.close()


def test_the_key_of_a_link_leaves_the_address(browser: Browser, address: str) -> None:
    page = browser.new_context(locale="en").new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/choose-password/#the-key-of-the-link")
    page.fill("#id_password", "a long enough password")
    assert page.url == f"{address}/choose-password/"
    assert page.input_value("#id_key") == "the-key-of-the-link"
    page.click("form button.btn-primary")
    page.get_by_text("This link does not hold any more").wait_for()
    assert not [url for url in asked if "the-key" in url]
    page.context.close()
