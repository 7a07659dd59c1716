"""Reasons beyond money on the pages: said beside the value, changed with a way back, and a warning to repairers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from carteira.accounts.models import User
from carteira.book.book import Book
from carteira.differentiate.models import StrategicReason
from carteira.identify.models import Customer
from carteira.web.portfolio.clean import clean_page
from tests.accounts.cast import everybody
from tests.at_rest import AtRest, Build
from tests.web.fake_book import FakeTables
from tests.web.test_pages_by_role import customers_of_each


@pytest.fixture
def cast(book: Book, at_rest: Callable[[Build], AtRest]) -> dict[str, User]:
    at_rest(customers_of_each).bring_back(book.home.path)
    return everybody()


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    client.cookies["django_language"] = "en"
    return client


def customer_of(name: str) -> int:
    return Customer.objects.get(owner__username=name).pk


def form(cast: dict[str, User], **changes: Any) -> dict[str, Any]:
    until = timezone.localdate() + timedelta(days=30)
    usual = {"kind": "reference", "words": "Hospitals ask them first", "owner_id": cast["alice"].pk, "until": until}
    return {**usual, "ceiling": "20000", **changes}


def said(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_it_works(cast: dict[str, User]) -> None:
    alice, page = browser(cast["alice"]), f"/customers/{customer_of('alice')}/"
    assert "Declare a reason" in said(alice, page)
    assert "Kept as" not in said(alice, page)
    answer = alice.post(f"{page}reasons/", form(cast))
    assert (answer.status_code, answer["Location"]) == (302, page)
    shown = said(alice, page)
    assert "Kept as a reference until" in shown
    assert "up to R$20K a year." in shown
    assert "Alice Prado answers for it" in shown
    assert "Hospitals ask them first" in shown
    assert f"{page}reasons/{StrategicReason.objects.get().pk}/undo/declared/" in shown


def test_every_step_can_be_undone_from_its_toast(cast: dict[str, User]) -> None:
    alice, page = browser(cast["alice"]), f"/customers/{customer_of('alice')}/"
    alice.post(f"{page}reasons/", form(cast))
    one = f"{page}reasons/{StrategicReason.objects.get().pk}/"
    assert "Hospitals ask them first" in said(alice, one)
    alice.post(one, form(cast, kind="learning"))
    assert "Kept to learn from until" in said(alice, page)
    alice.post(f"{one}undo/changed/")
    assert "Kept as a reference until" in said(alice, page)
    alice.post(f"{one}end/")
    assert "Kept as a reference until" not in said(alice, page)
    alice.post(f"{one}undo/ended/")
    assert "Kept as a reference until" in said(alice, page)


@pytest.mark.parametrize("changes", [{"ceiling": "-1"}, {"until": "2020-01-01"}, {"words": ""}, {"owner_id": "0"}])
def test_a_form_that_does_not_fit_says_where(cast: dict[str, User], changes: dict[str, str]) -> None:
    alice, page = browser(cast["alice"]), f"/customers/{customer_of('alice')}/"
    answer = alice.post(f"{page}reasons/", form(cast, **changes))
    assert answer.status_code == 422
    assert f'id="id_{next(iter(changes))}_error"' in answer.content.decode()
    assert not StrategicReason.objects.exists()


def test_an_expired_one_is_said_to_be_and_leaves_the_lists(cast: dict[str, User]) -> None:
    root, customer = browser(cast["root"]), customer_of("charlie")
    root.post(f"/customers/{customer}/reasons/", form(cast))
    assert "Kept as a reference until" in said(root, "/portfolio/")
    StrategicReason.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert "Kept as a reference until" not in said(root, "/portfolio/")
    assert "Expired on" in said(root, f"/customers/{customer}/")


def test_nobody_repairs_a_customer_unaware(cast: dict[str, User]) -> None:
    customer = customer_of("charlie")
    browser(cast["root"]).post(f"/customers/{customer}/reasons/", form(cast))
    disordered = [{"customer_id": number, "category": "below_zero", "profit": -1} for number in (customer, 10_000)]
    rows = clean_page(FakeTables(disordered), QueryDict(), 1).rows
    assert {row.customer.customer_id: row.kept.partition(" until")[0] for row in rows} == {
        customer: "Kept as a reference",
        10_000: "",
    }


def test_those_above_their_ceiling_come_first_on_the_portfolio(cast: dict[str, User]) -> None:
    root = browser(cast["root"])
    root.post(f"/customers/{customer_of('alice')}/reasons/", form(cast))
    root.post(f"/customers/{customer_of('charlie')}/reasons/", form(cast, ceiling="10"))
    shown = said(root, "/portfolio/")
    assert "2 customers kept for more than money cost R$50, 1 above its ceiling" in shown
    assert shown.index("Mercado Boreal") < shown.index("Padaria Aurora")


def test_what_it_cost_is_for_who_may_see_costs(cast: dict[str, User]) -> None:
    page = f"/customers/{customer_of('charlie')}/"
    browser(cast["charlie"]).post(f"{page}reasons/", form(cast, owner_id=cast["charlie"].pk, ceiling="10"))
    assert "Spent so far: R$50 in the last 12 months, R$40 above the ceiling." in said(browser(cast["dora"]), page)
    seller = said(browser(cast["charlie"]), page)
    assert "up to R$10 a year" in seller
    assert "Spent so far" not in seller


def test_who_may_only_read_the_customer_reads_the_reason(cast: dict[str, User]) -> None:
    page = f"/customers/{customer_of('alice')}/"
    browser(cast["alice"]).post(f"{page}reasons/", form(cast))
    bob = browser(cast["bob"])
    assert "Kept as a reference until" in said(bob, page)
    assert "End it" not in said(bob, page)
    assert bob.get(f"{page}reasons/").status_code == 403
