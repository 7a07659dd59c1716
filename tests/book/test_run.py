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

Write = Callable[[str, str], Path]

CUSTOMERS = "source_id,name,email\n7,Ana Lima,ana@exemplo.com.br\n8,Bruno Reis,bruno@exemplo.com.br\n"
ORDERS = (
    "order_id,customer,ordered_at,product_id,quantity,unit_price,unit_cost\n"
    "A1,7,2026-01-05,x,2,10.50,4\nA2,8,2026-01-06,y,1,3.00,5\nA3,,2026-01-07,y,1,9.00,5\n"
)


@pytest.fixture
def loaded(book: Book, write: Write) -> Book:
    book.load("customers", write("customers.csv", CUSTOMERS), "shop")
    book.load("orders", write("orders.csv", ORDERS), "shop")
    return book


def test_it_works(loaded: Book) -> None:
    run = loaded.run()
    assert run.as_of == date(2026, 1, 8)
    profit = {row["revenue"]: row["profit"] for row in loaded.table("customer_profit").to_pylist()}
    assert profit == {2100: 1300, 300: -200}
    assert {"customer_links", "customer_golden", "customer_lifetime", "customer_rfmt", "customer_category"} <= set(
        run.manifest
    )


def test_the_cards_are_those_of_the_published_run(loaded: Book) -> None:
    run = loaded.run()
    assert count_cards(run.card_slot) == 2
    for row in loaded.table("customer_card").to_pylist():
        card = card_of(row["customer_id"], run.card_slot)
        assert card is not None
        assert (card.revenue, card.profit, card.category, card.name) == (
            row["revenue"], row["profit"], row["category"], row["name"],
        )  # fmt: skip


def test_every_table_tells_its_run(loaded: Book) -> None:
    run = loaded.run()
    for name in run.manifest:
        stamps = tables(FULL).query(f'SELECT DISTINCT run_id, as_of FROM "{name}"').to_pylist()
        assert stamps in ([], [{"run_id": run.id, "as_of": run.as_of}]), name


def test_customer_ids_stay_from_run_to_run(loaded: Book) -> None:
    loaded.run()
    first = loaded.table("customer_links").select(["source", "source_id", "customer_id"])
    loaded.run()
    assert loaded.table("customer_links").select(["source", "source_id", "customer_id"]).equals(first)


def test_a_run_that_dies_leaves_the_last_one_published(loaded: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    first = loaded.run()
    before = loaded.table("customer_card")
    monkeypatch.setattr(running, "publish", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        loaded.run(window="all")
    assert loaded.published() == first
    assert loaded.table("customer_card").equals(before)
    assert Run.objects.get(id=first.id + 1).state == RunState.FAILED


def test_a_second_run_uses_the_other_slot(loaded: Book) -> None:
    assert [loaded.run().card_slot, loaded.run().card_slot, loaded.run().card_slot] == [0, 1, 0]
    assert count_cards(0) == 2


def test_one_part_alone_keeps_the_others(loaded: Book) -> None:
    first = loaded.run()
    second = loaded.run(only=["differentiate"])
    assert second.manifest["customer_links"] == first.manifest["customer_links"]
    assert second.manifest["customer_profit"] != first.manifest["customer_profit"]


def test_merged_customers_lead_to_their_survivor(loaded: Book, write: Write) -> None:
    from carteira.identify.queries import survivor_of

    loaded.run()
    ids = dict(
        zip(*(loaded.table("customer_links")[name].to_pylist() for name in ("source_id", "customer_id")), strict=True)
    )
    line = "Ana Lima,529.982.247-25,ana@exemplo.com.br\n"
    same = f"source_id,name,tax_id,email\n7,{line}8,{line}"
    loaded.load("customers", write("same.csv", same), "shop")
    loaded.run()
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
