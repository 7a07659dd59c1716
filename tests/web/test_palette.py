"""The command palette in a real browser: customers, pages and actions by keyboard; nothing of it leaves a trace."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.web.browsing import IN_BROWSER, faults, signed_in

pytestmark = IN_BROWSER
FIELD = "[data-palette] input[name=q]"
CURRENT = "[data-palette] [role=option][aria-selected=true]"


def opened(browser: Browser, address: str, width: int = 1440) -> tuple[Page, list[str]]:
    page, complaints = signed_in(browser, address, "light", width)
    page.keyboard.press("Control+k")
    expect(page.locator(FIELD)).to_be_focused()
    return page, complaints


@pytest.mark.parametrize(("look", "width"), [("light", 1440), ("dark", 390)])
def test_the_button_and_the_slash_open_it(browser: Browser, address: str, look: str, width: int) -> None:
    page, complaints = signed_in(browser, address, look, width)
    page.click("[data-palette-open]")
    expect(page.locator(FIELD)).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("[data-palette-open]")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator(FIELD)).to_be_focused()
    assert page.input_value(FIELD) == ""
    assert complaints == []
    page.context.close()


def test_a_customer_is_found_and_opened_by_keyboard(browser: Browser, address: str) -> None:
    page, complaints = opened(browser, address)
    page.keyboard.type("comercio 37")
    expect(page.locator(CURRENT)).to_contain_text("Comércio 37 Ltda")
    active = page.get_attribute(FIELD, "aria-activedescendant")
    assert page.get_attribute(CURRENT, "id") == active
    assert faults(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Comércio 37 Ltda")
    assert complaints == []
    page.context.close()


def test_enter_waits_for_the_answer(browser: Browser, address: str) -> None:
    page, _complaints = opened(browser, address)
    page.locator(FIELD).fill("comercio 12")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Comércio 12 Ltda")
    page.context.close()


def test_the_words_travel_by_post_and_stay_nowhere(browser: Browser, address: str) -> None:
    page, _complaints = opened(browser, address)
    asked: list[tuple[str, str]] = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    page.keyboard.type("comercio 37")
    expect(page.locator(CURRENT)).to_contain_text("Comércio 37")
    page.keyboard.press("Escape")
    assert {("POST", f"{address}/search/")} == set(asked)
    assert "omercio" not in page.evaluate(
        "JSON.stringify([localStorage, sessionStorage, history.state, location.href])"
    )
    expect(page.locator("[data-palette-found] [role=option]")).to_have_count(0)
    assert page.input_value(FIELD) == ""
    page.context.close()


def test_an_older_question_is_dropped(browser: Browser, address: str) -> None:
    page, _complaints = opened(browser, address)
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/search/", hold_the_first)
    with page.expect_event("requestfailed"):
        with page.expect_request("**/search/"):
            page.locator(FIELD).fill("comercio 11")
        page.locator(FIELD).fill("comercio 37")
    expect(page.locator(CURRENT)).to_contain_text("Comércio 37")
    page.context.close()


def test_typing_asks_once_after_a_pause(browser: Browser, address: str) -> None:
    page, _complaints = opened(browser, address)
    page.clock.install(time=0)
    page.clock.pause_at(1_000)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for letter in "comercio":
        page.keyboard.type(letter)
        page.clock.run_for(100)
    assert asked == []
    with page.expect_response("**/search/"):
        page.clock.run_for(120)
    assert asked == [f"{address}/search/"]
    page.context.close()


def test_pages_and_actions_narrow_while_typing(browser: Browser, address: str) -> None:
    page, _complaints = opened(browser, address)
    options = page.locator("[data-palette] [role=option]:visible")
    everything = options.count()
    page.keyboard.press("ArrowUp")
    expect(page.locator(CURRENT)).to_have_text("Español")
    page.keyboard.press("ArrowDown")
    expect(page.locator(CURRENT)).to_contain_text("Portfolio")
    page.locator(FIELD).fill("dárk")
    expect(options).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.keyboard.press("Control+k")
    expect(options).to_have_count(everything)
    page.locator(FIELD).fill("espanol")
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert page.url.endswith("/portfolio/")
    page.locator("form[action='/language/'] button[value=en]").first.evaluate("button => button.click()")
    expect(page.locator("html")).to_have_attribute("lang", "en")  # it is kept for the person, whom the tests share
    page.context.close()


def test_nothing_found_gives_advice(browser: Browser, address: str) -> None:
    page, _complaints = opened(browser, address)
    page.locator(FIELD).fill("zzzz nobody")
    expect(page.locator("[data-palette-nothing]")).to_be_visible()
    expect(page.locator("[data-palette-status]")).to_have_text("Nothing found")
    assert page.get_attribute(FIELD, "aria-activedescendant") == ""
    assert faults(page) == []
    page.context.close()


def test_a_failing_search_is_said(browser: Browser, address: str) -> None:
    page, _complaints = opened(browser, address)
    page.route("**/search/", lambda route: route.fulfill(status=500))
    page.locator(FIELD).fill("comercio")
    expect(page.locator("[data-palette-status]")).to_contain_text("did not work")
    page.context.close()
