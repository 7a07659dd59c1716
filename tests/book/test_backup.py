"""What a backup holds comes back: rows, tables, people, keys, unfinished work, and the audit trail whole."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.book.on_disk import OnDisk, new_book
from tests.database import of_its_own

pytestmark = pytest.mark.database
ORDERS = "order_id,customer,ordered_at,product_id,quantity,unit_price\n"
FILES = {
    "customers": "source_id,name,email\n7,Ana Lima,ana@exemplo.com.br\n8,Bruno Reis,bruno@exemplo.com.br\n",
    "orders": ORDERS + "A1,7,2026-01-31,x,2,10.50\nA2,8,2026-02-05,y,1,3.00\nA3,8,ontem,y,1,3.00\n",
    "more": ORDERS + "A4,7,2026-02-28,x,1,99.00\nA5,7,depois,x,1,1.00\n",
}
MAKE = """
from pathlib import Path
from carteira.accounts.actions.people import add_user
from carteira.jobs.actions import ask
folder = Path(sys.argv[1])
add_user("ana", "correct horse battery")
book.load("customers", folder / "customers.csv", source="shop")
book.load("orders", folder / "orders.csv", source="shop")
book.undo(book.load("orders", folder / "more.csv", source="shop").load_id)
book.run()
path = book.home.uploads / ("u" * 22 + ".data")
path.parent.mkdir()
path.write_text("source_id,name\\n9,Célia Souza\\n", encoding="utf-8")
ask("load", {"table": "customers", "path": str(path), "source": "web", "file_name": "web.csv", "mapping": ""})
"""
TELL = """
import json
from django.db import connection
from carteira.accounts.audit import verify
from carteira.book.queries import published_run
def rows(name):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{name}"')
        return sorted(map(str, cursor.fetchall()))
database = {name: rows(name) for name in connection.introspection.table_names()}
stored = {name: str(book.table(name).to_pylist()) for name in ("customers", "orders", *published_run().manifest)}
print(json.dumps({"database": database, "stored": stored, "trail_whole": verify().ok}))
"""
WORK = """
import json
from pathlib import Path
from carteira.jobs.worker import work_once
newest = max(load.id for load in book.loads())
while work_once():
    pass
late = book.load("orders", Path(sys.argv[1]), source="shop")
book.run()
print(json.dumps([late.load_id > newest, {load.file_name: load.state for load in book.loads()}]))
"""

CHANGED_MEANWHILE = """
import json
from pathlib import Path
from carteira.book.backup.contents import table_files
from carteira.book.backup.state import snapshot
def loaded(number):
    file = Path(sys.argv[1]) / f"{number}.csv"
    file.write_text(f"order_id,customer,ordered_at,product_id,quantity,unit_price\\nB{number},7,2026-04-01,x,1,1.00\\n")
    return book.load("orders", file, source="shop").load_id
def taken(state):
    names = [member.name for member in table_files(book.home, state)]
    return [load_id for load_id in (before, later) if any(f"load_id={load_id}/" in name for name in names)]
before = loaded(1)
with snapshot() as state:
    pass
book.undo(before)
later = loaded(2)
with snapshot() as now:
    pass
print(json.dumps([taken(state) == [before], taken(now) == [later]]))
"""


@pytest.fixture(scope="module")
def own() -> Iterator[ExitStack]:
    """Keeps the databases of the books until the last test."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, own: ExitStack) -> OnDisk:
    """A book with loads, a load taken back, refused lines, a run, a person, and a file that waits to be loaded."""
    folder = tmp_path_factory.mktemp("backup")
    for name, text in FILES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    made = own.enter_context(new_book(folder / "book"))
    made.python(MAKE, str(folder))
    return made


def elsewhere(folder: Path, own: ExitStack) -> OnDisk:
    """An empty place for another book."""
    return OnDisk(folder, own.enter_context(of_its_own.environment()))


