"""The two SQL models that the plan reads."""

from datetime import date
from pathlib import Path

import duckdb
import pytest
import sqlglot

import carteira.customize
from carteira.customize.products import product_plan
from tests.customize.products.books import tables

SQL = Path(carteira.customize.__file__).parent / "sql"
LINES = """
CREATE TABLE order_lines AS SELECT * FROM (VALUES
    (1, 'pen', DATE '2026-01-05', 'Pen', 'office', 2.0, 200, 120, 'known'),
    (1, 'pen', DATE '2026-01-05', 'Pen', 'office', -1.0, -100, -60, 'known'),
    (1, 'ink', DATE '2026-01-06', NULL, NULL, 1.0, 500, 0, 'unknown'),
    (NULL, 'pen', DATE '2026-01-07', 'Pen', 'office', 5.0, 500, 300, 'known'),
    (1, NULL, DATE '2026-01-07', NULL, NULL, 1.0, 50, 10, 'known')
) AS l (customer_id, product_id, ordered_on, product_name, category, quantity, revenue, product_cost, cost_basis)
"""


@pytest.fixture
def engine() -> duckdb.DuckDBPyConnection:
    engine = duckdb.connect()
    engine.execute(LINES)
    return engine


def test_purchases_are_net_by_day(engine: duckdb.DuckDBPyConnection) -> None:
    found = engine.sql((SQL / "product_purchases.sql").read_text() + "ORDER BY 3").fetchall()

    assert found == [(1, "pen", date(2026, 1, 5), 1.0, 100), (1, "ink", date(2026, 1, 6), 1.0, 500)]


def test_margins_count_lines_of_known_cost_whoever_bought(engine: duckdb.DuckDBPyConnection) -> None:
    found = engine.sql((SQL / "product_facts.sql").read_text() + "ORDER BY 1").fetchall()

    assert found == [("ink", None, None, 0, 0), ("pen", "Pen", "office", 600, 360)]


def test_the_plan_takes_the_tables_as_they_are(engine: duckdb.DuckDBPyConnection) -> None:
    purchases, facts = (
        engine.sql((SQL / name).read_text()).to_arrow_table() for name in ("product_purchases.sql", "product_facts.sql")
    )
    customers = tables([], customers={1: {}}).customers
    plan = product_plan(purchases, facts, customers, as_of=date(2026, 2, 1))

    assert sorted(plan["product_id"].to_pylist()) == ["ink", "pen"]


@pytest.mark.parametrize("name", ["product_purchases", "product_facts"])
def test_spark_reads_the_models_too(name: str) -> None:
    text = (SQL / f"{name}.sql").read_text()
    (spark,) = sqlglot.transpile(text, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)

    assert "-- Grain:" in text
    assert sqlglot.parse_one(spark, read="spark").key == "select"
