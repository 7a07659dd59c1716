"""The clean portfolio with its remedies, the panel of the customer page, and scenarios."""

from typing import Any

import pytest
from django.test import Client

from carteira.accounts.access import FULL
from carteira.accounts.models import AuditEntry
from carteira.book.queries import tables
from carteira.customize.models import RemedyScenario
from carteira.web.portfolio.remedy_words import NAMES, SENTENCES, said
from tests.access.world import World

pytestmark = pytest.mark.django_db
SCENARIOS = "/clean-portfolio/scenarios/"


@pytest.fixture
def dora(world: World) -> Client:
    """She manages, and sees margins."""
    return world.client("dora")


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(client: Client, remedy: str) -> str:
    """The list of the page."""
    return text(client, f"/clean-portfolio/?remedy={remedy}").split('id="customers"')[1].split("</table>")[0]


def test_the_clean_portfolio_says_what_brings_each_in_order(dora: Client) -> None:
    page = text(dora, "/clean-portfolio/")
    assert "bring back" in page
    assert "What brings it in order" in page


def test_the_list_is_narrowed_to_a_remedy(world: World, dora: Client) -> None:
    whole = tables(FULL).rows("SELECT DISTINCT customer_id, remedy FROM customer_remedy WHERE step IS NOT NULL")
    asked = {row["remedy"] for row in whole}
    unasked = next(remedy for remedy in NAMES if remedy not in asked)
    assert "Padaria Aurora" in rows(dora, "collection")
    assert "Padaria Aurora" not in rows(dora, unasked)


def test_the_customer_page_has_a_way(world: World, dora: Client) -> None:
    assert "How it gets in order" in text(dora, f"/customers/{world.customers['boreal']}/")
    assert "How it gets in order" not in text(dora, f"/customers/{world.customers['central']}/")


def test_who_sees_no_margins_sees_no_remedies(world: World) -> None:
    assert "How it gets in order" not in text(world.client("charlie"), f"/customers/{world.customers['boreal']}/")


def test_every_remedy_has_a_sentence() -> None:
    assert {*SENTENCES, "exit"} == {*NAMES}
    assert said("discounts", 0.3, 0.25, "BRL") == "Discounts of 25% instead of 30%."
    assert "every 52 days" in said("visits_to_calls", 12, 7, "BRL")
    assert said("exit", -500, None, "BRL") == "Say farewell: no way brings it to zero."


def test_terms_are_tried_out_saved_and_compared(dora: Client) -> None:
    tried = text(dora, f"{SCENARIOS}?price=5")
    assert "These terms bring" in tried
    for name, price in (("Five", "5"), ("Two", "2,5")):
        dora.post(f"{SCENARIOS}save/", {"name": name, "price": price, "audience": "me"})
    five, two = RemedyScenario.objects.filter(name__in=("Five", "Two")).order_by("name")
    assert (five.terms, two.terms) == ({"price": 0.05}, {"price": 0.025})
    assert "brings the most" in text(dora, f"{SCENARIOS}?compare={five.pk}&compare={two.pk}")
    assert AuditEntry.objects.filter(action="remedy_scenario_saved").count() >= 2


@pytest.mark.parametrize("query", ["price=-1", "price=500", "visits=x", "elasticity_low=9"])
def test_nonsense_is_refused(dora: Client, query: str) -> None:
    answer = dora.get(f"{SCENARIOS}?discount=5&{query}")
    assert answer.status_code in (400, 409, 422)
    assert "A scenario needs" in answer.content.decode()


def test_a_program_reads_what_a_scenario_brings(world: World, dora: Client) -> None:
    body: dict[str, Any] = {"name": "Dearer", "terms": {"price": 0.05}, "assumptions": {"elasticity": [0, 0, 0]}}
    made = dora.post("/api/v1/remedy-scenarios", body, content_type="application/json")
    assert made.status_code == 201
    found = dora.get(f"/api/v1/remedy-scenarios/{made.json()['id']}").json()
    assert found["effect"]["gain"] == found["effect"]["gain_high"] > 0
    assert [part["term"] for part in found["effect"]["parts"]] == ["price"]
