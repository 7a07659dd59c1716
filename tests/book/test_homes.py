"""Where a book may lie, and which book is open."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from carteira.book.book import Book
from carteira.book.home import Home
from carteira.book.opening import create_book
from carteira.errors import CarteiraError

LINE = "order_id,customer,ordered_at,product_id,quantity,unit_price\n"


def test_folders_may_have_any_usual_name(
    db: None, settings: Any, tmp_path: Path, write: Callable[[str, str], Path]
) -> None:
    names = ("Área de Trabalho", "a#b?*{c}", 'it\'s "mine"', "load_id=1", "😀")
    settings.CARTEIRA_HOME = tmp_path.joinpath(*names, "book")
    book = Book(Home(settings.CARTEIRA_HOME))
    book.load("orders", write("one.csv", LINE + "1,a,2026-01-01,x,1,10\n"))
    second = book.load("orders", write("two.csv", LINE + "2,a,2026-01-02,x,1,5\n"))
    assert second.load_id is not None
    book.undo(second.load_id)
    book.run()
    book.run()
    assert book.table("customer_profit")["revenue"].to_pylist() == [1000]


@pytest.mark.parametrize("name", ["100%20", "a\\b", "[x]", "a^b", "a|b", "two\nlines", "a\0b"])
def test_a_folder_that_the_tables_cannot_lie_in_is_refused_before_anything_is_made(name: str, tmp_path: Path) -> None:
    with pytest.raises(CarteiraError) as refusal:
        create_book(tmp_path / name)
    assert refusal.value.code == "bad_home"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["file/book", "x" * 300])
def test_a_folder_that_cannot_be_made_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file", encoding="ascii")
    with pytest.raises(CarteiraError) as refusal:
        create_book(tmp_path / name)
    assert refusal.value.code == "folder_unusable"


def test_a_book_is_closed_once_another_was_opened(book: Book, settings: Any, tmp_path: Path) -> None:
    settings.CARTEIRA_HOME = tmp_path / "other"
    uses: tuple[Callable[[], Any], ...] = (
        book.loads, book.run, book.published, book.settings,
        lambda: book.set("country", "US"), lambda: book.count("customer_card"), lambda: book.table("orders"),
        lambda: book.load("orders", tmp_path / "orders.csv"), lambda: book.undo(1),
    )  # fmt: skip
    for use in uses:
        with pytest.raises(CarteiraError) as refusal:
            use()
        assert refusal.value.code == "book_closed"
