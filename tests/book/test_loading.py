"""Loading a file: every line is accounted for, a refusal changes nothing, and undo restores what was before."""

from collections.abc import Callable
from pathlib import Path

import pytest

from carteira.book import loading
from carteira.book.book import Book
from carteira.book.choices import LoadState
from carteira.book.models import Load
from carteira.errors import CarteiraError
from carteira.warehouse import storage

Write = Callable[[str, str], Path]

HEADER = "order_id,customer,ordered_at,product_id,quantity,unit_price,currency\n"
ONE = HEADER + "A1,7,2026-01-05,x,2,10.50,BRL\n"
TWO = HEADER + "A1,7,2026-01-05,x,5,10.50,\nA2,8,2026-01-06,y,1,3.00,BRL\n"


def test_it_works(book: Book, write: Write) -> None:
    report = book.load("orders", write("orders.csv", TWO), "shop")
    assert (report.lines, report.accepted, report.rejected, report.replaced) == (2, 2, 0, 0)
    found = book.table("orders")
    assert found["customer"].to_pylist() == ["7", "8"]
    assert [str(price) for price in found["unit_price"].to_pylist()] == ["10.500000", "3.000000"]


def test_every_line_is_accepted_or_rejected_with_its_number_and_reason(book: Book, write: Write) -> None:
    text = HEADER + "A1,7,2026-01-05,x,2,10.50,BRL\nA2,7,soon,x,2,10.50,BRL\n,7,2026-01-05,x,2,10.50,BRL\n"
    report = book.load("orders", write("orders.csv", text), "shop")
    assert (report.lines, report.accepted, report.rejected) == (3, 1, 2)
    assert [(line["line"], line["column"]) for line in report.rejections] == [(3, "ordered_at"), (4, "order_id")]


def test_lines_in_another_currency_are_rejected(book: Book, write: Write) -> None:
    report = book.load(
        "orders", write("orders.csv", HEADER + "A1,7,2026-01-05,x,2,1,BRL\nA2,7,2026-01-05,x,2,1,USD\n"), "shop"
    )
    assert [(line["line"], line["code"], line["value"]) for line in report.rejections] == [(3, "other_currency", "USD")]


def test_a_later_load_replaces_and_says_so(book: Book, write: Write) -> None:
    book.load("orders", write("one.csv", ONE), "shop")
    report = book.load("orders", write("two.csv", TWO), "shop")
    assert report.replaced == 1
    assert [int(quantity) for quantity in book.table("orders")["quantity"].to_pylist()] == [5, 1]


def test_undo_restores_what_was_before(book: Book, write: Write) -> None:
    book.load("orders", write("one.csv", ONE), "shop")
    before = book.table("orders")
    second = book.load("orders", write("two.csv", TWO), "shop")
    assert second.load_id is not None
    book.undo(second.load_id)
    assert book.table("orders").equals(before)


def test_the_same_file_twice_is_noticed(book: Book, write: Write) -> None:
    first = book.load("orders", write("one.csv", ONE), "shop")
    with pytest.raises(CarteiraError) as refusal:
        book.load("orders", write("copy.csv", ONE), "shop")
    assert refusal.value.code == "already_loaded"
    assert str(first.load_id) in str(refusal.value)
    assert len(book.table("orders")) == 1


def test_an_undone_file_can_be_loaded_again(book: Book, write: Write) -> None:
    path = write("one.csv", ONE)
    first = book.load("orders", path, "shop")
    book.undo(first.load_id or 0)
    assert len(book.table("orders")) == 0
    book.load("orders", path, "shop")
    assert len(book.table("orders")) == 1


def test_a_dry_run_changes_nothing(book: Book, write: Write) -> None:
    report = book.load("orders", write("two.csv", TWO), "shop", dry_run=True)
    assert (report.load_id, report.accepted) == (None, 2)
    assert report.replaced == 0
    assert not Load.objects.exists()
    assert not (book.home.path / "facts").exists()


def test_a_dry_run_says_what_would_be_replaced(book: Book, write: Write) -> None:
    book.load("orders", write("one.csv", ONE), "shop")
    assert book.load("orders", write("two.csv", TWO), "shop", dry_run=True).replaced == 1
    assert len(book.table("orders")) == 1


def test_a_file_without_an_acceptable_line_leaves_nothing(book: Book, write: Write) -> None:
    with pytest.raises(CarteiraError) as refusal:
        book.load("orders", write("bad.csv", HEADER + "A1,7,soon,x,2,10.50,BRL\n"), "shop")
    assert refusal.value.code in {"no_line_accepted", "bad_date"}
    assert [load.state for load in book.loads()] == [LoadState.FAILED]
    assert not list((book.home.path / "facts").rglob("*.parquet"))


def test_a_killed_load_leaves_nothing_and_can_be_repeated(
    book: Book, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        committed = storage.append_partition
        patch.setattr(storage, "append_partition", lambda *given: killed(committed(*given)))
        patch.setattr(loading, "_end", killed)
        with pytest.raises(Killed):
            book.load("orders", write("one.csv", ONE), "shop")
    assert len(book.table("orders")) == 0
    book.load("orders", write("two.csv", TWO), "shop")
    assert sorted(load.state for load in book.loads()) == [LoadState.FAILED, LoadState.LOADED]
    assert len(book.table("orders")) == 2


def test_only_one_at_a_time(book: Book, write: Write) -> None:
    with book.home.locked(), pytest.raises(CarteiraError) as refusal:
        book.load("orders", write("one.csv", ONE), "shop")
    assert refusal.value.code == "book_is_busy"


@pytest.mark.parametrize(("load_id", "code"), [(99, "unknown_load"), (1, "already_undone")])
def test_what_cannot_be_undone(book: Book, write: Write, load_id: int, code: str) -> None:
    first = book.load("orders", write("one.csv", ONE), "shop")
    book.undo(first.load_id or 0)
    with pytest.raises(CarteiraError) as refusal:
        book.undo(load_id if code == "unknown_load" else first.load_id or 0)
    assert refusal.value.code == code


def test_an_unknown_table_is_refused_by_name(book: Book, write: Write) -> None:
    with pytest.raises(CarteiraError) as refusal:
        book.load("ordres", write("one.csv", ONE))
    assert "orders" in str(refusal.value)
