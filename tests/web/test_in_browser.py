"""Every page in a real browser: charts are drawn under the policy, all is accessible, nothing runs off a phone."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tools.served import CHROMIUM, carteira, chromium, served

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "a browser of the tests"
PAGES = ("/portfolio/", "/clean-portfolio/", "/customers/", "/customers/1/", "/loads/", "/nowhere/")
LOOKS = (("light", 1440), ("dark", 390))
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
    pytest.mark.skipif(not AXE.is_file(), reason="the front end is not set up: python -m carteira.web.build"),
]


def write_sources(folder: Path) -> None:
    """Forty customers: most buy more every quarter, every fifth is sold below cost and pays late."""
    tables: dict[str, list[list[object]]] = {
        "customers": [["source_id", "kind", "name", "owner", "team"]],
        "orders": [["order_id", "customer", "ordered_at", "product_id", "quantity", "unit_price", "unit_cost"]],
        "invoices": [["invoice_id", "customer", "due_on", "amount"]],
    }
    for place in range(1, 41):
        tables["customers"].append(
            [f"C{place}", "company", f"Comércio {place} Ltda", f"Seller {place % 3}", f"Team {place % 2}"]
        )
        for quarter, day in enumerate(
            ("2024-03-20", "2024-09-20", "2025-02-20", "2025-05-20", "2025-08-20", "2025-11-20")
        ):
            cost = 130 if place % 5 == 0 else 60
            tables["orders"].append([f"P{place}-{quarter}", f"C{place}", day, "X", place + quarter, 100, cost])
        if place % 5 == 0:
            tables["invoices"].append([f"I{place}", f"C{place}", "2025-06-20", 100 * place])
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)


@pytest.fixture(scope="module")
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
    with chromium() as found:
        yield found


def signed_in(browser: Browser, address: str, look: str, width: int) -> tuple[Page, list[str]]:
    """A page of somebody who signed in, and the list in which its complaints will stand."""
    page = browser.new_context(color_scheme=look, viewport={"width": width, "height": 900}, locale="en").new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    page.goto(f"{address}/sign-in/")
    page.fill("#id_username", "ana")
    page.fill("#id_password", PASSWORD)
    page.click("form button.btn-primary")
    page.wait_for_url("**/portfolio/")
    return page, complaints


def faults(page: Page) -> list[str]:
    """What axe-core calls serious or critical."""
    page.evaluate(f"{AXE.read_text(encoding='utf-8')};0")
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [
        f"{fault['id']}: {node['target']}"
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize(("look", "width"), LOOKS)
def test_every_page_is_accessible_and_fits(browser: Browser, address: str, look: str, width: int) -> None:
    page, complaints = signed_in(browser, address, look, width)
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
