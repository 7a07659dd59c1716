"""The reference is what the code says."""

import os
import subprocess
import sys

from carteira.warehouse import meanings
from carteira.warehouse.facts import FACTS
from tools.repository import ROOT


def test_the_pages_are_what_the_code_says() -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("CARTEIRA_", "DJANGO_"))}
    command = [sys.executable, "-m", "tools.reference", "check"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_every_canonical_column_has_its_meaning_and_no_other() -> None:
    columns = {name: {column.name for column in fact.columns} for name, fact in FACTS.items()}

    assert set(meanings.TABLES) == set(columns)
    assert {name: known - columns[name] for name, known in meanings.COLUMNS.items() if set(known) - columns[name]} == {}
    assert [
        f"{name}.{column}" for name, all_ in columns.items() for column in all_ if not meanings.meaning(name, column)
    ] == []
