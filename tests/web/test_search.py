"""Global search: what is found is what the person may see, and the words never stand in an address."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory

from carteira.accounts.access import FULL, Access, access_of
from carteira.accounts.choices import FieldRule, Level
from carteira.accounts.models import User
from carteira.book.book import Book
from carteira.book.owners import follow_published_owners
from carteira.web.palette import palette
from carteira.web.search import unseen
from tests.accounts.cast import make_cast

WHO = ("alice", "bob", "charlie", "dora")
CUSTOMERS = """source_id,name,tax_id,email,phone,city,owner,team
1,Padaria São João,11.222.333/0001-81,joao@padaria.com.br,+5511987654321,Recife,Alice Prado,South
2,<b>Mercado</b> Boreal,11.444.777/0001-61,boreal@mercado.com.br,,,Charlie Luz,North
"""
ORDERS = """order_id,customer,ordered_at,product_id,quantity,unit_price,unit_cost
PED-77,1,2025-03-01,x,1,123.45,60
PED-78,2,2025-03-02,x,1,200,250
"""


@pytest.fixture
def cast(db: None) -> dict[str, User]:
    return make_cast()


@pytest.fixture
def figures(book: Book, write: Callable[[str, str], Path], cast: dict[str, User]) -> None:
    """A customer of Alice and one of Charlie."""
    book.load("customers", write("customers.csv", CUSTOMERS))
    book.load("orders", write("orders.csv", ORDERS))
    book.run()
    follow_published_owners()


def found(person: User, text: str) -> str:
    client = Client()
    client.force_login(person)
    answer = client.post("/search/", {"q": text}, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_customers_are_found_and_shown_with_what_matched(figures: None, cast: dict[str, User]) -> None:
    by_name = found(cast["root"], "padaria sao")
    assert by_name.count('role="option"') == 1
    assert "Padaria São João" in by_name
    assert "Recife" in by_name
    assert "Tax id" in found(cast["root"], "11.222.333/0001-81")
    assert "Order PED-77" in found(cast["root"], "ped-77")
    assert "&lt;b&gt;Mercado&lt;/b&gt; Boreal" in found(cast["root"], "mercado")
    for nobody in ("", "p", "nobody at all", "\0", "' OR 1=1 --", "x" * 10_000):
        assert found(cast["root"], nobody).strip() == ""


def test_everybody_finds_only_whom_they_may_see(figures: None, cast: dict[str, User]) -> None:
    seen = {name: [text for text in ("padaria", "mercado") if found(cast[name], text).strip()] for name in WHO}
    assert seen == {
        "alice": ["padaria"],
        "bob": ["padaria"],
        "charlie": ["mercado"],
        "dora": ["padaria", "mercado"],
    }
    assert found(cast["charlie"], "joao@padaria.com.br").strip() == ""


def test_a_book_without_figures_finds_nobody(book: Book, cast: dict[str, User]) -> None:
    assert found(cast["root"], "padaria").strip() == ""


def test_words_come_by_post_with_a_token(cast: dict[str, User]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["root"])
    assert client.get("/search/", {"q": "padaria"}).status_code == 405
    assert client.post("/search/", {"q": "padaria"}).status_code == 403


@pytest.mark.parametrize("name", ["nina", None])
def test_without_the_right_nothing_is_searched(cast: dict[str, User], name: str | None) -> None:
    client = Client()
    if name:
        client.force_login(cast[name])
    answer = client.post("/search/", {"q": "padaria"})
    assert answer.status_code == (403 if name else 302)
    assert b"Padaria" not in answer.content


@pytest.mark.parametrize(
    ("rule", "names"), [(FieldRule.MASKED, {"phone"}), (FieldRule.HIDDEN, {"phone"}), (FieldRule.READ_ONLY, set())]
)
def test_what_is_not_shown_is_not_matched(rule: FieldRule, names: set[str]) -> None:
    assert unseen(Access(rules={("customers", "phone"): rule})) == names


def commands_of(user: Any) -> list[str]:
    request = RequestFactory().get("/")
    request.user = user
    return [str(command.label) for command in palette(request).commands]


def test_the_palette_offers_what_the_person_may_do(cast: dict[str, User]) -> None:
    assert commands_of(cast["root"])[:2] == ["Load a file", "Compute the book"]
    assert "Compute the book" not in commands_of(cast["alice"])
    assert {"Português", "Español"} < set(commands_of(cast["nina"]))


def test_it_says_when_only_some_customers_are_searched(cast: dict[str, User]) -> None:
    request = RequestFactory().get("/")
    seen = {}
    for name in ("root", "alice", "nina"):
        request.user = cast[name]
        assert (access_of(cast[name]).level("customers", "read") == Level.ALL) == (name == "root")
        seen[name] = (palette(request).searches, palette(request).limited)
    assert seen == {"root": (True, False), "alice": (True, True), "nina": (False, True)}
    assert FULL.level("customers", "read") == Level.ALL
