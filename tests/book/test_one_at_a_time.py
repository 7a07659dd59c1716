"""Only one load, undo or run works on a book at a time; another is refused at once, and changes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from carteira.book.book import Book
from carteira.book.home import Home
from carteira.errors import CarteiraError


def test_a_busy_book_refuses_other_work_and_still_answers(book: Book, write: Callable[[str, str], Path]) -> None:
    customers = write("customers.csv", "source_id\n1\n")
    more = write("more.csv", "source_id\n2\n")
    load = book.load("customers", customers)
    assert load.load_id is not None
    book.run()
    works: tuple[Callable[[], object], ...] = (
        book.run,
        lambda: book.load("customers", more),
        lambda: book.undo(load.load_id or 0),
    )
    with Home(book.home.path).locked():
        for work in works:
            with pytest.raises(CarteiraError) as refusal:
                work()
            assert refusal.value.code == "book_is_busy"
        assert book.count("customer_card") == 1
    assert [(row.id, str(row.state)) for row in book.loads()] == [(load.load_id, "loaded")]
