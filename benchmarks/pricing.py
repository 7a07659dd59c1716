"""How long prices take at size, and how well the elasticity is found, as docs/algorithms/pricing.md says.

    python -m benchmarks.pricing [CUSTOMERS ...]        (default 100000 1000000; each size in a process of its own)

Simulated order lines, ten a customer in two years, of 3,000 products in 30 categories, customers in ten needs segments:
CPU seconds of the whole process with all its threads for each SQL model that the calculations read and for each of the
calculations, and the peak of memory.

Then the simulated markets of the tests, whose elasticities are known: how often the 90 % intervals hold them, beside
the slope of a line through the customers.
"""

import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

import carteira.customize
from carteira.customize.pricing import customer_price, price_corridors, price_elasticity
from carteira.customize.pricing.elasticity import REACH, fitted
from carteira.customize.pricing.occasions import strata_of
from carteira.customize.pricing.reading import segments_of
from tests.customize.pricing.markets import market

SQL = Path(carteira.customize.__file__).parent / "sql"
AS_OF = date(2026, 1, 1)
BOOK = """
CREATE TABLE run AS SELECT 100 AS minor_factor, DATE '2026-01-01' AS as_of;
CREATE TABLE periods AS SELECT 'year' AS period, DATE '2025-01-01' AS start_on, DATE '2026-01-01' AS end_on;
CREATE TABLE products AS
    SELECT 'P' || i AS product_id, 10.0 + i % 90 AS list_price, 6.0 + i % 50 AS unit_cost, 'erp' AS source
    FROM range(3000) AS r (i);
CREATE TABLE customer_golden AS
    SELECT i AS customer_id, CASE WHEN i % 3 = 0 THEN 'company' ELSE 'person' END AS kind
    FROM range({customers}) AS r (i);
CREATE TABLE customer_profit AS
    SELECT customer_id, 10000 AS revenue, 1500 AS cost_to_serve FROM customer_golden;
CREATE TABLE customer_needs AS
    SELECT customer_id, 1 + customer_id % 5 AS segment, CAST(NULL AS VARCHAR) AS need, NULL AS basis
    FROM customer_golden;
CREATE TABLE needs_segments AS SELECT i AS segment, CAST(NULL AS VARCHAR) AS need FROM range(5) AS r (i);
CREATE TABLE order_lines AS
    SELECT
        customer_id, 'P' || product AS product_id, 'Product' AS product_name, 'C' || product % 30 AS category,
        DATE '2024-01-01' + CAST(day AS INTEGER) AS ordered_on, quantity, gross,
        CAST(gross * discount AS BIGINT) AS discount, gross - CAST(gross * discount AS BIGINT) AS net,
        CAST(gross * (1 - discount) * 0.1 AS BIGINT) AS tax, CAST(gross * (1 - discount) * 0.9 AS BIGINT) AS revenue,
        CAST(gross * 0.6 AS BIGINT) AS product_cost, 'known' AS cost_basis, FALSE AS is_return
    FROM (
        SELECT
            CAST(random() * {customers} AS BIGINT) % {customers} AS customer_id,
            CAST(random() * random() * 3000 AS BIGINT) % 3000 AS product,
            random() * 731 AS day, CAST(1 + FLOOR(random() * 20) AS DECIMAL(18, 6)) AS quantity,
            CAST(100 + random() * 100000 AS BIGINT) AS gross, random() * 0.3 AS discount
        FROM range({lines})
    );
"""


def measure(customers: int) -> str:
    """The rows of the report for one size."""
    engine = duckdb.connect()
    engine.execute("SET enable_progress_bar = false")
    engine.execute(BOOK.format(customers=customers, lines=customers * 10))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = [f"{customers:,} customers, {customers * 10:,} lines"]

    def timed(name: str, make: Callable[[], pa.Table]) -> pa.Table:
        started = time.process_time()
        made = make()
        rows.append(f"    {name:<20}{time.process_time() - started:>8.1f} s {made.num_rows:>12,} rows")
        return made

    def model(name: str) -> Any:
        text = (SQL / f"{name}.sql").read_text(encoding="utf-8")
        return timed(name, lambda: engine.sql(text).to_arrow_table())

    who, paid, products = model("price_customers"), model("price_paid"), model("price_products")
    occasions = model("price_occasions")
    elasticity = timed("price_elasticity", lambda: price_elasticity(occasions, who, AS_OF))
    timed("price_corridors", lambda: price_corridors(paid, products, who, least_margin=0.05))
    timed("customer_price", lambda: customer_price(paid, products, who, elasticity))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return "\n".join([*rows, f"    memory: {before:,.0f} MB before, at most {peak:,.0f} MB"])


def found(truth: list[float], creep: float, leaving: float) -> str:
    """Over 40 markets of 200 companies a segment: mean of the own estimates, and how often their intervals hold."""
    values, held, slopes = [], [], []
    for seed in range(40):
        occasions, customers = market(truth, 200, seed, creep=creep, leaving=leaving)
        strata = strata_of(occasions, segments_of(customers), AS_OF)
        own = fitted(strata, strata.segment, len(truth))
        values.append(own.value)
        held.append(np.abs(own.value - truth) <= REACH * own.error)
        _, place, times = np.unique(occasions["customer_id"], return_inverse=True, return_counts=True)
        paid = np.bincount(place, np.log(occasions["net"].to_numpy() / 100)) / times
        slopes.append(np.polyfit(paid, np.log(times), 1)[0])
    mean, share = np.mean(values, axis=0).round(2), np.mean(held, axis=0).round(3)
    return f"truth {truth}, creep {creep}, leaving {leaving}: mean {mean}, held {share}, line {np.mean(slopes):.1f}"


def stated(each: int) -> str:
    """Over 25 markets of eight segments: how many are known, and how often what is stated of them holds the truth."""
    known, held = [], []
    for seed in range(25):
        truth = np.random.default_rng(seed).normal(-1.2, 0.6, 8)
        occasions, customers = market(truth.tolist(), each, seed, creep=0.17, leaving=0.06)
        for row in price_elasticity(occasions, customers, AS_OF).to_pylist():
            if row["segment"] is None or row["category"] is not None:
                continue
            known.append(row["elasticity"] is not None)
            if known[-1]:
                held.append(row["elasticity_low"] <= truth[row["segment"]] <= row["elasticity_high"])
    return f"eight segments of {each}: {np.mean(known):.0%} known, of these {np.mean(held):.0%} held"


def main(sizes: list[int]) -> None:
    for customers in sizes:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
            sys.stdout.write(alone.submit(measure, customers).result() + "\n")
            sys.stdout.flush()
    for creep, leaving in ((0.0, 0.0), (0.17, 0.08)):
        for truth in ([0.0, 0.0], [-1.0, -2.0]):
            sys.stdout.write(found(truth, creep, leaving) + "\n")
    for each in (60, 200):
        sys.stdout.write(stated(each) + "\n")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [100_000, 1_000_000])
