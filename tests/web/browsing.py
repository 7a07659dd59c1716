"""A small book and a browser to look at it: what the tests in a real browser share."""

import csv
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tools.served import CHROMIUM

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "a browser of the tests"
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]

IN_BROWSER = [
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


def signed_in(
    browser: Browser, address: str, look: str, width: int, path: str = "/portfolio/", **device: Any
) -> tuple[Page, list[str]]:
    """A page at the path, of somebody who signed in some time ago, and the list in which its complaints will stand."""
    context = in_a_window(browser, look, width, **device)
    context.add_cookies(_kept_session(browser, address))
    page = context.new_page()
    complaints = _complaints(page)
    page.goto(address + path)
    return page, complaints


def signed_in_now(browser: Browser, address: str, look: str, width: int) -> tuple[Page, list[str]]:
    """The same of somebody who signs in just now."""
    page = in_a_window(browser, look, width).new_page()
    complaints = _complaints(page)
    sign_in(page, address)
    return page, complaints


def sign_in(page: Page, address: str) -> None:
    """By the form."""
    page.goto(f"{address}/sign-in/")
    page.fill("#id_username", "ana")
    page.fill("#id_password", PASSWORD)
    page.click("form button.btn-primary")
    page.wait_for_url("**/portfolio/")


def in_a_window(browser: Browser, look: str, width: int, **device: Any) -> BrowserContext:
    viewport = {"width": width, "height": 900}
    return browser.new_context(color_scheme=look, viewport=viewport, locale="en", **device)


def _kept_session(browser: Browser, address: str) -> list[Any]:
    """The cookies of the one session that tests share at the address."""
    if address not in _SESSIONS:
        page, _ = signed_in_now(browser, address, "light", 1440)
        _SESSIONS[address] = page.context.cookies()
        page.context.close()
    return _SESSIONS[address]


_SESSIONS: dict[str, list[Any]] = {}


def _complaints(page: Page) -> list[str]:
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda message: found.append(message.text) if "Content Security" in message.text else None)
    return found


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
