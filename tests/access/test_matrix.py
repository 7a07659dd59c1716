"""What each of the cast may see and change at each endpoint: said by the rows, and held against the whole book before
and after the call rather than against the status of the answer."""

import re
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from carteira.book import queries
from tests.access.fingerprint import changes, files_of, fingerprint, written
from tests.access.marks import Marks, text_of
from tests.access.rights import EVERYBODY, WHO, allowed
from tests.access.routes import documented, endpoints
from tests.access.row import Row
from tests.access.rows import ROWS
from tests.access.template import undone
from tests.access.world import World

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Outcome:
    """Whether the program failed, the marks that stood in the answer, and the tables and folders that changed."""

    failed: bool
    seen: Collection[tuple[str, str]]
    changed: Collection[str]

    def unlike(self, other: "Outcome") -> str:
        """How the two differ, in words; "" where they do not."""
        parts = [f"also {sorted({*self.seen} - {*other.seen})}"] if {*self.seen} - {*other.seen} else []
        parts += [f"not {sorted({*other.seen} - {*self.seen})}"] if {*other.seen} - {*self.seen} else []
        parts += [f"changes {sorted(self.changed)}"] if {*self.changed} != {*other.changed} else []
        return ", ".join([*parts, *(["failed"] if self.failed else [])])


class Bench:
    """Makes calls, and puts the book back as it was after each."""

    def __init__(self, world: World, safe: Path) -> None:
        self.world = world
        self.marks = Marks(world)
        self._safe = safe
        shutil.copytree(world.home, safe)
        self._at_rest = fingerprint(world.home)

    def tried(self, row: Row, name: str) -> Outcome:
        """What comes of the call by this person."""
        with undone():
            given = row.given(self.world, name) if row.given else {}
            before = fingerprint(self.world.home) if row.given else self._at_rest
            with written() as statements:
                answer = row.call(self.world, name, given)
                seen = self.marks.seen(text_of(answer)) - {("person", name)}
            after = fingerprint(self.world.home) if statements else before | files_of(self.world.home)
        self._put_back(changes(self._at_rest, after))
        changed = {each.partition("/")[0] for each in changes(before, after)}
        return Outcome(answer.status_code >= 500, seen, changed)

    def _put_back(self, changed: Collection[str]) -> None:
        """The files as they were; what the program remembers of owners is forgotten where these had changed."""
        if {*changed} & {"identify_customer", "accounts_user", "accounts_team", "book_run"}:
            queries._opened.clear()
        for name in changed:
            if (self._safe / name).is_file():
                shutil.copy2(self._safe / name, self.world.home / name)
            else:
                (self.world.home / name).unlink(missing_ok=True)


@pytest.fixture(scope="module")
def bench(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    return Bench(world, tmp_path_factory.mktemp("safe") / "book")


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_may_what_the_row_says(bench: Bench, row: Row) -> None:
    wrong = {}
    for name in EVERYBODY:
        may = name in WHO[row.may]
        expected = Outcome(
            False, allowed(name, row.shows) - {("person", name)} if may else (), row.changes if may else ()
        )
        if difference := bench.tried(row, name).unlike(expected):
            wrong[name] = difference
    assert wrong == {}, wrong


def test_every_endpoint_has_a_row() -> None:
    known = {row.endpoint for row in ROWS}
    assert sorted(endpoints() - known) == [], "these endpoints have no row"
    assert sorted(known - endpoints()) == [], "these rows have no endpoint"


def test_the_document_tells_of_every_operation() -> None:
    answered = {(method, re.sub(r"<(\w+:)?(\w+)>", r"{\2}", route)) for method, route in endpoints()}
    assert documented() == {(method, path) for method, path in answered if path.startswith("/api/")}


def test_every_row_shows_or_changes_something_for_somebody_or_says_why_not() -> None:
    idle = [str(row) for row in ROWS if not (row.shows or row.changes or row.note or row.may == "nobody")]
    assert idle == [], "a row that shows and changes nothing needs a note"
