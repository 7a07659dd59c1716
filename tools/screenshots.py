"""The pictures of the documentation, taken anew from the demo: `python -m tools.screenshots [FOLDER]`.

Without a folder only the documented pictures are made, in docs/images. With one, every page is taken at both widths,
light and dark, in every language, to be looked at.
"""

import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, ViewportSize

from tools.served import carteira, chromium, served

DOCUMENTED = Path(__file__).resolve().parent.parent / "docs" / "images"
SIZES: dict[str, ViewportSize] = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
PAGES = {"portfolio": "portfolio/", "customers": "customers/", "clean-portfolio": "clean-portfolio/", "loads": "loads/"}
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
PASSWORD = "pictures of a demo"


def main(folder: Path | None) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch) / "book"
        carteira(home, "demo", "--no-serve")
        carteira(home, "user", "add", "camera", "--password", PASSWORD, "--role", "administrator")
        with served(home) as address, chromium() as browser:
            if folder is None:
                _take(browser, address, DOCUMENTED, "en", "wide", "light")
                return
            for language in ("pt-BR", "es", "en"):
                for size in SIZES:
                    for scheme in SCHEMES:
                        _take(browser, address, folder / language / f"{size}-{scheme}", language, size, scheme)


def _take(browser: Browser, address: str, folder: Path, language: str, size: str, scheme: Scheme) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(locale=language, color_scheme=scheme, viewport=SIZES[size])
    page = context.new_page()
    _sign_in(page, address)
    for name, path in PAGES.items():
        _picture(page, address + path, folder / f"{name}.png", whole=folder != DOCUMENTED)
    page.goto(address + PAGES["customers"])
    links = page.locator("main a[href^='/customers/']").evaluate_all("links => links.map(link => link.pathname)")
    first = next(link for link in links if link != "/customers/")
    _picture(page, address.rstrip("/") + first, folder / "customer.png", whole=folder != DOCUMENTED)
    context.close()


def _sign_in(page: Page, address: str) -> None:
    page.goto(address)
    page.fill("input[name=username]", "camera")
    page.fill("input[name=password]", PASSWORD)
    page.click("form button[type=submit]:visible >> nth=-1")
    page.wait_for_url("**/portfolio/**")


def _picture(page: Page, url: str, path: Path, *, whole: bool) -> None:
    page.goto(url)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path, full_page=whole)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
