"""A chart in a real browser: saved as picture, drawing and figures under the policy; followed by mouse and finger."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.web.browsing import IN_BROWSER, faults, signed_in

pytestmark = IN_BROWSER
PNG = b"\x89PNG\r\n\x1a\n"


def first_chart(page: Page) -> Locator:
    page.wait_for_selector('[data-chart="drawn"]')
    return page.locator("[data-chart]").first


def saved(page: Page, chart: Locator, kind: str) -> tuple[str, bytes]:
    """The name and the content of what the menu saves."""
    chart.locator(".ct-chart-menu summary").click()
    with page.expect_download() as download:
        chart.locator(f"[data-chart-save={kind}]").click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


@pytest.mark.parametrize(("look", "ground"), [("light", "#ffffff"), ("dark", "#171f27")])
def test_pictures_have_a_ground_a_title_and_a_safe_name(browser: Browser, address: str, look: str, ground: str) -> None:
    page, complaints = signed_in(browser, address, look, 1440)
    chart = first_chart(page)
    name, drawing = saved(page, chart, "svg")
    text = drawing.decode()
    assert re.fullmatch(r"carteira-[a-z0-9-]+\.svg", name)
    assert f'fill="{ground}"' in text
    assert chart.locator("[data-chart-title]").inner_text() in text
    assert "Carteira · " in text
    assert "var(" not in text
    assert "href" not in text
    name, picture = saved(page, chart, "png")
    assert name.endswith(".png")
    assert picture.startswith(PNG)
    width, height = (int.from_bytes(picture[start : start + 4], "big") for start in (16, 20))
    assert (width, height > 720) == (1920, True)
    assert complaints == []
    page.context.close()


def test_figures_are_saved_as_they_are_in_every_language(browser: Browser, address: str) -> None:
    page, complaints = signed_in(browser, address, "light", 1440)
    _name, english = saved(page, first_chart(page), "csv")
    page.context.add_cookies([{"name": "django_language", "value": "pt-br", "url": address}])
    page.reload()
    _name, portuguese = saved(page, first_chart(page), "csv")
    assert english.decode().splitlines()[0] == "Customers,Profit so far (BRL)"
    assert english.splitlines()[1:] == portuguese.splitlines()[1:]
    assert re.fullmatch(r"\d+,-?\d+\.\d\d", english.decode().splitlines()[2])
    assert complaints == []
    page.context.close()


def test_the_menu_opens_by_keyboard_and_gives_the_focus_back(browser: Browser, address: str) -> None:
    page, _complaints = signed_in(browser, address, "light", 1440)
    chart = first_chart(page)
    chart.focus()
    page.keyboard.press("Enter")
    expect(chart.locator("[data-chart-save=png]")).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(chart.locator(".ct-chart-menu summary")).to_be_focused()
    expect(chart.locator("[data-chart-save=png]")).to_be_hidden()
    page.context.close()


def test_a_mark_leads_to_its_customers(browser: Browser, address: str) -> None:
    page, _complaints = signed_in(browser, address, "light", 1440)
    plot = first_chart(page).locator("[data-chart-plot]")
    plot.hover(position={"x": 1000, "y": 80})
    expect(page.locator("#vg-tooltip-element.visible")).to_contain_text("Profit so far")
    page.keyboard.press("Escape")
    expect(page.locator("#vg-tooltip-element.visible")).to_have_count(0)
    plot.click(position={"x": 1000, "y": 80})
    page.wait_for_url("**/customers/?flag=loss&sort=profit")
    page.context.close()


def test_a_first_tap_tells_and_a_second_follows(browser: Browser, address: str) -> None:
    page, _complaints = signed_in(browser, address, "light", 390, has_touch=True)
    plot = first_chart(page).locator("[data-chart-plot]")
    plot.tap(position={"x": 290, "y": 80})
    expect(page.locator("#vg-tooltip-element.visible")).to_contain_text("Tap again to open")
    assert page.url.endswith("/portfolio/")
    plot.tap(position={"x": 290, "y": 80})
    page.wait_for_url("**/customers/?flag=loss&sort=profit")
    page.context.close()


def test_without_its_library_a_chart_shows_its_table(browser: Browser, address: str) -> None:
    page, _complaints = signed_in(browser, address, "light", 1440)
    page.route("**/vega.min.js", lambda route: route.abort())
    page.reload()
    expect(page.locator("[data-chart=failed] table").first).to_be_visible()
    page.context.close()


def test_on_paper_it_is_light_and_as_wide_as_the_paper(browser: Browser, address: str) -> None:
    page, _complaints = signed_in(browser, address, "dark", 1440)
    drawing = first_chart(page).locator("[data-chart-plot] svg")
    page.emulate_media(media="print")
    for_paper = "svg => { dispatchEvent(new Event('beforeprint')); return svg.getAttribute('width') === '632'; }"
    page.wait_for_function(for_paper, arg=drawing.element_handle(), polling=200)
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(24, 34, 44)"
    for selector in (".ct-rail", ".ct-search", ".ct-chart-menu"):
        expect(page.locator(selector).first).to_be_hidden()
    assert page.pdf().startswith(b"%PDF")
    page.context.close()
