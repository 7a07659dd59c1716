"""The PostgreSQL of its own that the tests of the operational database run on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.database import postgresql

SCRIPT = """
import os, sys, psycopg
url = os.environ["CARTEIRA_DATABASE_URL"].replace("/carteira?", "/postgres?")
with psycopg.connect(url) as connection:
    print(connection.execute("show fsync").fetchone()[0], url.partition("host=")[2], file=open(sys.argv[1], "w"))
sys.exit(3)
"""


TWO_BOOKS = """
import os, sys, carteira
from pathlib import Path
folder, address = Path(sys.argv[1]), os.environ["CARTEIRA_DATABASE_URL"]

def named(name):
    os.environ["CARTEIRA_DATABASE_URL"] = address.replace("/carteira?", f"/{name}?")

def refusal(home):
    try:
        carteira.open(folder / home)
    except carteira.errors.CarteiraError as error:
        return error.code

(folder / "customers.csv").write_text("source_id\\n1\\n", encoding="ascii")
book = carteira.open(folder / "one", country="BR")
book.load("customers", folder / "customers.csv")
for _ in range(3):
    book.run()
assert book.count("customer_card") == 1
assert refusal("two") == "database_taken"
named("none")
assert refusal("three") == "database_unreachable"
assert [*(folder / "two").iterdir(), *(folder / "three").iterdir()] == []
named("template1")
assert carteira.open(folder / "two").loads() == []
named("carteira")
assert len(carteira.open(folder / "one").loads()) == 1
"""


@pytest.fixture
def binaries() -> Path:
    found = postgresql.find_binaries()
    if found is None:
        pytest.skip("PostgreSQL is not installed")
    return found


def test_the_command_finds_the_server_which_is_gone_after_a_failure(binaries: Path, tmp_path: Path) -> None:
    said = tmp_path / "said"

    status = postgresql.run_on_cluster(binaries, [sys.executable, "-c", SCRIPT, str(said)])

    fsync, folder = said.read_text(encoding="utf-8").split()
    assert (status, fsync) == (3, "off")
    assert not Path(folder).exists()


@pytest.mark.parametrize(("ci", "status"), [("", 0), ("true", 1)])
def test_without_postgresql_the_command_is_skipped_but_not_under_ci(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ci: str, status: int
) -> None:
    monkeypatch.setattr(postgresql, "find_binaries", lambda: None)
    monkeypatch.setenv("CI", ci)

    assert postgresql.main(["false"]) == status
    assert "PostgreSQL is not installed" in capsys.readouterr().err


def test_tests_run_on_the_database_that_was_asked_for(db: None, request: pytest.FixtureRequest) -> None:
    from django.db import connection

    assert connection.vendor == ("postgresql" if os.environ.get("CARTEIRA_DATABASE_URL") else "sqlite")
    assert request.node.get_closest_marker("database")


def test_each_book_has_a_database_of_its_own(binaries: Path, tmp_path: Path) -> None:
    with postgresql.cluster(binaries) as address:
        folder = address.partition("host=")[2]
        subprocess.run([binaries / "createdb", "--host", folder, "carteira"], check=True)
        environment = os.environ | {"CARTEIRA_DATABASE_URL": address}
        done = subprocess.run(
            [sys.executable, "-c", TWO_BOOKS, tmp_path], env=environment, capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stderr
