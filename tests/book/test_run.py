"""A run: computed as a whole, published in one step, repeatable."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from carteira.accounts.access import FULL
from carteira.book import running
from carteira.book.book import Book
from carteira.book.choices import RunState
from carteira.book.models import Run
from carteira.book.queries import tables
from carteira.differentiate.queries import card_of, count_cards
from carteira.errors import CarteiraError
from carteira.identify.queries import survivor_of
from tests.at_rest import AtRest, Build, load_texts

Write = Callable[[str, str], Path]

CUSTOMERS = "source_id,name,email\n7,Ana Lima,ana@exemplo.com.br\n8,Bruno Reis,bruno@exemplo.com.br\n"
ORDERS = (
    "order_id,customer,ordered_at,product_id,quantity,unit_price,unit_cost\n"
    "A1,7,2026-01-05,x,2,10.50,4\nA2,8,2026-01-06,y,1,3.00,5\nA3,,2026-01-07,y,1,9.00,5\n"
)


def load(book: Book) -> None:
    load_texts(book, "shop", customers=CUSTOMERS, orders=ORDERS)


def load_and_run(book: Book) -> None:
    load(book)
    book.run()


@pytest.fixture
def loaded(book: Book) -> Book:
    load(book)
    return book


@pytest.fixture
def published(book: Book, at_rest: Callable[[Build], AtRest]) -> Book:
    """The same with a run."""
    at_rest(load_and_run).bring_back(book.home.path)
    return book


def run_of(published: Book) -> Run:
    run = published.published()
    assert run is not None
    return run


def test_it_works(published: Book) -> None:
    run = run_of(published)
    assert run.as_of == date(2026, 1, 8)
    profit = {row["revenue"]: row["profit"] for row in published.table("customer_profit").to_pylist()}
    assert profit == {2100: 1300, 300: -200}
    assert {"customer_links", "customer_golden", "customer_lifetime", "customer_rfmt", "customer_category"} <= set(
        run.manifest
    )


def test_the_cards_are_those_of_the_published_run(published: Book) -> None:
    run = run_of(published)
    assert count_cards(run.card_slot) == 2
    for row in published.table("customer_card").to_pylist():
        card = card_of(row["customer_id"], run.card_slot)
        assert card is not None
        assert (card.revenue, card.profit, card.category, card.name) == (
            row["revenue"], row["profit"], row["category"], row["name"],
        )  # fmt: skip


def test_every_table_tells_its_run(published: Book) -> None:
    run = run_of(published)
    for name in run.manifest:
        stamps = tables(FULL).query(f'SELECT DISTINCT run_id, as_of FROM "{name}"').to_pylist()
        assert stamps in ([], [{"run_id": run.id, "as_of": run.as_of}]), name


def test_customer_ids_stay_from_run_to_run(published: Book) -> None:
    first = published.table("customer_links").select(["source", "source_id", "customer_id"])
    published.run()
    assert published.table("customer_links").select(["source", "source_id", "customer_id"]).equals(first)


def test_a_run_that_dies_leaves_the_last_one_published(published: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run_of(published)
    before = published.table("customer_card")
    monkeypatch.setattr(running, "publish", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        published.run(window="all")
    assert published.published() == first
    assert published.table("customer_card").equals(before)
    assert Run.objects.latest("id").state == RunState.FAILED


def test_a_second_run_uses_the_other_slot(published: Book) -> None:
    assert [run_of(published).card_slot, published.run().card_slot, published.run().card_slot] == [0, 1, 0]
    assert count_cards(0) == 2


def test_one_part_alone_keeps_the_others(published: Book) -> None:
    first = run_of(published)
    second = published.run(only=["differentiate"])
    assert second.manifest["customer_links"] == first.manifest["customer_links"]
    assert second.manifest["customer_profit"] != first.manifest["customer_profit"]


def test_merged_customers_lead_to_their_survivor(published: Book, write: Write) -> None:
    links = published.table("customer_links")
    ids = dict(zip(*(links[name].to_pylist() for name in ("source_id", "customer_id")), strict=True))
    line = "Ana Lima,529.982.247-25,ana@exemplo.com.br\n"
    same = f"source_id,name,tax_id,email\n7,{line}8,{line}"
    published.load("customers", write("same.csv", same), "shop")
    published.run()
    assert survivor_of(max(ids.values())) == min(ids.values())


def test_nothing_loaded_is_nothing_to_run(book: Book) -> None:
    with pytest.raises(CarteiraError) as refusal:
        book.run()
    assert refusal.value.code == "nothing_loaded"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"window": "13m"}, "bad_window"),
        ({"only": ["demo"]}, "unknown_room"),
        ({"only": ["differentiate"]}, "needs_full_run"),
        ({"engine": "abacus"}, "unavailable_engine"),
    ],
)
def test_what_cannot_be_run(loaded: Book, arguments: dict[str, object], code: str) -> None:
    with pytest.raises(CarteiraError) as refusal:
        loaded.run(**arguments)  # type: ignore[arg-type]
    assert refusal.value.code == code
    assert loaded.published() is None
