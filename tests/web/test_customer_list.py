"""The list of customers as a page: filters by address, sorting, paging, and what it says when nobody fits."""

from collections.abc import Iterator

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import translation

from carteira.differentiate.listing import PAGE_ROWS, Selection
from carteira.errors import CarteiraError
from carteira.web.customers import list_view
from carteira.web.customers.selection import query_of, selection_of
from tests.accounts.cast import administrator
from tests.web.fake_customers import FakeCustomers

CARDS = [
    {"customer_id": 1, "name": "Aurora", "category": "mvc", "owner": "Ana", "revenue": 900_00, "profit": 400_00},
    {
        "customer_id": 2,
        "name": "<b>Boreal</b>",
        "owner": "Bia",
        "revenue": 300_00,
        "profit": -1_234_50,
        "overdue": 70_00,
    },
]
LINKS = [{"customer_id": 1, "source_id": "E1"}]


@pytest.fixture
def browser(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    client.force_login(administrator("alice"))
    client.cookies["django_language"] = "en"
    monkeypatch.setattr(list_view, "tables", lambda access: FakeCustomers(customer_card=CARDS, customer_links=LINKS))
    with translation.override("en"):
        yield client


def text(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def test_rows_have_their_figures_and_a_loss_its_minus_sign(browser: Client) -> None:
    page = text(browser, "/customers/")
    assert "2 customers" in page
    assert '<span class="ct-loss">−1,234.50</span>' in page
    assert "&lt;b&gt;Boreal&lt;/b&gt;" in page


def test_what_was_chosen_stays_chosen(browser: Client) -> None:
    page = text(browser, "/customers/?q=aur&owner=Ana&flag=losing_now&sort=-profit")
    assert 'value="aur"' in page
    assert '<option value="Ana" selected>' in page
    assert "Valuable, yet losing money now" in page
    assert '<option value="-profit" selected>' in page


def test_nobody_fits(browser: Client) -> None:
    assert "No customer fits" in text(browser, "/customers/?q=nobody")


def test_a_wrong_address_counts_as_not_given(browser: Client) -> None:
    page = text(browser, "/customers/?sort=password&flag=DROP&page=99999&cause=x")
    assert "2 customers" in page


def test_a_partial_answer_says_its_address(browser: Client) -> None:
    response = browser.get("/customers/?q=aur&category=", headers={"hx-request": "true", "hx-source": "form"})
    assert response.headers["HX-Replace-Url"] == "/customers/?q=aur"


def test_a_book_without_a_run_says_how_to_get_figures(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def none_yet(access: object) -> None:
        raise CarteiraError("not_run_yet", hint="run_first")

    monkeypatch.setattr(list_view, "tables", none_yet)
    assert "No figures yet" in text(browser, "/customers/")


def test_pages_lead_on_and_back(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    many = FakeCustomers(customer_card=[{"customer_id": number} for number in range(PAGE_ROWS + 1)])
    monkeypatch.setattr(list_view, "tables", lambda access: many)
    first, last = text(browser, "/customers/"), text(browser, "/customers/?page=2")
    assert 'rel="next" href="/customers/?page=2"' in first
    assert 'rel="prev" href="/customers/"' in last
    assert 'rel="next"' not in last


@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection(text="são joão", choices={"kind": "person", "team": "A&B"}, source="a,b", cause="visits"),
        Selection(flags=("overdue", "loss"), sort="name", descending=False, page=3),
    ],
)
def test_an_address_says_its_selection(selection: Selection) -> None:
    assert selection_of(QueryDict(query_of(selection).removeprefix("?"))) == selection
