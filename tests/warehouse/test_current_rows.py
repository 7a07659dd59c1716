"""Which loaded rows stand: a later load replaces the same source's records as a whole."""

from pathlib import Path

import pyarrow as pa
import pytest

from carteira.warehouse import storage
from carteira.warehouse.engine import Engine
from carteira.warehouse.facts import FACTS, FactTable


def store(folder: Path, table: FactTable, load_id: int, source: str, rows: list[dict[str, object]]) -> None:
    schema = table.schema.remove(table.schema.get_field_index("load_id"))
    lines = [{"source": source, "line": number, **row} for number, row in enumerate(rows, start=2)]
    batch = pa.RecordBatch.from_pylist(lines, schema=schema)
    path = storage.new_file(folder, f"load_id={load_id}")
    count = storage.write_batches(path, schema, [batch])
    storage.append_partition(folder, table.schema, path, count, load_id)


def current(folder: Path, table: FactTable, loads: list[tuple[int, str]], columns: str) -> list[tuple[object, ...]]:
    with Engine() as engine:
        engine.register_facts(table, storage.open_table(folder), loads)
        found = engine.query(f"SELECT {columns} FROM {table.name} ORDER BY ALL")
        return list(zip(*found.to_pydict().values(), strict=True))


def test_a_later_load_replaces_the_whole_order(tmp_path: Path) -> None:
    orders = FACTS["orders"]
    store(tmp_path, orders, 1, "shop", [{"order_id": "A", "product_id": "x"}, {"order_id": "A", "product_id": "y"}])
    store(tmp_path, orders, 2, "shop", [{"order_id": "A", "product_id": "z"}, {"order_id": "B", "product_id": "x"}])
    found = current(tmp_path, orders, [(1, "shop"), (2, "shop")], "order_id, product_id")
    assert found == [("A", "z"), ("B", "x")]


def test_the_same_order_id_of_another_source_is_another_order(tmp_path: Path) -> None:
    orders = FACTS["orders"]
    store(tmp_path, orders, 1, "shop", [{"order_id": "A", "product_id": "x"}])
    store(tmp_path, orders, 2, "erp", [{"order_id": "A", "product_id": "y"}])
    assert current(tmp_path, orders, [(1, "shop"), (2, "erp")], "source, product_id") == [("erp", "y"), ("shop", "x")]


def test_a_load_that_does_not_count_is_not_read(tmp_path: Path) -> None:
    orders = FACTS["orders"]
    store(tmp_path, orders, 1, "shop", [{"order_id": "A", "product_id": "x"}])
    store(tmp_path, orders, 2, "shop", [{"order_id": "A", "product_id": "z"}])
    assert current(tmp_path, orders, [(1, "shop")], "product_id") == [("x",)]


def test_the_last_line_of_a_customer_stands(tmp_path: Path) -> None:
    customers = FACTS["customers"]
    store(tmp_path, customers, 1, "crm", [{"source_id": "7", "name": "Ana"}, {"source_id": "7", "name": "Ana Lima"}])
    assert current(tmp_path, customers, [(1, "crm")], "name") == [("Ana Lima",)]


def test_rows_without_an_id_only_add(tmp_path: Path) -> None:
    costs = FACTS["costs"]
    store(tmp_path, costs, 1, "erp", [{"activity": "delivery"}, {"activity": "delivery"}])
    store(tmp_path, costs, 2, "erp", [{"activity": "delivery"}])
    assert len(current(tmp_path, costs, [(1, "erp"), (2, "erp")], "activity")) == 3


def test_a_table_without_loads_is_empty_and_has_its_columns(tmp_path: Path) -> None:
    with Engine() as engine:
        engine.register_facts(FACTS["orders"], None, [])
        assert engine.query("SELECT * FROM orders").schema.names == FACTS["orders"].schema.names


def test_a_dropped_load_leaves_the_others_as_they_were(tmp_path: Path) -> None:
    orders = FACTS["orders"]
    store(tmp_path, orders, 1, "shop", [{"order_id": "A", "product_id": "x"}])
    before = storage.open_table(tmp_path)
    store(tmp_path, orders, 2, "shop", [{"order_id": "A", "product_id": "z"}])
    storage.drop_partition(tmp_path, 2)
    after = storage.open_table(tmp_path)
    assert before is not None
    assert after is not None
    assert before.files == after.files


@pytest.mark.parametrize("name", sorted(FACTS))
def test_every_canonical_table_can_be_stored_and_read_back(tmp_path: Path, name: str) -> None:
    store(tmp_path, FACTS[name], 1, "crm", [{}])
    assert len(current(tmp_path, FACTS[name], [(1, "crm")], "load_id, line")) == 1