def test_everything_comes_back(book: OnDisk, tmp_path: Path, own: ExitStack) -> None:
    before = json.loads(book.python(TELL))
    made = book.data("backup", str(tmp_path / "one.carteira"))
    again = elsewhere(tmp_path / "again", own)

    assert again.data("restore", str(tmp_path / "one.carteira"))["sha256"] == made["sha256"]

    after = json.loads(again.python(TELL))
    for name in [name for name in before["database"] if name.startswith("accounts_audit")]:
        assert len(after["database"].pop(name)) >= len(before["database"].pop(name))
    assert after == before
    assert after["trail_whole"]
    assert again.wrong() == []
    for name in ("secret_key", "rejections/2.parquet"):
        assert (again.home / name).read_bytes() == (book.home / name).read_bytes()


def test_work_goes_on_in_the_restored_book(book: OnDisk, tmp_path: Path, own: ExitStack) -> None:
    book.call("backup", str(tmp_path / "one.carteira"))
    again = elsewhere(tmp_path / "again", own)
    again.call("restore", str(tmp_path / "one.carteira"))
    (tmp_path / "late.csv").write_text(ORDERS + "A6,9,2026-03-01,x,1,5.00\n", encoding="utf-8")

    is_new, states = json.loads(again.python(WORK, str(tmp_path / "late.csv")))

    assert is_new
    assert states.pop("more.csv") == "undone"
    assert set(states) == {"customers.csv", "orders.csv", "web.csv", "late.csv"}
    assert set(states.values()) == {"loaded"}
    assert (book.home / "uploads" / f"{'u' * 22}.data").exists()
    assert again.wrong() == []


def test_a_backup_is_private_replaces_the_last_one_and_leaves_nothing_else(book: OnDisk, tmp_path: Path) -> None:
    target = tmp_path / "kept"
    target.mkdir()
    file = target / "one.carteira"
    first = book.data("backup", str(file))
    second = book.data("backup", str(file))

    assert first["sha256"] != second["sha256"]
    assert [path.name for path in target.iterdir()] == ["one.carteira"]
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_doctor_tells_people_of_backup_and_trail(book: OnDisk, tmp_path: Path) -> None:
    assert "checked" in book.call("backup", str(tmp_path / "one.carteira"))

    said = book.start("doctor").communicate()[0].splitlines()

    assert [line for line in said if not line.startswith(" ")][:-1] == [
        "Machine", "Database", "Loads and tables", "Background work", "Safety"
    ]  # fmt: skip
    assert "  ok     The last backup is 0 days old." in said
    assert "every seal right" in book.call("doctor", "--audit")


def test_places_where_no_backup_can_be_are_refused(book: OnDisk, tmp_path: Path) -> None:
    assert "own folder" in book.refusal("backup", str(book.home / "one.carteira"))
    assert "does not exist" in book.refusal("backup", str(tmp_path / "nowhere" / "one.carteira"))
    assert "cannot be written" in book.refusal("backup", str(tmp_path))
    assert "does not include" in book.refusal("--as", "ana", "backup", str(tmp_path / "one.carteira"))
    assert not list(tmp_path.glob("*.carteira*"))


def test_a_book_is_not_restored_over_another(book: OnDisk, tmp_path: Path, own: ExitStack) -> None:
    file = tmp_path / "one.carteira"
    book.call("backup", str(file))
    assert "already a book" in book.refusal("restore", str(file))
    other = OnDisk(tmp_path / "other", book.environment)
    other.home.mkdir()
    (other.home / "letter.txt").write_text("mine", encoding="ascii")
    assert "holds other things" in other.refusal("restore", str(file))
    assert [path.name for path in other.home.iterdir()] == ["letter.txt"]


def test_tables_are_taken_as_the_database_was_whatever_happened_since(book: OnDisk, tmp_path: Path) -> None:
    assert json.loads(book.python(CHANGED_MEANWHILE, str(tmp_path))) == [True, True]
