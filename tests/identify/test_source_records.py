from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

import carteira.identify
from carteira.warehouse.facts import FACTS

SQL = (Path(carteira.identify.__file__).parent / "sql" / "source_records.sql").read_text()


def source_records(**facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        for name, table in FACTS.items():
            connection.register(name, pa.Table.from_pylist(facts.get(name, []), table.schema))
        return connection.sql(f"{SQL} ORDER BY source, source_id").to_arrow_table().to_pylist()


def test_customers_and_ids_that_only_facts_name() -> None:
    found = source_records(
        customers=[{"source": "erp", "source_id": "1", "name": "Ana", "load_id": 1, "line": 1}],
        orders=[
            {"source": "erp", "customer": "1"},
            {"source": "shop", "customer": "1"},
            {"source": "shop", "customer": None},
        ],
    )
    assert [(row["source"], row["source_id"], row["in_customers"], row["name"]) for row in found] == [
        ("erp", "1", True, "Ana"),
        ("shop", "1", False, None),
    ]


def test_the_last_line_of_the_newest_load_stands() -> None:
    lines = [(1, 9, "first load"), (2, 1, "second load"), (2, 3, "last line"), (2, 2, "earlier line")]
    (found,) = source_records(
        customers=[
            {"source": "erp", "source_id": "1", "name": name, "load_id": load, "line": line}
            for load, line, name in lines
        ]
    )
    assert found["name"] == "last line"


def test_every_fact_that_names_a_customer_counts() -> None:
    naming = [name for name, table in FACTS.items() if "customer" in table.by_name]
    assert len(naming) == 14
    found = source_records(**{name: [{"source": "x", "customer": name, "load_id": 1}] for name in naming})
    assert [row["source_id"] for row in found] == sorted(naming)


def test_an_answer_that_was_given_here_makes_no_record() -> None:
    given = {"source": "x", "customer": "gone", "question": "main_need", "answer": "price"}
    assert source_records(answers=[given]) == []
    assert [row["source_id"] for row in source_records(answers=[{**given, "load_id": 1}])] == ["gone"]
