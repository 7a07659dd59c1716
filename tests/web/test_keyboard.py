"""The keyboard in a real browser: shortcuts, the cursor in a list, the panel beside it, messages with a way back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browsing import IN_BROWSER, faults, signed_in

pytestmark = IN_BROWSER
CURSOR = "main tr[data-cursor]"
PANEL = "[data-side]"
SAY = "said => document.dispatchEvent(new CustomEvent('toast', {detail: said}))"


@pytest.fixture
def at(browser: Browser, address: str) -> Callable[..., Page]:
    """A page that somebody has open."""

    def opened(path: str, width: int = 1440) -> Page:
        page, _complaints = signed_in(browser, address, "light", width, path)
        return page

    return opened


@pytest.mark.parametrize(("key", "path"), [("c", "/customers/"), ("p", "/portfolio/"), ("d", "/loads/")])
def test_g_and_a_letter_go_somewhere(at: Callable[..., Page], key: str, path: str) -> None:
    page = at("/clean-portfolio/")
    page.keyboard.press("g")
    page.keyboard.press(key)
    page.wait_for_url(f"**{path}")
    page.context.close()


def test_a_letter_long_after_g_goes_nowhere(at: Callable[..., Page]) -> None:
    page = at("/clean-portfolio/")
    page.clock.install(time=0)
    page.clock.pause_at(1_000)
    page.keyboard.press("g")
    page.clock.run_for(2_000)
    page.keyboard.press("c")
    page.keyboard.press("?")
    expect(page.locator("[data-keyboard]")).to_be_visible()
    assert page.url.endswith("/clean-portfolio/")
    page.context.close()


@pytest.mark.parametrize("width", [1440, 390])
def test_the_help_lists_them_and_is_accessible(at: Callable[..., Page], width: int) -> None:
    page = at("/portfolio/", width)
    page.keyboard.press("?")
    expect(page.locator("[data-keyboard] dd", has_text="gp")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("[data-keyboard]")).to_be_hidden()
    page.context.close()


def test_single_letters_can_be_switched_off_for_good(at: Callable[..., Page]) -> None:
    page = at("/customers/")
    page.keyboard.press("?")
    page.click("[data-shortcuts-switch]")
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("?")
    expect(page.locator(CURSOR)).to_have_count(0)
    expect(page.locator("[data-keyboard]")).to_be_hidden()
    page.keyboard.press("Control+k")
    page.keyboard.type("shortcuts")
    page.keyboard.press("Enter")
    expect(page.locator("[data-shortcuts-switch]")).not_to_be_checked()
    page.context.close()


def test_letters_are_only_letters_while_somebody_types_or_holds_a_key(at: Callable[..., Page]) -> None:
    page = at("/customers/")
    page.click("main input[name=q]")
    page.keyboard.type("jk?")
    assert page.input_value("main input[name=q]") == "jk?"
    page.locator("main input[name=q]").blur()
    for chord in ("Alt+j", "Meta+j"):
        page.keyboard.press(chord)
    expect(page.locator(CURSOR)).to_have_count(0)
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.context.close()


def test_the_cursor_walks_the_rows_and_opens_one(at: Callable[..., Page]) -> None:
    page = at("/customers/")
    names = page.locator("main tbody th a").all_inner_texts()
    for key, name in (("j", names[0]), ("j", names[1]), ("k", names[0]), ("k", names[0]), ("j", names[1])):
        page.keyboard.press(key)
        expect(page.locator(CURSOR)).to_be_focused()
        expect(page.locator(f"{CURSOR} th a")).to_have_text(name)
    page.keyboard.press("o")
    expect(page.locator("h1")).to_contain_text(names[1])
    page.context.close()


def test_enter_without_a_panel_opens_the_page_of_the_row(at: Callable[..., Page]) -> None:
    page = at("/clean-portfolio/")
    page.locator("#customers tbody tr").first.evaluate("row => { row.tabIndex = -1; row.focus(); }")
    name = page.locator("#customers tbody th a").first.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(name)
    page.context.close()


def test_x_selects_the_row(at: Callable[..., Page]) -> None:
    page = at("/customers/")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator(f"{CURSOR} input")).to_be_checked()
    page.keyboard.press("x")
    expect(page.locator(f"{CURSOR} input")).not_to_be_checked()
    page.context.close()


def test_the_panel_shows_the_row_and_follows_the_cursor(at: Callable[..., Page]) -> None:
    page = at("/customers/")
    page.keyboard.press("j")
    first = page.get_attribute(f"{CURSOR} th a", "href")
    page.keyboard.press("Enter")
    expect(page.locator(PANEL)).to_be_focused()
    expect(page.locator(f"{PANEL} [data-side-body] > *").first).to_be_visible()
    assert str(page.get_attribute(f"{PANEL} [data-side-page]", "href")).endswith(str(first))
    assert faults(page) == []
    with page.expect_response("**/panel/"):
        page.keyboard.press("j")
    assert not str(page.get_attribute(f"{PANEL} [data-side-page]", "href")).endswith(str(first))
    page.keyboard.press("Escape")
    expect(page.locator(PANEL)).to_be_hidden()
    expect(page.locator(CURSOR)).to_be_focused()
    page.context.close()


def test_a_message_leaves_by_itself_but_not_while_somebody_is_at_it(at: Callable[..., Page]) -> None:
    page = at("/portfolio/")
    page.evaluate(SAY, {"text": "That did not work", "level": "error"})
    assert faults(page) == []
    page.clock.install(time=0)
    page.clock.pause_at(1_000)
    page.evaluate(SAY, {"text": "Saved"})
    toasts = page.locator("[data-toasts] > [data-toast]")
    toasts.last.locator("[data-toast-close]").focus()
    page.clock.run_for(60_000)
    expect(toasts).to_have_count(2)
    toasts.last.locator("[data-toast-close]").blur()
    page.clock.run_for(8_000)
    expect(toasts).to_have_count(1)
    expect(toasts).to_contain_text("That did not work")
    page.context.close()


def test_z_undoes_what_the_last_message_tells(at: Callable[..., Page]) -> None:
    page = at("/portfolio/")
    page.evaluate(SAY, {"text": "Three customers have a new owner", "undo": "/undo/3/"})
    with page.expect_request("**/undo/3/") as asked:
        page.keyboard.press("z")
    assert asked.value.method == "POST"
    assert "csrfmiddlewaretoken=" in str(asked.value.post_data)
    page.context.close()
