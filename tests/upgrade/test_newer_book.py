"""A book that a newer version opened is refused by this one, and nothing of it changes."""

from collections.abc import Callable

import pytest

from tests.book.on_disk import OnDisk

pytestmark = pytest.mark.database
FROM_THE_FUTURE = """
from django.db.migrations.recorder import MigrationRecorder
from django.db import connection
MigrationRecorder(connection).record_applied("accounts", "0999_from_the_future")
"""


def test_a_newer_book_is_refused(unpacked: Callable[..., OnDisk]) -> None:
    book = unpacked()
    book.python(FROM_THE_FUTURE)
    before = {path: path.read_bytes() for path in book.home.rglob("*") if path.is_file()}

    for words in (("doctor",), ("run",), ("backup", str(book.home.with_name("one.carteira")))):
        line = book.refusal(*words)
        assert "A newer version of Carteira was at this book (accounts 0999_from_the_future)" in line

    assert {path: path.read_bytes() for path in book.home.rglob("*") if path.is_file()} == before
