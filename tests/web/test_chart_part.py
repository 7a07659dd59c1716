"""The chart on a page: its words, its table with the links of its marks, and who may save its figures."""

import json
import re
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.http import QueryDict
from django.template import Context, Template

from carteira.accounts.access import FULL, Access
from carteira.differentiate import listing
from carteira.differentiate.selection_parts import selection_of
from carteira.web.charts.chart import Chart
from carteira.web.portfolio.clean import clean_page
from carteira.web.portfolio.page import portfolio_page
from carteira.web.tables import Cell, Column, Table
from tests.web.fake_book import FakeRun, FakeTables

pytestmark = pytest.mark.django_db

CARDS: list[dict[str, Any]] = [
    {"category": "mvc", "revenue": 900_00, "profit": 400_00, "lifetime_value": 800_00, "previous_category": "mgc"},
    {"category": "mgc", "revenue": 300_00, "profit": 100_00, "lifetime_value": 100_00, "visits": 10_00},
    {"category": "below_zero", "revenue": 600_00, "profit": -150_00, "previous_profit": 10_00, "lifetime_value": -1},
    {"team": "North", "profit": 77_00},
]
BARS = {"mark": "bar"}
TABLE = Table("Figures", [Column("Customer"), Column("Profit", "money")], [(Cell("=A", "/customers/1/"), -1_00)])


def shown(chart: Chart, access: Access = FULL) -> str:
    context = {
        "chart": chart,
        "currency": "BRL",
        "currency_sign": "R$",
        "run": FakeRun(),
        "scope": "South",
        "user": SimpleNamespace(is_active=True, pk=1, _access=access),
    }
    return Template("{% chart chart %}").render(Context(context))


def urls_in(value: object) -> set[str]:
    """Every place where marks of the specification lead."""
    if isinstance(value, dict):
        own = {value["url"]} if value.get("url") else set()
        return own.union(*(urls_in(inner) for inner in value.values()))
    if isinstance(value, list):
        return set().union(*(urls_in(inner) for inner in value))
    return set()


def charts() -> dict[str, Chart]:
    tables, query = FakeTables(CARDS), QueryDict("team=South")
    page, clean = portfolio_page(tables, query), clean_page(tables, query, 1)
    assert page is not None
    assert clean.quadrants is not None
    return {
        "whale": page.whale,
        "categories": page.categories,
        "waterfall": page.waterfall,
        "movement": page.movement,
        "quadrants": clean.quadrants,
    }


@pytest.mark.parametrize("name", ["whale", "categories", "waterfall", "movement", "quadrants"])
def test_the_table_leads_everywhere_its_marks_do(name: str) -> None:
    chart = charts()[name]
    leads = urls_in(chart.spec)
    page = shown(chart).replace("&amp;", "&")
    assert leads
    assert leads <= set(re.findall(r'<a href="([^"]+)">', page))
    if name != "quadrants":
        assert all("team=South" in url for url in leads)


def test_marks_lead_to_those_behind_them() -> None:
    found = charts()
    whale = {row["share"]: row["url"] for row in found["whale"].spec["layer"][-1]["data"]["values"]}
    assert whale[0] == ""
    assert whale[round(2 / 3, 5)] == "/customers/?team=South&sort=-profit"
    assert whale[1] == "/customers/?team=South&flag=loss&sort=profit"
    assert "/customers/?team=South&sort=-visits" in urls_in(found["waterfall"].spec)
    assert urls_in(found["movement"].spec) == {
        "/customers/?team=South&category=mvc&flag=moved",
        "/customers/?team=South&flag=moved&previous_category=mgc",
        "/customers/?team=South&category=mgc&flag=moved",
        "/customers/?team=South&category=below_zero&flag=moved",
        "/customers/?team=South&flag=moved&previous_category=intermediate",
    }


def behind(url: str) -> int:
    """How many customers the list at that address shows."""
    selection = selection_of(parse_qsl(urlsplit(url).query), 100).selection
    return listing.totals(FakeTables(CARDS), selection).customers


def test_as_many_stand_behind_a_figure_as_it_says() -> None:
    found = charts()
    bars = found["movement"].spec["data"]["values"]
    segments = found["categories"].spec["data"]["values"]
    counts = [(abs(row["customers"]), row["url"]) for row in bars if row["url"]]
    assert counts
    assert [behind(url) for _count, url in counts] == [count for count, _url in counts]
    assert {behind(row["url"]) for row in segments if row["share"] == "33.3%"} == {1}
    page = portfolio_page(FakeTables(CARDS), QueryDict("team=South"))
    assert page is not None
    cells = [planned for row in page.matrix for planned in row.cells]
    assert sum(planned.cell.customers for planned in cells) == 3
    assert [behind(planned.url) for planned in cells] == [planned.cell.customers for planned in cells]


def test_its_words_stand_on_the_page() -> None:
    page = shown(Chart(BARS, "Who earns", "In words", TABLE, note="A note", customers=12))
    assert '<h2 class="ct-chart-title" id="carteira-who-earns-title" data-chart-title>Who earns</h2>' in page
    assert 'role="img" aria-label="In words"' in page
    assert "A note" in page
    assert "Rests on 12 customers only" in page
    assert 'data-source="Carteira · Jan 1, 2026 · South"' in page


def test_nothing_to_draw_says_why() -> None:
    page = shown(Chart(None, "Movement", "After the next run", None))
    assert '<p class="ct-muted">After the next run</p>' in page
    assert "data-chart" not in page.replace("data-chart-title", "")


def test_figures_are_saved_by_those_who_may_export() -> None:
    chart = Chart(BARS, "Who earns", "", TABLE)
    saved = re.search(r"data-chart-csv>(.*?)</script>", shown(chart))
    assert saved is not None
    assert json.loads(saved[1]) == "Customer,Profit (BRL)\r\n'=A,-1.00\r\n"
    refused = shown(chart, Access())
    assert "data-chart-csv" not in refused
    assert 'data-chart-save="png"' in refused


def test_a_name_cannot_leave_its_place() -> None:
    name = "</script><script>alert(1)</script>\"'&"
    page = shown(Chart({"name": name}, name, name, Table(name, [Column(name)], [(name,)]), note=name))
    assert "<script>" not in page
    assert page.count("</script>") == 2
