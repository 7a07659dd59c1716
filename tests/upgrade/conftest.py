"""A book of the previous version, that no process of this one has opened yet."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.book.on_disk import OnDisk
from tests.database import of_its_own
from tests.upgrade import old_book

BOOK = "book_0_1_0"
MANY = """
    WITH RECURSIVE numbers(n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM numbers WHERE n < {last})
    INSERT INTO identify_customer (id) SELECT n FROM numbers
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., OnDisk]]:
    """Unpacks the book, with so many more customers; where the tests run on a server, its rows are moved there."""
    with ExitStack() as stack:

        def make(more: int = 0, *, moved: bool = True) -> OnDisk:
            home = old_book.unpack(BOOK, tmp_path_factory.mktemp("old"))
            made = OnDisk(home, stack.enter_context(of_its_own.environment()))
            if more:
                with old_book.rows_of(home) as rows:
                    rows.execute(MANY.format(last=1000 + more))
            if moved and of_its_own.ADDRESS in made.environment:
                made.program("upgrade.old_book")
            return made

        yield make
