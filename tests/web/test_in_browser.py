"""Every page in a real browser: charts are drawn under the policy, all is accessible, nothing runs off a phone."""

import pytest
from playwright.sync_api import Browser

from tests.web.browsing import IN_BROWSER, faults, signed_in

PAGES = ("/portfolio/", "/clean-portfolio/", "/customers/", "/customers/1/", "/loads/", "/nowhere/")
LOOKS = (("light", 1440), ("dark", 390))

pytestmark = IN_BROWSER


@pytest.mark.parametrize(("look", "width"), LOOKS)
def test_every_page_is_accessible_and_fits(browser: Browser, address: str, look: str, width: int) -> None:
    page, complaints = signed_in(browser, address, look, width, PAGES[0])
    for path in PAGES:
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        assert faults(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert complaints == []
    page.context.close()


def test_charts_are_drawn_and_their_table_is_one_click_away(browser: Browser, address: str) -> None:
    page, complaints = signed_in(browser, address, "light", 1440)
    page.wait_for_function("document.querySelectorAll('[data-chart=\"drawn\"]').length >= 3")
    whale = page.locator("[data-chart]").first
    assert whale.locator("svg text", has_text="Peak: ").count() == 1
    assert not whale.locator("table").is_visible()
    whale.get_by_text("Show as a table").click()
    assert whale.locator("table").is_visible()
    assert complaints == []
    page.context.close()


def test_the_look_can_be_switched_and_is_kept(browser: Browser, address: str) -> None:
    page, _complaints = signed_in(browser, address, "light", 1440)
    page.click("[data-theme-toggle]")
    page.reload()
    assert page.get_attribute("html", "data-bs-theme") == "dark"
    page.context.close()


def test_the_scope_follows_a_choice_by_keyboard_and_mouse(browser: Browser, address: str) -> None:
    page, _complaints = signed_in(browser, address, "light", 1440)
    page.focus(".ct-scope-choice")
    page.keyboard.press("Enter")
    page.select_option("select[name=team]", "Team 1")
    page.wait_for_url("**team=Team+1**")
    assert "20 customers brought" in page.inner_text("h1")
    page.context.close()
