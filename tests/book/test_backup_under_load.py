"""A backup made while people write, files are loaded and undone, and runs publish: nothing acknowledged is missing."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.book.on_disk import OnDisk, new_book
from tests.database import of_its_own
from tests.processes.forked import Forked

pytestmark = pytest.mark.database
HEADER = "order_id,customer,ordered_at,product_id,quantity,unit_price\n"
ACKNOWLEDGE = """
from itertools import count
def acknowledge(*what):
    print(json.dumps(what), file=log, flush=True)
log = open(sys.argv[1], "w")
"""
WRITE = (
    "import json\nfrom carteira.accounts import audit\n"
    + ACKNOWLEDGE
    + """
for number in count():
    audit.record(None, "written", number=number)
    acknowledge(number)
"""
)
LOAD = (
    "import json\nfrom pathlib import Path\nfrom carteira.errors import CarteiraError\n"
    + ACKNOWLEDGE
    + f"""
header, file = {HEADER!r}, Path(sys.argv[1] + ".csv")
for number in count():
    lines = [f"O{{number}}-{{n}},C{{n % 50}},2026-01-{{n % 28 + 1:02}},x,1,10.00\\n" for n in range(500)]
    file.write_text(header + "".join(lines + ["bad,C1,never,x,1,1\\n"]))
    try:
        report = book.load("orders", file, source="shop")
        acknowledge("loaded", report.load_id)
        if number % 3 == 2:
            book.undo(report.load_id)
            acknowledge("undone", report.load_id)
        if number % 5 == 4:
            book.run(only=["differentiate"])
    except CarteiraError as error:
        assert error.code == "book_is_busy", error
"""
)
LOADED_AND_UNDONE = 6
"""After so many acknowledgements one load was taken back, and a run is about to begin."""
TELL = """
import json
from carteira.accounts.audit import verify
from carteira.accounts.models import AuditEntry
written = AuditEntry.objects.filter(action="written").values_list("details", flat=True)
states = {load.id: load.state for load in book.loads()}
numbers = sorted(details["number"] for details in written)
print(json.dumps([verify().ok, numbers, states, book.table("orders").num_rows]))
"""


@pytest.fixture
def own() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def book(tmp_path: Path, own: ExitStack) -> OnDisk:
    made = own.enter_context(new_book(tmp_path / "book"))
    file = tmp_path / "first.csv"
    file.write_text(HEADER + "O,C1,2026-01-01,x,1,10.00\n", encoding="ascii")
    made.python("book.load('orders', sys.argv[1], source='shop')\nbook.run()", str(file))
    return made


class Work:
    """Processes that work on a book without end, and what they acknowledged."""

    def __init__(self, book: OnDisk, folder: Path, own: ExitStack) -> None:
        self._book, self._folder = book, folder
        self._running: list[Forked] = []
        own.callback(self.end)

    def begin(self, name: str, code: str) -> None:
        log = self._folder / name
        log.touch()
        self._running.append(self._book.start_python(code, str(log)))

    def acknowledged(self, name: str) -> list[Any]:
        """What the process has acknowledged by now."""
        lines = (self._folder / name).read_text(encoding="ascii").splitlines(keepends=True)
        return [json.loads(line) for line in lines if line.endswith("\n")]

    def wait_for(self, name: str, more: int) -> None:
        """Until the process has acknowledged so many more."""
        before = len(self.acknowledged(name))
        while len(self.acknowledged(name)) < before + more:
            for process in self._running:
                assert process.poll() is None, process.communicate()
            time.sleep(0.01)

    def end(self) -> None:
        while self._running:
            process = self._running.pop()
            process.kill()
            process.communicate()


def test_all_that_was_acknowledged_before_is_in_it(book: OnDisk, tmp_path: Path, own: ExitStack) -> None:
    work = Work(book, tmp_path, own)
    work.begin("writes", WRITE)
    work.begin("loads", LOAD)
    work.wait_for("loads", LOADED_AND_UNDONE)
    work.wait_for("writes", 1)
    writes, loads = work.acknowledged("writes"), work.acknowledged("loads")
    file = tmp_path / "one.carteira"
    book.call("backup", str(file))
    assert len(work.acknowledged("writes")) > len(writes), "nobody wrote meanwhile"
    work.end()

    again = OnDisk(tmp_path / "again", own.enter_context(of_its_own.environment()))
    again.call("restore", str(file))

    whole, numbers, states, rows = json.loads(again.python(TELL))
    assert whole
    assert numbers == list(range(len(numbers)))
    assert len(numbers) >= len(writes)
    for what, load_id in loads:
        assert states[str(load_id)] in ({"loaded": ("loaded", "undoing", "undone"), "undone": ("undone",)}[what])
    assert rows == 500 * (list(states.values()).count("loaded") - 1) + 1
    assert set(again.wrong()) <= {"loads_half_done"}
