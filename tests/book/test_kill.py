"""A load or run that is killed at any moment leaves the book as it was, and can simply be repeated."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.book.on_disk import OnDisk, new_book

LINES = 200_000


@pytest.fixture
def book(tmp_path: Path) -> Iterator[OnDisk]:
    days = "".join(f"O{n},C{n % 5000},2026-01-{n % 28 + 1:02},x,1,10.00\n" for n in range(LINES))
    header = "order_id,customer,ordered_at,product_id,quantity,unit_price\n"
    (tmp_path / "orders.csv").write_text(header + days, encoding="ascii")
    with new_book(tmp_path / "book") as made:
        yield made


def is_killed_when_writing(book: OnDisk, table: str, *words: str) -> bool:
    """Whether the command was still at work when it was killed, as soon as it began a new file of the table."""

    def files() -> set[Path]:
        return set((book.home / table).rglob("*.parquet"))

    before = files()
    return book.killed_when(lambda: files() != before, *words)


def test_a_killed_load_leaves_nothing_and_a_killed_run_leaves_the_last_one(book: OnDisk, tmp_path: Path) -> None:
    orders = str(tmp_path / "orders.csv")
    assert is_killed_when_writing(book, "facts/orders", "load", "orders", orders)
    book.call("load", "orders", orders)
    assert f'"accepted": {LINES}' in book.call("show", "loads", "--json")
    book.call("run")
    before = book.call("show", "portfolio", "--json")
    assert is_killed_when_writing(book, "computed/order_lines", "run", "--window", "all")
    assert book.call("show", "portfolio", "--json") == before
    book.call("doctor")
    book.call("run", "--window", "all")
    assert '"window": "all"' in book.call("show", "portfolio", "--json")
