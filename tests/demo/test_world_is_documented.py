"""Every section of the world and every truth table has its place in the reference."""

import dataclasses
from pathlib import Path

import pytest

from carteira.demo.simulation import Company
from carteira.demo.world import World

REFERENCE = (Path(__file__).parents[2] / "docs/reference/world.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("section", [field.name for field in dataclasses.fields(World)])
def test_sections(section: str) -> None:
    assert f"| `{section}` |" in REFERENCE


def test_truth_tables(company: Company) -> None:
    tables = sorted(path.stem for path in company.truth.iterdir())
    assert tables == ["future", "profit", "records", "totals"]
    assert all(f"| `{table}` |" in REFERENCE for table in tables)
