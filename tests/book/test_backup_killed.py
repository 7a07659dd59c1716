"""A backup or a restore that is killed at any moment leaves nothing that counts, and can simply be repeated."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.book.on_disk import OnDisk, new_book
from tests.database import of_its_own

pytestmark = pytest.mark.database
PROGRAM = "book.kill_at_moments"
SEED, POINTS = "20261", "4"
MAKE = """
from pathlib import Path
file = Path(sys.argv[1])
file.write_text("order_id,customer,ordered_at,product_id,quantity,unit_price\\nO,C1,2026-01-01,x,1,10.00\\n")
book.load("orders", file)
book.run()
"""


@pytest.fixture(scope="module")
def own() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, own: ExitStack) -> OnDisk:
    folder = tmp_path_factory.mktemp("killed")
    made = own.enter_context(new_book(folder / "book"))
    made.python(MAKE, str(folder / "orders.csv"))
    return made


def test_a_killed_backup_leaves_no_half_file(book: OnDisk, tmp_path: Path) -> None:
    book.program(PROGRAM, "backup", str(tmp_path), SEED, POINTS)
    assert book.wrong() == []


def test_a_killed_restore_can_be_repeated(book: OnDisk, tmp_path: Path, own: ExitStack) -> None:
    book.call("backup", str(tmp_path / "one.carteira"))
    again = OnDisk(tmp_path / "again", own.enter_context(of_its_own.environment()))
    again.program(PROGRAM, "restore", str(tmp_path), SEED, POINTS)
    assert not (again.home / "restoring.toml").exists()
    assert again.wrong() == []
