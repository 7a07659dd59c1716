"""The source files keep the import contract, each in the way of its source."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from carteira.demo.simulation import LOADED, Company, simulate
from carteira.warehouse.facts import FACTS
from tests.demo.sources import read_source, tables_of


@pytest.mark.parametrize("place", range(len(LOADED)), ids=[f"{source}-{table}" for source, table in LOADED])
def test_columns_are_canonical_and_filled(company: Company, place: int) -> None:
    name, path, source = company.files[place]
    table = read_source(path, name, source)
    contract = {column.file_name: column for column in FACTS[name].columns}
    assert set(table.column_names) <= set(contract)
    assert table.num_rows > 0
    for column in contract.values():
        if column.required:
            assert column.file_name in table.column_names
        if column.filled:
            assert table[column.file_name].null_count == 0
        if column.choices and column.file_name in table.column_names:
            assert set(pc.drop_null(table[column.file_name]).unique().to_pylist()) <= set(column.choices)
    assert all(table[column].null_count < table.num_rows for column in table.column_names)


@pytest.mark.parametrize("place", [place for place, (_, table) in enumerate(LOADED) if FACTS[table].one_row])
def test_keys_are_filled_and_differ(company: Company, place: int) -> None:
    name, path, source = company.files[place]
    keys = read_source(path, name, source)[FACTS[name].key]
    assert keys.null_count == 0
    assert len(keys.unique()) == len(keys)


def test_each_source_writes_in_its_own_way(company: Company) -> None:
    path = {(table, source): path for table, path, source in company.files}
    assert path["orders", "erp"].read_bytes().startswith(b"\xef\xbb\xbforder_id,customer,")
    assert path["customers", "call"].read_bytes().startswith(b"\xff\xfe" + "source_id\tname".encode("utf-16-le"))
    shop = path["orders", "shop"].read_bytes().decode("latin-1").split("\n")
    assert shop[0].startswith("order_id;customer;ordered_at")
    day, price = shop[1].split(";")[2], shop[1].split(";")[5]
    assert datetime.strptime(day, "%d/%m/%Y %H:%M")
    assert "," in price
    assert "ã" in path["customers", "shop"].read_bytes().decode("latin-1")
    assert path["customers", "crm"].suffix == ".xlsx"
    assert path["interactions", "crm"].suffix == ".parquet"


def newest_day(company: Company) -> date:
    """Of all facts but due days, which lie ahead."""
    newest = date.min
    for table, path, source in company.files:
        read = read_source(path, table, source)
        for name in read.column_names:
            if name != "due_on" and (pa.types.is_date(read[name].type) or pa.types.is_timestamp(read[name].type)):
                latest = pc.max(read[name]).as_py()
                day = latest.date() if isinstance(latest, datetime) else latest
                newest = max(newest, day)
    return newest


@pytest.mark.parametrize("as_of", [None, date(2025, 3, 15), date(2024, 2, 29)])
def test_newest_fact_is_the_day_before_as_of(tmp_path: Path, as_of: date | None) -> None:
    company = simulate(tmp_path, customers=300, as_of=as_of)
    assert company.as_of == (as_of or date(2026, 11, 1))
    assert newest_day(company) == company.as_of - timedelta(days=1)


def test_every_fact_names_a_record_of_its_source(company: Company) -> None:
    known = {source: set(table["source_id"].to_pylist()) for source, table in tables_of(company, "customers").items()}
    for table, path, source in company.files:
        if "customer" in {column.file_name for column in FACTS[table].columns}:
            named = set(pc.drop_null(read_source(path, table, source)["customer"]).to_pylist())
            assert named <= known[source], (table, source)


def test_a_few_sales_and_costs_name_nobody(company: Company) -> None:
    for table, at_most in (("orders", 0.02), ("costs", 0.02)):
        read = tables_of(company, table)["erp"]
        assert 0 < read["customer"].null_count < at_most * read.num_rows
