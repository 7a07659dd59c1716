"""A backup under a password: nothing of it can be read without, and it comes back with."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.book.on_disk import OnDisk, new_book
from tests.database import of_its_own

pytestmark = pytest.mark.database
ORDERS = "order_id,customer,ordered_at,product_id,quantity,unit_price\n1,a,2026-01-01,x,1,10\n"


@pytest.fixture
def own() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_it_is_sealed_and_comes_back(tmp_path: Path, own: ExitStack) -> None:
    book = own.enter_context(new_book(tmp_path / "book"))
    orders, password, other = (tmp_path / name for name in ("orders.csv", "password", "other"))
    orders.write_text(ORDERS, encoding="ascii")
    password.write_text("correct horse battery\nnot this line\n", encoding="ascii")
    other.write_text("\n", encoding="ascii")
    book.python("book.load('orders', sys.argv[1])", str(orders))
    file = tmp_path / "sealed.carteira"

    made = book.data("backup", str(file), "--password-file", str(password))

    assert made["under_password"]
    assert (book.home / "secret_key").read_bytes() not in file.read_bytes()
    again = OnDisk(tmp_path / "again", own.enter_context(of_its_own.environment()))
    assert "under a password" in again.refusal("restore", str(file))
    assert "no password in its first line" in again.refusal("restore", str(file), "--password-file", str(other))
    other.write_text("correct horse batter\n", encoding="ascii")
    assert "password is wrong" in again.refusal("restore", str(file), "--password-file", str(other))
    assert not again.home.exists()
    password.write_bytes(b"correct horse battery\r\n")
    assert again.data("restore", str(file), "--password-file", str(password))["sha256"] == made["sha256"]
    assert again.data("show", "loads") == book.data("show", "loads")
