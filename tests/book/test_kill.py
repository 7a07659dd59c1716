"""A load or run that is killed at any moment leaves the book as it was, and can simply be repeated."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

LINES = 400_000


class Killable:
    """A book in a folder, worked on by processes that may be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {**os.environ, "CARTEIRA_HOME": str(folder / "book")}
        self.environment.pop("CARTEIRA_DATABASE_URL", None)

    def start(self, *words: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "carteira", *words]
        return subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def call(self, *words: str) -> str:
        process = self.start(*words)
        out, errors = process.communicate()
        assert process.returncode == 0, errors
        return out

    def killed_when_writing(self, table: str, *words: str) -> None:
        """Starts a command and kills it as soon as it begins a new file of the table; it must not have ended."""
        before = self._files(table)
        process = self.start(*words)
        until = time.monotonic() + 60
        while self._files(table) == before:
            assert process.poll() is None, "the command ended before it could be killed"
            assert time.monotonic() < until, f"nothing was written to {table}"
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL

    def _files(self, table: str) -> set[Path]:
        return set((self.folder / "book" / table).rglob("*.parquet"))


@pytest.fixture
def book(tmp_path: Path) -> Killable:
    made = Killable(tmp_path)
    made.call("init")
    days = "".join(f"O{n},C{n % 5000},2026-01-{n % 28 + 1:02},x,1,10.00\n" for n in range(LINES))
    header = "order_id,customer,ordered_at,product_id,quantity,unit_price\n"
    (tmp_path / "orders.csv").write_text(header + days, encoding="ascii")
    return made


def test_a_killed_load_leaves_nothing_and_a_killed_run_leaves_the_last_one(book: Killable) -> None:
    orders = str(book.folder / "orders.csv")
    book.killed_when_writing("facts/orders", "load", "orders", orders)
    book.call("load", "orders", orders)
    assert '"accepted": 400000' in book.call("show", "loads", "--json")
    book.call("run")
    before = book.call("show", "portfolio", "--json")
    book.killed_when_writing("computed/order_lines", "run", "--window", "all")
    assert book.call("show", "portfolio", "--json") == before
    book.call("doctor")
    book.call("run", "--window", "all")
    assert '"window": "all"' in book.call("show", "portfolio", "--json")
