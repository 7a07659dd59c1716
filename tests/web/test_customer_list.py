"""The list of customers: filters by address, searching, sorting, paging, and what it says where nobody fits."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from carteira.differentiate.listing import PAGE_ROWS
from carteira.errors import CarteiraError
from carteira.web.customers import filter_view, list_view
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


def show(monkeypatch: pytest.MonkeyPatch, book: Any) -> None:
    for view in (list_view, filter_view):
        monkeypatch.setattr(view, "tables", lambda access: book)


@pytest.fixture
def browser(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    client.force_login(administrator("alice"))
    client.cookies["django_language"] = "en"
    show(monkeypatch, FakeCustomers(customer_card=CARDS, customer_links=LINKS))
    with translation.override("en"):
        yield client


def text(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def part(browser: Client, address: str, **fields: str) -> Any:
    """What a page that is open gets for a form that it sends."""
    return browser.post(address, fields, headers={"hx-request": "true"})


def test_rows_have_their_figures_and_a_loss_its_minus_sign(browser: Client) -> None:
    page = text(browser, "/customers/")
    assert "2 customers" in page
    assert '<span class="ct-loss">−1,234.50</span>' in page
    assert "&lt;b&gt;Boreal&lt;/b&gt;" in page
    assert "<b>Boreal" not in page


def test_what_was_chosen_stays_chosen(browser: Client) -> None:
    page = text(browser, "/customers/?owner=Ana&flag=losing_now&sort=-profit")
    assert '<option value="Ana" selected>' in page
    assert "Valuable, yet losing money now" in page
    assert '<option value="-profit" selected>' in page


def test_conditions_stand_as_sentences_and_hold(browser: Client) -> None:
    page = text(browser, "/customers/?profit__lt=0&revenue__ge=100.50&name__filled=true")
    for sentence in ("Profit below R$0", "Revenue at least R$100.50", "Name: known"):
        assert sentence in page
    assert "1 customer fits" in page
    assert "Aurora" not in page


def test_the_words_of_a_search_are_in_no_address(browser: Client) -> None:
    response = part(browser, "/customers/find/", q="Aurora", query="owner=Ana")
    address = response.headers["HX-Replace-Url"]
    assert "1 customer fits" in response.content.decode()
    assert "Aurora" not in address
    assert "owner=Ana" in address
    page = text(browser, address)
    assert 'value="Aurora"' in page
    assert "1 customer fits" in page


def test_a_search_without_script_leads_to_its_address(browser: Client) -> None:
    response = browser.post("/customers/find/", {"q": "Boreal", "query": ""})
    assert response.status_code == 302
    assert "Boreal" not in response.headers["Location"]
    assert "1 customer fits" in text(browser, response.headers["Location"])


def test_personal_data_in_an_address_means_nothing(browser: Client) -> None:
    assert "2 customers" in text(browser, "/customers/?q=Aurora&name__contains=Aurora&name=Aurora")


def test_a_search_of_somebody_else_is_said_to_be_elsewhere(browser: Client) -> None:
    page = text(browser, "/customers/?find=unknown&owner=Ana")
    assert "The words of this search are not in its address" in page
    assert "1 customer fits" in page


def test_a_filter_is_added_and_the_address_says_it(browser: Client) -> None:
    added = {"figure": "profit", "operator": "lt", "value": "0,5", "query": "owner=Bia"}
    response = part(browser, "/customers/filter/", **added)
    assert response.headers["HX-Push-Url"] == "/customers/?owner=Bia&profit__lt=0.5"
    assert "Profit below R$0.50" in response.content.decode()


def test_a_filter_on_names_stays_out_of_the_address(browser: Client) -> None:
    response = part(browser, "/customers/filter/", figure="name", operator="contains", value="aur", query="")
    assert "aur" not in response.headers["HX-Push-Url"].lower()
    assert "Name contains “aur”" in response.content.decode()


def test_a_filter_that_does_not_fit_changes_nothing(browser: Client) -> None:
    response = part(browser, "/customers/filter/", figure="profit", operator="lt", value="much", query="")
    assert response.status_code == 204
    assert "does not fit" in response.headers["HX-Trigger"]


@pytest.mark.parametrize(
    ("figure", "asked"),
    [
        ("profit", "below"),
        ("category", "Most growable"),
        ("last_purchase_on", "in the last days"),
        ("owner", "contains"),
        ("growable", "Yes"),
        ("probability_alive", "%"),
    ],
)
def test_each_kind_of_figure_is_asked_in_its_way(browser: Client, figure: str, asked: str) -> None:
    assert asked in text(browser, f"/customers/filter/{figure}/")


@pytest.mark.parametrize("figure", ["reason_arguments", "nothing", "months"])
def test_a_filter_on_what_is_no_figure_is_not_there(browser: Client, figure: str) -> None:
    assert browser.get(f"/customers/filter/{figure}/").status_code == 404


def test_the_columns_are_those_that_were_chosen_in_their_order(browser: Client) -> None:
    page = text(browser, "/customers/?columns=order_count&columns=probability_alive,months")
    places = [page.index(f'id="sort-{name}"') for name in ("name", "order_count", "probability_alive")]
    assert places == sorted(places)
    assert 'id="sort-revenue"' not in page
    assert "Revenue by month" in page


def test_nobody_fits(browser: Client) -> None:
    page = text(browser, "/customers/?revenue__gt=99999")
    assert "No customer fits" in page
    assert "?view=all" in page


def test_a_wrong_address_counts_as_not_given(browser: Client) -> None:
    page = text(
        browser, "/customers/?sort=password&flag=DROP&page=99999&cause=x&columns=password&view=77&profit__like=1"
    )
    assert "2 customers" in page
    assert "1 condition of this address was left out" in page
    assert "This view was removed" in page


def test_a_partial_answer_says_its_address(browser: Client) -> None:
    response = browser.get("/customers/?owner=Ana&category=", headers={"hx-request": "true"})
    assert response.headers["HX-Push-Url"] == "/customers/?owner=Ana"
    assert "<html" not in response.content.decode()


def test_going_back_gives_the_whole_page(browser: Client) -> None:
    going = {"hx-request": "true", "hx-history-restore-request": "true"}
    assert "<html" in browser.get("/customers/", headers=going).content.decode()


def test_a_book_without_a_run_says_how_to_get_figures(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def none_yet(access: object) -> None:
        raise CarteiraError("not_run_yet", hint="run_first")

    monkeypatch.setattr(list_view, "tables", none_yet)
    assert "No figures yet" in text(browser, "/customers/")


def test_pages_lead_on_and_back(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    show(monkeypatch, FakeCustomers(customer_card=[{"customer_id": number} for number in range(PAGE_ROWS + 1)]))
    first, last = text(browser, "/customers/"), text(browser, "/customers/?page=2")
    assert 'rel="next" href="/customers/?view=all&amp;page=2"' in first
    assert 'rel="prev" href="/customers/?view=all"' in last
    assert 'rel="next"' not in last
    assert "51 to 51 of 51" in last


def test_a_summary_stands_beside_the_list(browser: Client) -> None:
    assert 'data-panel-url="/customers/1/panel/"' in text(browser, "/customers/")
