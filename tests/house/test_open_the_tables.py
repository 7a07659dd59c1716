"""The how-to on other tools: its Python lines read tables as a book stores them."""

import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from carteira.warehouse.storage import new_file, replace, write_batches
from tools.repository import ROOT

PAGE = (ROOT / "docs" / "how-to" / "open-the-tables.md").read_text(encoding="utf-8")
PANDAS, POLARS, DUCKDB = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)[:3]
PROFIT = pa.table({"customer_id": [1, 2, 3], "revenue": [900, 500, 0], "profit": [350, -120, -5]})


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two computed tables, in which the lines of the page are run."""
    for name in ("customer_profit", "customer_card"):
        folder = tmp_path / "carteira-home" / "computed" / name
        path = new_file(folder)
        rows = write_batches(path, PROFIT.schema, PROFIT.to_batches())
        replace(folder, PROFIT.schema, path, rows, run_id=1)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(lines: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(lines, names)
    return names


def test_pandas(book: Path) -> None:
    names = run(PANDAS)

    assert names["profit"].to_dict("list") == PROFIT.to_pydict()
    assert len(names["card"]) == 3


def test_polars(book: Path) -> None:
    assert run(POLARS)["losing"].sort("profit").rows() == [(2, -120), (3, -5)]


def test_duckdb(book: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run(DUCKDB)

    assert "-1.25" in capfd.readouterr().out
