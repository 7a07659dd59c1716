"""Lifetime value against the hidden truth of simulated companies, as the tables of docs/algorithms/lifetime.md.

    python -m benchmarks.accuracy [COMPANY ...]        (default: falling-1 falling-2 falling-3 steady-4 rising-4)

A company is how its margins go and a seed; 5,000 customers. Prints, for the customers whose identity was found whole:
said / true total of companies, persons and all; rank correlation (equal values share their mean rank) of the value, and
of the last twelve months' profit, with the true value; the share of 80 % intervals that hold it; and of the customers
truly below zero, and of what they will lose, the share found, and how many of those said to be are.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

CUSTOMERS = 5000
RISES = {
    "falling": {},
    "steady": {"price_rise": 0.0, "cost_rise": 0.0, "discount_rise": 0.0, "delivery_rise": 0.0},
    "rising": {"price_rise": 0.045, "cost_rise": 0.02, "discount_rise": -0.10, "delivery_rise": -0.05},
}
COMPARED = """
CREATE TABLE compared AS
WITH found AS (
    SELECT customer_id, entity, COUNT(*) AS records
    FROM customer_links JOIN true_records USING (source, source_id) GROUP BY ALL
),
whole AS (
    SELECT customer_id, entity FROM found
    WHERE records = (SELECT COUNT(*) FROM true_records AS t WHERE t.entity = found.entity)
      AND records = (SELECT SUM(f.records) FROM found AS f WHERE f.customer_id = found.customer_id)
)
SELECT
    t.kind, l.lifetime_value AS said, t.future_margin * 100 AS truly, p.profit,
    t.future_margin * 100 BETWEEN l.lifetime_value_low AND l.lifetime_value_high AS inside,
    2 * RANK() OVER (ORDER BY l.lifetime_value) + COUNT(*) OVER (PARTITION BY l.lifetime_value) AS said_rank,
    2 * RANK() OVER (ORDER BY t.future_margin) + COUNT(*) OVER (PARTITION BY t.future_margin) AS true_rank,
    2 * RANK() OVER (ORDER BY p.profit) + COUNT(*) OVER (PARTITION BY p.profit) AS profit_rank
FROM whole JOIN customer_lifetime AS l USING (customer_id) JOIN customer_profit AS p USING (customer_id)
JOIN true_future AS t USING (entity)
WHERE l.model <> 'none'
"""
FIGURES = """
SELECT
    SUM(said) FILTER (kind = 'company') / SUM(truly) FILTER (kind = 'company'),
    SUM(said) FILTER (kind = 'person') / SUM(truly) FILTER (kind = 'person'),
    SUM(said) / SUM(truly), CORR(said_rank, true_rank), CORR(profit_rank, true_rank), AVG(CAST(inside AS INTEGER)),
    COUNT(*) FILTER (said < 0 AND truly < 0) / COUNT(*) FILTER (truly < 0),
    SUM(truly) FILTER (said < 0 AND truly < 0) / SUM(truly) FILTER (truly < 0),
    COUNT(*) FILTER (said < 0 AND truly < 0) / COUNT(*) FILTER (said < 0)
FROM compared
"""
HEADER = ("companies", "persons", "all", "rank", "profit", "inside", "found", "of losses", "right")


def measure(course: str, seed: int, folder: Path) -> tuple[float, ...]:
    """Simulates, loads and runs one company in `folder`, in this process; its figures."""
    import carteira
    import carteira.demo
    from carteira.demo.simulation import simulate

    text = (Path(carteira.demo.__file__).parent / "world.toml").read_text(encoding="utf-8")
    for name, rise in RISES[course].items():
        text = re.sub(rf"^{name} = \S+", f"{name} = {rise}", text, flags=re.MULTILINE)
    world = folder / "world.toml"
    world.write_text(text, encoding="utf-8")
    company = simulate(folder / "company", customers=CUSTOMERS, seed=seed, world=world)
    book = carteira.open(folder / "book")
    for table, path, source in company.files:
        book.load(table, path, source)
    book.run(as_of=company.as_of)
    with duckdb.connect() as connection:
        for name in ("records", "future"):
            connection.execute(f"CREATE VIEW true_{name} AS SELECT * FROM '{company.truth / name}.parquet'")
        for name in ("customer_links", "customer_lifetime", "customer_profit"):
            connection.register(name, book.table(name))
        connection.execute(COMPARED)
        row = connection.execute(FIGURES).fetchone()
    assert row is not None
    return tuple(float(value) for value in row)


def main(companies: list[str]) -> None:
    sys.stdout.write(f"{'':10}" + "".join(f"{name:>11}" for name in HEADER) + "\n")
    for company in companies:
        subprocess.run([sys.executable, "-m", "benchmarks.accuracy", "--measure", company], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        course, number = sys.argv[2].split("-")
        with tempfile.TemporaryDirectory() as scratch:
            figures = measure(course, int(number), Path(scratch))
        sys.stdout.write(f"{sys.argv[2]:10}" + "".join(f"{figure:11.3f}" for figure in figures) + "\n")
    else:
        main(sys.argv[1:] or ["falling-1", "falling-2", "falling-3", "steady-4", "rising-4"])
