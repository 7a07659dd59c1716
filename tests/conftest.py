"""What every test shares: where outside data lies, which tests touch the database, and what may not be skipped."""

import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation

if TYPE_CHECKING:
    from carteira.book.book import Book
    from tests.at_rest import AtRest, Build

ROOT = Path(__file__).resolve().parent.parent
DATABASE_FIXTURES = frozenset({"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"})
ONCE = (
    "access", "attacks", "web", "test_demo_truth.py", "test_homes.py", "test_odd_books.py", "test_reading.py",
    "test_restricted.py", "test_sign_in.py", "test_sign_in_oidc.py", "test_sign_in_second_step.py",
    "test_enumeration.py",
    "test_sessions.py", "test_production_mode.py", "test_doctor.py", "test_backup_killed.py",
    "test_backup_under_load.py",
)  # fmt: skip
"""Folders and files of tests about answers and computed tables rather than about the operational database:
`make test-postgresql-all` runs them there too."""
OUTSIDE_DATA = "CARTEIRA_SHARED_DATA"
NO_COMPILER = "no C compiler here"
MAY_LACK = (OUTSIDE_DATA, NO_COMPILER)
"""Under CI a skipped test is a failure, but for those whose reason names one of these."""


IN_MEMORY = Path("/dev/shm")
ROOM_IN_MEMORY = 8 * 2**30
TEMPORARY = "PYTEST_DEBUG_TEMPROOT"


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Puts the folders of tests into memory where there is room, since thousands of times a test waits for the disk.
    The long tests, whose folders are large, stay on the disk, and so do those of whoever names a place."""
    short = "not long" in config.option.markexpr
    if short and os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free > ROOM_IN_MEMORY:
        os.environ.setdefault(TEMPORARY, str(IN_MEMORY))


def pytest_report_header() -> str:
    from django.conf import settings

    database = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    return f"database: {database}, folders below {os.environ.get(TEMPORARY, tempfile.gettempdir())}"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks `database` on every test that touches the operational database, and `once` on those for which one database
    is enough from day to day, before -m selects by them."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES.intersection(fixtures):
            item.add_marker(pytest.mark.database)
        if {*item.path.relative_to(ROOT / "tests").parts} & {*ONCE} or item.get_closest_marker("fuzz"):
            item.add_marker(pytest.mark.once)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turns a skip into a failure under CI: a machine without Chromium or PostgreSQL must not look green."""
    report = yield
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
        if not any(lacking in reason for lacking in MAY_LACK):
            report.outcome = "failed"
            report.longrepr = f"skipped under CI: {reason}"
    return report


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Sentences are compared in English, whatever catalogues this machine has compiled."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session", autouse=True)
def _cheap_hashes() -> Iterator[None]:
    """Passwords are hashed cheaply in this process; what counts is that they are hashed, and how often."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    with pytest.MonkeyPatch.context() as patched:
        for name, cost in (("time_cost", 1), ("memory_cost", 64), ("parallelism", 1)):
            patched.setattr(Argon2PasswordHasher, name, cost)
        yield


@pytest.fixture(scope="session", autouse=True)
def _static_files_found_once() -> Iterator[None]:
    """Each browser of a test builds the middleware anew, which would look for the static files every time."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    find: Callable[[WhiteNoiseMiddleware], None] = WhiteNoiseMiddleware.add_files_from_finders
    found: dict[str, Any] = {}

    def find_once(self: WhiteNoiseMiddleware) -> None:
        if not found:
            find(self)
            found.update(self.files)
        self.files = found

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(WhiteNoiseMiddleware, "add_files_from_finders", find_once)
        yield


@pytest.fixture(autouse=True)
def _trail_may_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """SQLite's tables are emptied row by row after a test with real transactions, which the audit trail refuses. The
    next migration signal, sent at once, makes the triggers again."""
    marker = request.node.get_closest_marker("django_db")
    real = "transactional_db" in request.fixturenames or bool(marker and marker.kwargs.get("transaction"))
    if real:
        request.getfixturevalue("_django_db_helper")
    yield
    if real:
        from django.db import connection

        from carteira.accounts.append_only import NAME

        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                for verb in ("update", "delete"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {NAME}_{verb}")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of public data sets: CARTEIRA_SHARED_DATA, else ../shared/data. Skips the test where there is none."""
    folder = Path(os.environ.get(OUTSIDE_DATA, ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"no public data sets in {folder}: set {OUTSIDE_DATA} to their folder")
    return folder


@pytest.fixture
def book(tmp_path: Path, db: None, settings: Any) -> "Book":
    """A book in a scratch folder, on the test database."""
    from carteira.book.book import Book
    from carteira.book.home import Home

    home = tmp_path / "book"
    home.mkdir()
    settings.CARTEIRA_HOME = home
    return Book(Home(home))


@pytest.fixture(scope="session")
def at_rest(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> "Callable[[Build], AtRest]":
    """The book that a function makes of an empty one: made once, however many tests bring it back."""
    from tests.at_rest import built

    return cache(lambda build: built(build, tmp_path_factory.mktemp("at_rest"), django_db_blocker))


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a text file and gives its path."""

    def written(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.fixture(scope="session", autouse=True)
def _forge_ends() -> Iterator[None]:
    """The process that others are forked from ends with the session."""
    yield
    from tests.processes.groups import shared_forge

    if shared_forge.cache_info().currsize:
        shared_forge().close()
