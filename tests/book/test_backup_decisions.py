"""The log of decisions is part of a backup: contacts, budgets and chances come back with the book."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from carteira.customize.decide.rows import decision_rows
from tests.book.on_disk import OnDisk
from tests.database import of_its_own

pytestmark = pytest.mark.database
DECIDE = """
from concurrent.futures import Future
from carteira.accounts.access import FULL
from carteira.book import deciding
from carteira.customize.decide.decider import Ask
from tests.api.deciding import publish_plan
publish_plan(book)
for customer in range(1, 6):
    waiter = Future()
    deciding.decide(FULL, Ask(customer), waiter)
    waiter.result(30)
deciding.stop_deciding()
"""


def test_the_log_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "book.carteira"
    with ExitStack() as stack:
        book = OnDisk(tmp_path / "book", stack.enter_context(of_its_own.environment()))
        book.python(DECIDE)
        book.call("backup", str(file))
    with ExitStack() as stack:
        restored = OnDisk(tmp_path / "restored", stack.enter_context(of_its_own.environment()))
        restored.call("restore", str(file))
        rows = decision_rows(restored.home / "decisions")
        assert rows == decision_rows(book.home / "decisions")
        assert len(rows) == 5
        assert restored.wrong() == []
