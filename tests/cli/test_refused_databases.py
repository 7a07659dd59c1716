"""A database that is not there is one clear line, at once, and leaves the folder as it was."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mysql://localhost/x", "is not a PostgreSQL address"),
        ("postgresql://localhost:99999/x", "is not a PostgreSQL address"),
        ("postgresql://[::1/x", "is not a PostgreSQL address"),
        ("postgresql://nobody@127.0.0.1:1/x", "cannot be opened"),
        ("postgresql:///x?host=/nowhere", "cannot be opened"),
        ("postgresql:///x?colour=red", "cannot be opened"),
    ],
)
def test_a_database_that_is_not_there_is_refused(address: str, said: str, tmp_path: Path) -> None:
    home = tmp_path / "book"
    environment = os.environ | {"CARTEIRA_HOME": str(home), "CARTEIRA_DATABASE_URL": address}
    command = [sys.executable, "-m", "carteira", "init"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=25)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("carteira: ")
    assert said in line
    assert not home.exists() or list(home.iterdir()) == []


def test_what_a_killed_init_left_is_no_book_and_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text("unfinished", encoding="ascii")
    environment = {name: value for name, value in os.environ.items() if name != "CARTEIRA_DATABASE_URL"}
    environment["CARTEIRA_HOME"] = str(tmp_path)
    command = [sys.executable, "-m", "carteira", "init"]
    assert subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0
    assert (tmp_path / "secret_key").read_text(encoding="ascii") != "unfinished"
