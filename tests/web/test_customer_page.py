"""The page of one customer: its sentence, where facts come from, its story, and where a merged customer leads."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from carteira.web.customers import page_view
from carteira.web.customers.facts import written_phone, written_tax_id
from carteira.web.customers.value import value_bar
from carteira.web.customers.waterfall import profit_steps
from tests.accounts.cast import administrator
from tests.web.fake_customers import CARD, FakeCustomers

LOSING = {
    "customer_id": 7,
    "name": "Padaria Aurora",
    "category": "below_zero",
    "previous_category": "mgc",
    "gross_sales": 1000_00,
    "discounts": 100_00,
    "revenue": 900_00,
    "product_cost": 700_00,
    "gross_margin": 200_00,
    "visits": 350_00,
    "cost_to_serve": 350_00,
    "profit": -150_00,
    "lifetime_value": 48_000_00,
    "lifetime_value_low": 20_000_00,
    "lifetime_value_high": 60_000_00,
    "actual_value": 48_000_00,
    "potential_value": 50_000_00,
    "unrealised_value": 2_000_00,
    "loss_cause": "visits",
    "loss_amount": 350_00,
    "visit_count": 14,
    "overdue": 70_00,
    "days_late": 75,
    "reason": "reason_below_zero_visits",
    "reason_arguments": '{"actual_value": -5000, "amount": 35000, "count": 14}',
    "treatment": "repair",
}
GOLDEN = {"customer_id": 7, "tax_id": "93149797000174", "email": "a@b.example", "email_source": "shop"}
EVENTS: list[dict[str, Any]] = [
    {"customer_id": 7, "kind": "visit", "minutes": 45.0, "text": "no order", "at": datetime(2025, 6, 2)},
    {"customer_id": 7, "kind": "order", "reference": "P1", "amount": 900_00},
    {"customer_id": 7, "kind": "invoice_late", "reference": "F1", "amount": 70_00, "value": 75.0},
]


@pytest.fixture
def browser(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    client.force_login(administrator("alice"))
    client.cookies["django_language"] = "en"
    book = FakeCustomers(
        customer_card=[LOSING, {"customer_id": 8, "name": "Newcomer", "status": "prospect", "lifetime_model": "none"}],
        customer_golden=[GOLDEN],
        customer_links=[
            {"customer_id": 7, "source_id": "S1", "source": "shop", "probability": 0.82, "reason": "similar"}
        ],
        standard_records=[{"source": "shop", "source_id": "S1", "name": "PADARIA AURORA"}],
        order_lines=[{"customer_id": 7, "order_id": "P1", "revenue": 900_00, "product_cost": 700_00}],
        timeline=EVENTS,
    )
    monkeypatch.setattr(page_view, "tables", lambda access: book)
    with translation.override("en"):
        yield client


def text(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def test_the_headline_says_what_it_is_worth_and_why_it_loses(browser: Client) -> None:
    page = text(browser, "/customers/7/")
    assert "Worth R$48K over the next 3 years. Lost R$150 in the last 12 months" in page
    assert "most of all through 14 visits (R$350)." in page
    assert "R$900 of revenue turned into a loss of R$150 in the last 12 months" in page


def test_facts_and_records_say_where_they_come_from(browser: Client) -> None:
    page = text(browser, "/customers/7/")
    assert "from shop" in page
    assert 'href="mailto:a@b.example"' in page
    assert "93.149.797/0001-74" in page
    assert "similar name and address" in page
    assert "82% certain" in page


def test_the_category_has_its_reason_treatment_and_movement(browser: Client) -> None:
    page = text(browser, "/customers/7/")
    assert "mostly because 14 visits cost R$350" in page
    assert "Put in order" in page
    assert "Most growable" in page


def test_the_story_can_be_narrowed(browser: Client) -> None:
    everything, contacts = text(browser, "/customers/7/"), text(browser, "/customers/7/?show=contacts")
    assert "Order P1" in everything
    assert "no order · 45 minutes" in everything
    assert 'datetime="2025-06-02T00:00:00"' in everything
    assert "Invoice F1 overdue" in everything
    assert "Invoice F1 overdue" not in contacts
    assert "no order · 45 minutes" in text(browser, "/customers/7/story/?show=contacts&page=1")
    assert "P1" in text(browser, "/customers/7/orders/")


def test_a_prospect_has_a_page_without_figures(browser: Client) -> None:
    page = text(browser, "/customers/8/")
    assert "Has not bought yet." in page
    assert "No completed order yet." in page
    assert "Nothing sold and nothing spent in the last 12 months." in page


def test_a_merged_customer_leads_to_the_survivor(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_view, "survivor_of", {3: 7}.get)
    response = browser.get("/customers/3/")
    assert (response.status_code, response.headers["Location"]) == (301, "/customers/7/")
    assert browser.get("/customers/4/").status_code == 404


def test_the_steps_add_up_to_the_profit() -> None:
    card = {name: value for name, (_, value) in CARD.items()} | LOSING
    level: int | None = None
    for step in profit_steps(card, {}):
        if step.total:
            assert level in (None, step.amount)
        level = step.amount if step.total else (level or 0) + step.amount
    assert level == -150_00


def test_the_bar_keeps_its_parts_on_one_scale() -> None:
    bar = value_bar(
        {"actual_value": -100, "potential_value": 300, "lifetime_value_low": -200, "lifetime_value_high": 0}
    )
    assert bar is not None
    assert (bar.zero, bar.loss) == (40.0, True)
    assert (bar.actual.start, bar.actual.width) == (20.0, 20.0)
    assert (bar.unrealised.start, bar.unrealised.end) == (40.0, 100.0)
    assert (bar.interval.start, bar.interval.end) == (0.0, 40.0)
    assert (
        value_bar(dict.fromkeys(("actual_value", "potential_value", "lifetime_value_low", "lifetime_value_high"), 0))
        is None
    )


def test_identifiers_are_written_as_people_write_them() -> None:
    assert written_tax_id("00304972991") == "003.049.729-91"
    assert written_tax_id("123") == "123"
    assert written_phone("+5511985385704") == "+55 11 98538-5704"
    assert written_phone("ramal 12") == "ramal 12"
