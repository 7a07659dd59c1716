"""The SQL models that prices are computed from."""

from datetime import date
from pathlib import Path

import duckdb
import pytest
import sqlglot

import carteira.customize

SQL = Path(carteira.customize.__file__).parent / "sql"
MODELS = ("price_customers", "price_paid", "price_products", "price_occasions", "price_outcomes")
BOOK = """
CREATE TABLE run AS SELECT 100 AS minor_factor, DATE '2026-01-01' AS as_of;
CREATE TABLE periods AS SELECT 'year' AS period, DATE '2025-01-01' AS start_on, DATE '2026-01-01' AS end_on;
CREATE TABLE products AS SELECT * FROM (VALUES
    ('saw', 'erp', 10.0, 6.0), ('saw', 'shop', 12.0, NULL), ('ink', 'erp', NULL, NULL)
) AS p (product_id, source, list_price, unit_cost);
CREATE TABLE customer_golden AS SELECT * FROM (VALUES
    (1, 'company'), (2, 'company'), (3, 'person')
) AS g (customer_id, kind);
CREATE TABLE customer_profit AS SELECT * FROM (VALUES
    (1, 50, 5), (2, 60, 6), (3, 0, 1)
) AS p (customer_id, revenue, cost_to_serve);
CREATE TABLE customer_needs AS SELECT * FROM (VALUES
    (1, 'advice', 'declared', 7), (2, 'price', 'inferred', 7), (3, NULL, NULL, NULL)
) AS n (customer_id, need, basis, segment);
CREATE TABLE needs_segments AS SELECT * FROM (VALUES (7, 'price'), (8, 'advice')) AS s (segment, need);
CREATE TABLE customer_links AS SELECT * FROM (VALUES
    ('crm', 'a', 1), ('crm', 'b', 2)
) AS k (source, source_id, customer_id);
CREATE TABLE price_customers AS SELECT * FROM (VALUES
    (1, 'company', 8), (2, 'company', 8)
) AS c (customer_id, kind, segment);
CREATE TABLE opportunities AS SELECT * FROM (VALUES
    ('crm', 'a', 'won', DATE '2025-05-01'), ('crm', 'b', 'Lost', DATE '2025-06-01'), ('crm', 'b', 'lost', NULL),
    ('crm', 'a', 'proposal', NULL), ('crm', 'a', 'won', DATE '2026-02-01'), ('crm', '?', 'won', DATE '2025-05-01')
) AS o (source, customer, stage, closed_on);
CREATE TABLE order_lines AS SELECT *, quantity < 0 AS is_return FROM (VALUES
    (1, 'saw', DATE '2024-06-01', 'Saw', 'tools', 1.0, 900, 0, 900, 90, 810, 500, 'known'),
    (1, 'saw', DATE '2025-02-01', 'Saw', 'tools', 4.0, 4000, 400, 3600, 360, 3240, 2000, 'known'),
    (1, 'saw', DATE '2025-02-09', 'Saw', 'tools', -1.0, -1000, -100, -900, -90, -810, -500, 'known'),
    (2, 'saw', DATE '2025-03-01', 'Saw', 'tools', 1.0, 1000, 0, 1000, 100, 900, 500, 'known'),
    (2, 'ink', DATE '2025-03-01', 'Ink', NULL, 2.0, 200, 0, 200, 0, 200, 0, 'unknown'),
    (3, 'ink', DATE '2025-03-02', 'Ink', NULL, 2.0, 200, 0, 200, 0, 200, 0, 'unknown'),
    (3, 'ink', DATE '2025-03-09', 'Ink', NULL, -2.0, -200, 0, -200, 0, -200, 0, 'unknown'),
    (NULL, 'saw', DATE '2025-03-03', 'Saw', 'tools', 1.0, 600, 0, 600, 60, 540, 500, 'known')
) AS l (customer_id, product_id, ordered_on, product_name, category, quantity, gross, discount, net, tax, revenue,
    product_cost, cost_basis);
"""


@pytest.fixture
def engine() -> duckdb.DuckDBPyConnection:
    engine = duckdb.connect()
    engine.execute(BOOK)
    return engine


def model(engine: duckdb.DuckDBPyConnection, name: str) -> list[tuple[object, ...]]:
    return engine.sql(f"SELECT * FROM ({(SQL / f'{name}.sql').read_text()}\n) ORDER BY 1, 2, 3").fetchall()


def test_a_declared_need_beats_the_segment_in_which_it_was_found(engine: duckdb.DuckDBPyConnection) -> None:
    found = model(engine, "price_customers")

    assert found == [(1, "company", 8, 50, 5), (2, "company", 7, 60, 6), (3, "person", None, 0, 1)]


def test_what_was_paid_in_the_last_year_is_net_of_returns(engine: duckdb.DuckDBPyConnection) -> None:
    assert model(engine, "price_paid") == [
        (1, "saw", "Saw", 3.0, 1, 3000, 2700, 2430, 2430, 1500),
        (2, "ink", "Ink", 2.0, 1, 200, 200, 200, 0, 0),
        (2, "saw", "Saw", 1.0, 1, 1000, 1000, 900, 900, 500),
    ]


def test_list_price_and_cost_come_from_whichever_source_has_them(engine: duckdb.DuckDBPyConnection) -> None:
    ink, saw = model(engine, "price_products")

    assert ink == ("ink", "Ink", None, 100.0, None, None, 0.0)
    assert saw[3:] == pytest.approx((4600 / 5, 1200.0, 600.0, 0.1))


def test_an_occasion_is_a_day_against_what_others_paid_that_quarter(engine: duckdb.DuckDBPyConnection) -> None:
    usual = (3600 + 1000 + 600) / 6  # sales only, whoever bought

    assert model(engine, "price_occasions") == [
        (1, "tools", date(2024, 6, 1), 2024 * 4 + 2, 900.0, 900.0),
        (1, "tools", date(2025, 2, 1), 2025 * 4 + 1, 3600.0, pytest.approx(4 * usual)),
        (2, "tools", date(2025, 3, 1), 2025 * 4 + 1, 1000.0, pytest.approx(usual)),
        (2, None, date(2025, 3, 1), 2025 * 4 + 1, 200.0, 200.0),
        (3, None, date(2025, 3, 2), 2025 * 4 + 1, 200.0, 200.0),
    ]


def test_closed_opportunities_of_known_customers_before_the_day_count(engine: duckdb.DuckDBPyConnection) -> None:
    assert model(engine, "price_outcomes") == [("company", 8, 1, 2)]


@pytest.mark.parametrize("name", MODELS)
def test_spark_reads_the_models_too(name: str) -> None:
    text = (SQL / f"{name}.sql").read_text()
    (spark,) = sqlglot.transpile(text, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)

    assert "-- Grain:" in text
    assert sqlglot.parse_one(spark, read="spark").key == "select"
