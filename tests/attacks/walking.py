"""Ways through every page that shows texts of a book, with a look after each step."""

import csv
from pathlib import Path
from urllib.parse import quote

from tests.attacks.payloads import MARKUP, PAYLOADS
from tests.attacks.watching import Watch

COLUMNS = "city,state,owner,team,branch,sources,rfmt_treatment,category,revenue,profit"
MENUS = {
    "#list-filter": "#filter-figure", "#list-columns": "#column-figure", ".li-tabs summary": "#view-name-save",
    "#list-export": "dialog[open] input[name=format]",
}  # fmt: skip
"""What opens a menu of the list, and what then stands there."""


def through_lists(watch: Watch, home: str) -> None:
    """The list with every text, its menus and dialogs, and pages of customers."""
    page = watch.page
    watch.open(f"{home}/customers/?columns={COLUMNS}")
    links = page.eval_on_selector_all("tbody th a", "links => links.map(link => link.href)")
    assert len(links) >= len(PAYLOADS) - 3
    for menu, opened in MENUS.items():
        page.click(menu)
        page.locator(opened).first.wait_for()
        watch.check(menu)
        page.keyboard.press("Escape")
        page.locator(opened).first.wait_for(state="hidden")
    page.click("[data-check-page]")
    page.click("#list-bulk button:has-text('Assign')")
    page.locator("dialog[open] h2").wait_for()
    watch.check("assign")
    for link in links[::2]:
        page.goto(link)
        watch.check(link)


def through_panel_and_search(watch: Watch, home: str) -> None:
    """Customers beside the list, and the palette."""
    page = watch.page
    watch.open(f"{home}/customers/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    for place in range(4):
        page.locator("[data-side-body]:not([aria-busy]) #panel-name").wait_for()
        watch.check(f"panel {place}")
        page.keyboard.press("j")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    for words in ("script hit", "img src", "javascript"):
        page.fill("[data-palette] input[name=q]", words)
        page.locator("[data-palette-found] a").first.wait_for()
        watch.check(words)


def through_portfolio(watch: Watch, home: str) -> None:
    """Both portfolios, their choices, charts, tooltips and tables."""
    page = watch.page
    watch.open(f"{home}/portfolio/")
    page.locator("details:has(select[name=team]) summary").click()
    watch.check("portfolio")
    for text in MARKUP[:2]:
        page.goto(f"{home}/clean-portfolio/?team={quote(text, safe='')}")
        watch.check(text)
    watch.open(f"{home}/clean-portfolio/")
    page.locator("[data-chart=drawn]").first.wait_for()
    points = page.locator("[data-chart] svg .mark-symbol path")
    assert points.count() >= 3
    for place in range(0, points.count(), 2):
        points.nth(place).hover(force=True)
        page.locator("#vg-tooltip-element.visible").wait_for()
        watch.check(f"tooltip {place}")
    for table in page.locator("[data-chart-table] > summary").all():
        table.click()
    watch.check("tables of charts")


def through_loads(watch: Watch, home: str, folder: Path) -> None:
    """Loads, rejected lines, work that failed, and a file on its way in."""
    page = watch.page
    watch.open(f"{home}/loads/")
    links = page.eval_on_selector_all("a[href*='/loads/']", "links => links.map(link => link.href)")
    loads = sorted({link for link in links if link.rstrip("/").rpartition("/")[2].isdecimal()})
    for link in loads[:2] + loads[-2:]:
        page.goto(link)
        watch.check(link)
    jobs = page.request.get(f"{home}/api/v1/jobs?limit=100").json()["items"]
    failed = [job["id"] for job in jobs if job["kind"] == "load"]
    assert failed
    watch.open(f"{home}/loads/jobs/{failed[0]}/")
    _send(watch, home, folder)


def _send(watch: Watch, home: str, folder: Path) -> None:
    """A file with hostile name, columns and values, as far as the step where its columns are matched."""
    path = folder / f"{MARKUP[1]}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["source_id", "name", *PAYLOADS], ["1", MARKUP[0], *PAYLOADS]])
    watch.open(f"{home}/loads/new/")
    watch.page.set_input_files("input[type=file]", path)
    watch.page.fill("input[name=source]", MARKUP[1])
    watch.page.click("main form button[type=submit]")
    watch.page.locator("main select").first.wait_for()
    watch.check("columns")


def through_settings(watch: Watch, home: str) -> None:
    """The pages of administration, the own account, and a page that is not there."""
    paths = ["/account/", "/settings/people/new/", "/settings/teams/", "/settings/roles/", "/settings/tokens/",
             "/settings/book/", "/settings/roles/new/?from=r1", "/settings/audit/", "/settings/people/2/",
             "/settings/people/4/", "/settings/roles/r2/", "/settings/roles/r1/change/",
             "/nowhere/<script>hit(1)</script>", "/settings/people/"]  # fmt: skip
    for path in paths:
        watch.open(home + path)
    watch.page.fill("form.st-search input[name=q]", MARKUP[2])
    watch.page.click("form.st-search button")
    watch.page.wait_for_url("**find=**")
    watch.check("people found")


def through_toasts(watch: Watch, home: str) -> None:
    """Saved views, and what is said where one is removed and a load is taken back."""
    page = watch.page
    watch.open(f"{home}/customers/")
    views = page.eval_on_selector_all(".li-tabs a", "links => links.map(link => link.href)")
    for view in views[-2:]:
        watch.open(view)
    page.click(".li-tabs summary")
    page.locator("button:has-text('Remove')").first.click(no_wait_after=True)
    page.locator("[data-toast]").first.wait_for()
    watch.check("view removed")
    watch.open(f"{home}/loads/")
    page.goto(page.eval_on_selector("tbody a[href*='/loads/']", "link => link.href"))
    page.locator("form[action$='/undo/']").first.evaluate("form => form.submit()")
    page.locator("[data-toast]").first.wait_for()
    watch.check("load taken back")
