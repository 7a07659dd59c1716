"""The same seed makes the same company, byte for byte; another seed another; and size is only more of the same."""

from pathlib import Path

import pyarrow.compute as pc
import pytest

from carteira.demo import chunks, simulation
from carteira.demo.simulation import Company, simulate
from tests.demo.sources import tables_of, truth_of


def contents(company: Company) -> dict[str, bytes]:
    files = [path for path in company.folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(company.folder)): path.read_bytes() for path in files}


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    first, second = (contents(simulate(tmp_path / name, customers=400, seed=7)) for name in "ab")
    assert first == second
    assert len(first) == len(simulation.LOADED) + 4


def test_simulating_again_replaces_what_was_there(tmp_path: Path) -> None:
    before = contents(simulate(tmp_path, customers=400, seed=7))
    other = contents(simulate(tmp_path, customers=400, seed=8))
    assert before.keys() == other.keys()
    assert before["truth/profit.parquet"] != other["truth/profit.parquet"]
    assert contents(simulate(tmp_path, customers=400, seed=7)) == before


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (chunks, simulation):
        monkeypatch.setattr(module, "CHUNK", 150)


@pytest.mark.usefixtures("small_chunks")
def test_many_chunks_make_one_company(tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    company = simulate(tmp_path / "a", customers=700, progress=lambda _, done, total: told.append((done, total)))
    assert told == [(150, 700), (300, 700), (450, 700), (600, 700), (700, 700)]
    assert contents(company) == contents(simulate(tmp_path / "b", customers=700))
    future = truth_of(company, "future")
    assert future["entity"].to_pylist() == truth_of(company, "profit")["entity"].to_pylist() == list(range(700))
    records = truth_of(company, "records")
    assert set(records["entity"].to_pylist()) == set(range(700))
    for table, key in (("customers", "source_id"), ("invoices", "invoice_id"), ("cases", "case_id"), ("costs", "id")):
        for source, read in tables_of(company, table).items():
            assert pc.count_distinct(read[key]).as_py() == read.num_rows, source


def test_an_order_is_one_sale_of_one_customer(company: Company) -> None:
    for read in tables_of(company, "orders").values():
        orders = read.group_by("order_id").aggregate([("customer", "count_distinct"), ("ordered_at", "count_distinct")])
        assert pc.max(orders["customer_count_distinct"]).as_py() == 1
        assert pc.max(orders["ordered_at_count_distinct"]).as_py() == 1
