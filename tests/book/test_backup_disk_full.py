"""Where the disk is full, a backup or a restore says so in one line and leaves nothing behind."""

import resource
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.book.on_disk import OnDisk, new_book
from tests.database import of_its_own

pytestmark = pytest.mark.database
LINES = 30_000
SMALL = 2**16
"""Bytes that a process may write to one file: writing more fails as on a full disk."""


def limited(size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.fixture
def own() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_one_clear_line_and_nothing_left(tmp_path: Path, own: ExitStack) -> None:
    book = own.enter_context(new_book(tmp_path / "book"))
    orders = tmp_path / "orders.csv"
    header = "order_id,customer,ordered_at,product_id,quantity,unit_price\n"
    orders.write_text(header + "".join(f"{n},a{n},2026-01-01,x,1,10\n" for n in range(LINES)), encoding="ascii")
    book.python("book.load('orders', sys.argv[1])", str(orders))
    target = tmp_path / "kept"
    target.mkdir()
    file = target / "one.carteira"

    assert "cannot be written" in book.refusal("backup", str(file), preexec_fn=limited(SMALL))
    assert list(target.iterdir()) == []

    book.call("backup", str(file))
    before = file.read_bytes()
    assert "cannot be written" in book.refusal("backup", str(file), preexec_fn=limited(SMALL))
    assert [path.name for path in target.iterdir()] == ["one.carteira"]
    assert file.read_bytes() == before

    again = OnDisk(tmp_path / "again", own.enter_context(of_its_own.environment()))
    assert "File too large" in again.refusal("restore", str(file), preexec_fn=limited(SMALL))
    assert not again.home.exists()
    again.call("restore", str(file))
