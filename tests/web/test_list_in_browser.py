"""The list in a real browser: by keyboard and by mouse, on a desk and on a phone, accessible in every state."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browsing import IN_BROWSER, faults, signed_in

pytestmark = IN_BROWSER


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The list on a desk; no script failed and the policy kept nothing from running."""
    opened, complaints = signed_in(browser, address, "light", 1440, "/customers/")
    yield opened
    assert complaints == []
    opened.context.close()


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    opened, complaints = signed_in(browser, address, "dark", 390, "/customers/")
    yield opened
    assert complaints == []
    opened.context.close()


def add_filter(page: Page, figure: str, value: str) -> None:
    """By keyboard alone: the menu, a few letters, the figure, the value, Enter."""
    page.focus("#list-filter")
    page.keyboard.press("Enter")
    expect(page.locator("#filter-figure")).to_be_focused()
    page.keyboard.type(figure)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#filter-operator")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type(value)
    page.keyboard.press("Enter")


def test_a_filter_is_added_by_keyboard_and_taken_away(page: Page) -> None:
    add_filter(page, "profit of the", "0")
    chip = page.locator(".li-chip", has_text="Profit of the period before below")
    expect(chip).to_be_visible()
    assert page.url.endswith("/customers/?previous_profit__lt=0")
    chip.click()
    expect(chip).to_have_count(0)
    page.go_back()
    expect(chip).to_be_visible()
    page.reload()
    expect(chip).to_be_visible()


def test_what_is_typed_finds_and_stays_out_of_the_address(page: Page) -> None:
    page.click("#search")
    page.keyboard.type("comercio 37")
    expect(page.locator("h1")).to_have_text("1 customer fits")
    expect(page.locator("#search")).to_be_focused()
    assert "comercio" not in page.url
    page.reload()
    expect(page.locator("#search")).to_have_value("comercio 37")
    expect(page.locator("h1")).to_have_text("1 customer fits")


def test_columns_are_chosen_and_moved_by_keyboard(page: Page) -> None:
    page.focus("#list-columns")
    page.keyboard.press("Enter")
    expect(page.locator("#column-figure")).to_be_focused()
    page.keyboard.type("chance")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    added = page.locator("[data-columns-shown] [data-column]", has_text="Chance of buying again")
    expect(added).to_be_visible()
    added.locator("input").focus()
    for _ in range(7):
        page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-columns-said]")).to_have_text("Chance of buying again is now column 1")
    page.keyboard.press("Enter")
    expect(page.locator("thead th >> nth=1")).to_have_text("Chance of buying again")
    assert "columns=probability_alive%2Ccategory" in page.url


def test_columns_are_moved_by_mouse(page: Page) -> None:
    page.click("#list-columns")
    shown = page.locator("[data-columns-shown] [data-column]")
    shown.nth(3).drag_to(shown.nth(0), target_position={"x": 20, "y": 2})
    page.click(".li-columns button[type=submit]")
    expect(page.locator("thead th >> nth=1")).to_contain_text("Revenue")


def test_rows_are_chosen_as_a_range_and_as_the_whole_selection(page: Page) -> None:
    page.click("[data-check-row] >> nth=1")
    page.click("[data-check-row] >> nth=4", modifiers=["Shift"])
    count = page.locator("[data-bulk-count]")
    expect(count).to_have_text("4 customers chosen")
    page.click("[data-check-page]")
    expect(count).to_have_text("40 customers chosen")
    page.click("[data-bulk-clear]")
    expect(page.locator("[data-bulk]")).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(count).to_have_text("1 customer chosen")


def test_customers_are_assigned_after_a_preview_and_given_back(page: Page) -> None:
    page.click("[data-check-row] >> nth=0")
    page.click("#list-bulk button:has-text('Assign')")
    expect(page.locator("dialog[open] h2")).to_have_text("Assign 1 customer")
    assert faults(page) == []
    page.select_option("#assign-owner", label="ana")
    expect(page.locator(".li-preview-main")).to_have_text("1 customer will change")
    page.click("dialog button[name=confirmed]")
    expect(page.locator("[data-toast]")).to_contain_text("1 customer has a new owner or team")
    expect(page.locator("tbody tr >> nth=0")).to_contain_text("ana")
    page.click("[data-toast-undo] button")
    expect(page.locator("tbody tr >> nth=0")).not_to_contain_text("ana")


def test_a_list_is_exported_in_the_background(page: Page, tmp_path: Path) -> None:
    page.click("#list-export")
    page.check("dialog input[value=csv]")
    assert faults(page) == []
    page.click("dialog button[type=submit]")
    fetch = page.locator("dialog a[download]")
    expect(fetch).to_be_visible(timeout=30_000)
    with page.expect_download() as download:
        fetch.click()
    download.value.save_as(tmp_path / "list.csv")
    with (tmp_path / "list.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file))) == 41
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_a_customer_is_looked_at_beside_the_list(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#panel-name")).to_have_text(page.inner_text("tbody th a >> nth=0"))
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("[data-side]")).to_be_hidden()
    page.click("tbody tr:nth-child(3) td:nth-child(6)")
    expect(page.locator("#panel-name")).to_have_text(page.inner_text("tbody th a >> nth=2"))


def test_a_view_is_saved_and_removed_with_a_way_back(page: Page, address: str) -> None:
    page.goto(f"{address}/customers/?category=mvc")
    page.click(".li-tabs summary")
    expect(page.locator("#view-name-save")).to_be_focused()
    page.keyboard.type("My best")
    assert faults(page) == []
    page.keyboard.press("Enter")
    tab = page.locator(".li-tabs a", has_text="My best")
    expect(tab).to_have_attribute("aria-current", "page")
    page.click(".li-tabs summary")
    page.click("button:has-text('Remove “My best”')")
    expect(tab).to_have_count(0)
    page.click("[data-toast-undo] button")
    expect(tab).to_be_visible()


def test_with_many_columns_header_and_names_stay(page: Page, address: str) -> None:
    columns = "category,owner,months,revenue,profit,visits,calls,messages,cases,treatments,orders,financing,bad_debt"
    page.goto(f"{address}/customers/?columns={columns}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    assert faults(page) == []
    panel = page.locator(".li-wide")
    panel.evaluate("place => place.scrollTo(400, 400)")
    expect(page.locator("#sort-name")).to_be_in_viewport()
    expect(page.locator("tbody tr:nth-child(12) th a")).to_be_in_viewport()


def test_on_a_phone_filters_and_menus_are_sheets(phone: Page) -> None:
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    expect(phone.locator("#quick-category")).to_be_hidden()
    phone.click("[data-sheet-open]")
    expect(phone.locator("#quick-category")).to_be_focused()
    assert faults(phone) == []
    phone.select_option("#quick-category", "mvc")
    expect(phone.locator(".li-chip", has_text="Most valuable")).to_be_visible()
    for menu in ("#list-filter", "#list-columns"):
        phone.click(menu)
        assert faults(phone) == []
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390
        phone.keyboard.press("Escape")
    phone.click("[data-check-row] >> nth=0")
    expect(phone.locator("[data-bulk]")).to_be_in_viewport()
    assert faults(phone) == []
