"""The portfolio and the clean portfolio: their sentences and figures, and where their links lead."""

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation

from tests.accounts.cast import administrator
from tests.web.fake_book import FakeRun, FakeTables

pytestmark = pytest.mark.django_db

GAP = "\N{NO-BREAK SPACE}"
CARDS = [
    {
        "name": "Aurora",
        "category": "mvc",
        "revenue": 900_00,
        "profit": 400_00,
        "lifetime_value": 800_00,
        "previous_category": "mgc",
    },
    {
        "name": "Boreal",
        "category": "mgc",
        "revenue": 300_00,
        "profit": 100_00,
        "lifetime_value": 100_00,
        "kind": "person",
    },
    {"name": "Cedro", "revenue": 200_00, "profit": 50_00, "lifetime_value": 100_00, "team": "North"},
    {
        "name": "<Dália>",
        "category": "below_zero",
        "revenue": 600_00,
        "profit": -150_00,
        "previous_revenue": 500_00,
        "previous_profit": 10_00,
        "lifetime_value": -200_00,
        "loss_cause": "visits",
        "loss_amount": 120_00,
        "overdue": 70_00,
        "days_late": 75,
        "financing": 5_00,
        "repairable": True,
    },
]


@pytest.fixture
def page(client: Client, monkeypatch: pytest.MonkeyPatch, db: None) -> Callable[..., str]:
    """A page as Ana sees it in English; `cards` and `run` say what is published."""
    client.force_login(administrator("ana"))

    def shown(path: str, cards: list[dict] = CARDS, run: FakeRun | None = None) -> str:
        published = FakeTables(cards, run)
        monkeypatch.setattr("carteira.web.portfolio.views.tables", lambda access: published)
        monkeypatch.setattr("carteira.web.context.published_run", lambda: published.run)
        answer = client.get(path, headers={"accept-language": "en"})
        assert answer.status_code == 200
        return answer.content.decode().replace(GAP, " ")

    return shown


def specs(text: str) -> list[dict]:
    return [json.loads(found) for found in re.findall(r"data-chart-spec>(.*?)</script>", text, re.S)]


def test_the_headline_says_what_came_in_and_what_was_lost(page: Callable[..., str]) -> None:
    text = page("/portfolio/")
    assert "4 customers brought R$400 of profit in the last 12 months. 1 of them lost R$150." in text
    assert "Revenue rose by R$1.5K and profit by R$390 against the period before." in text
    assert "75% of customers bring 138% of the profit" in text
    assert "These figures rest on 4 customers only." in text


def test_every_figure_leads_to_its_customers(page: Callable[..., str]) -> None:
    text = page("/portfolio/?team=South")
    assert 'href="/customers/?team=South&amp;category=mvc"' in text
    assert 'href="/customers/?team=South&amp;flag=loss&amp;sort=profit"' in text


def test_a_filter_narrows_the_page_and_names_the_scope(page: Callable[..., str]) -> None:
    text = page("/portfolio/?kind=person")
    assert "1 customer brought R$100 of profit" in text
    assert re.search(r"ct-scope-choice.*<span>Person</span>", text)


def test_a_scope_without_customers_says_so(page: Callable[..., str]) -> None:
    assert "No customer fits these filters" in page("/portfolio/?owner=Nobody")


def test_charts_follow_the_look_of_the_page(page: Callable[..., str]) -> None:
    found = specs(page("/portfolio/"))
    assert len(found) == 4
    assert "var(--ct-below_zero)" in json.dumps(found)
    assert not re.search(r"#[0-9a-f]{6}", json.dumps(found))


def test_movement_needs_a_run_before(page: Callable[..., str]) -> None:
    assert "3 customers changed category since the run before" in page("/portfolio/")
    first = [{**card, "previous_category": None} for card in CARDS]
    assert "After the next run you see here who moved" in page("/portfolio/", first)


def test_since_the_start_there_is_no_period_before(page: Callable[..., str]) -> None:
    run = FakeRun(window="all")
    assert "against the period before" not in page("/portfolio/", run=run)
    assert "ct-quadrants" not in page("/clean-portfolio/", run=run)


def test_unknown_product_cost_is_said(page: Callable[..., str]) -> None:
    text = page("/portfolio/", [{**CARDS[0], "unknown_cost_revenue": 450_00}])
    assert "For 50% of the revenue the product cost is unknown" in text


def test_the_clean_portfolio_names_who_is_not_in_order_and_why(page: Callable[..., str]) -> None:
    text = page("/clean-portfolio/")
    assert "1 customer is below zero or pays late and lost R$150 in the last 12 months." in text
    rows = text[text.index('id="customers"') : text.index('class="ct-chart"')]
    assert [words in rows for words in ("&lt;Dália&gt;", "Visits", "Bruno", "−150.00", "70.00", "2 months")] == [
        True
    ] * 6
    assert "Cost of late payment" in text
    assert "Aurora" not in rows
    assert "<Dália>" not in text


def test_quadrants_lead_to_their_customers(page: Callable[..., str]) -> None:
    text = page("/clean-portfolio/")
    assert 'href="/customers/?flag=revenue_up_profit_down&amp;sort=profit"' in text
    assert "1 customer buys more and leaves less profit: R$160 less" in text


def test_a_portfolio_in_order_says_so(page: Callable[..., str]) -> None:
    assert "Every customer is in order." in page("/clean-portfolio/", CARDS[:3])


def test_long_lists_have_pages(page: Callable[..., str]) -> None:
    losing = [{"category": "below_zero", "profit": -1, "name": f"Loser {place}"} for place in range(60)]
    run = FakeRun(window="all")
    text = page("/clean-portfolio/?team=South&page=2", losing, run)
    assert len(re.findall(r"Loser \d+</a>", text)) == 10
    assert 'href="?page=1&amp;team=South#customers"' in text


@pytest.mark.parametrize("path", ["/portfolio/", "/clean-portfolio/"])
def test_before_the_first_run_the_page_says_what_to_do(client: Client, path: str, db: None) -> None:
    client.force_login(administrator("ana"))
    with translation.override("en"):
        assert client.get(path, headers={"accept-language": "en"}).status_code == 200
