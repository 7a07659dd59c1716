"""The how-to pages that go on with one book: their files and commands, in order."""

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.repository import ROOT

pytestmark = pytest.mark.long
PAGES = ("several-sources", "undo-a-load", "read-the-profit")
BLOCKS = re.compile(r"```(csv (?P<file>\S+)|sh)\n(?P<text>.*?)```", re.DOTALL)


def page(name: str) -> str:
    return (ROOT / "docs" / "how-to" / f"{name}.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where all files of the pages were written and all their commands were given."""
    folder = tmp_path_factory.mktemp("how-to")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("CARTEIRA_", "DJANGO_"))}
    for block in (block for name in PAGES for block in BLOCKS.finditer(page(name))):
        if block["file"]:
            (folder / block["file"]).write_text(block["text"], encoding="utf-8")
            continue
        for command in block["text"].splitlines():
            words = command.split()
            program = [sys.executable, "-m", "carteira"] if words[0] == "carteira" else words[:1]
            done = subprocess.run(
                program + words[1:], cwd=folder, env=environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_who_is_who_is_as_the_page_says(folder: Path) -> None:
    lines = [line.strip("| ").split(" | ") for line in page("several-sources").splitlines() if line.startswith("| ")]
    found = [[row[name] for name in lines[0]] for row in rows(folder / "links.csv")]

    assert sorted(found) == sorted(lines[1:])


def test_the_files_reconcile_and_the_undone_price_is_gone(folder: Path) -> None:
    steps = {row["step"]: row for row in rows(folder / "reconciliation.csv")}

    assert steps["gross_sales"]["total"] == str(100 * 3000 + 40 * 550 + 3 * 8990)
    assert {row["difference"] for row in steps.values()} == {"0"}


def test_the_cost_of_all_revenue_is_unknown(folder: Path) -> None:
    assert all(row["unknown_cost_revenue"] == row["revenue"] for row in rows(folder / "profit.csv"))
