"""The tutorial does what it says: its files, its commands and its table of results."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from tests.processes.forked import Forked
from tests.processes.groups import clean_environment
from tools.repository import ROOT

PAGE = (ROOT / "docs" / "tutorial" / "first-book.md").read_text(encoding="utf-8")
FILES = re.findall(r"```csv (\S+)\n(.*?)```", PAGE, re.DOTALL)
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
NEEDS_A_PERSON = ("carteira user", "carteira serve")
FIGURES = ("revenue", "product_cost", "cost_to_serve", "profit")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where all the commands of the tutorial were given."""
    folder = tmp_path_factory.mktemp("tutorial")
    for name, text in FILES:
        (folder / name).write_text(text, encoding="utf-8")
    for command in COMMANDS:
        if not command.startswith(NEEDS_A_PERSON):
            process = Forked(["command", *command.split()[1:]], clean_environment(), folder)
            said = process.communicate()
            assert process.returncode == 0, f"{command}\n{said}"
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table_of_the_page() -> list[dict[str, str]]:
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("|")
    ]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[2:]]


def test_the_results_are_those_of_the_page(folder: Path) -> None:
    names = {row["customer_id"]: row["name"] for row in rows(folder / "customers-golden.csv")}
    found = {
        names[row["customer_id"]]: [Decimal(row[figure]) / 100 for figure in FIGURES]
        for row in rows(folder / "profit.csv")
    }

    assert found == {row["name"]: [Decimal(row[figure]) for figure in FIGURES] for row in table_of_the_page()}
