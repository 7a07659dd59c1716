"""A small book and a browser to look at it: what the tests in a real browser share."""

import csv
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

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


def signed_in(browser: Browser, address: str, look: str, width: int, **device: Any) -> tuple[Page, list[str]]:
    """A page of somebody who signed in, and the list in which its complaints will stand."""
    viewport = {"width": width, "height": 900}
    page = browser.new_context(color_scheme=look, viewport=viewport, locale="en", **device).new_page()
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
