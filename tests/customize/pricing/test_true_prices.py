"""At the size of the demo: its customers do not answer to the discounts of their lines, and some get too much."""

from pathlib import Path

import duckdb
import pytest

from carteira.book.book import Book
from carteira.demo.simulation import simulate

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_truth_of_the_demo(book: Book, tmp_path: Path, seed: int) -> None:
    company = simulate(tmp_path / "company", customers=3000, seed=seed)
    for table, path, source in company.files:
        book.load(table, path, source)
    book.run(as_of=company.as_of)
    elasticity = book.table("price_elasticity").to_pylist()
    # Orders of the demo's history come at a rate that no discount changes; in the sum of all that must be found.
    whole = elasticity[0]
    assert whole["elasticity_low"] < 0 < whole["elasticity_high"]
    assert whole["elasticity_low"] > -1
    with duckdb.connect() as connection:
        for name in ("customer_links", "customer_price"):
            connection.register(name, book.table(name))
        shares = connection.execute(f"""
            WITH entities AS (
                SELECT customer_id, MODE(entity) AS entity
                FROM customer_links INNER JOIN '{company.truth}/records.parquet' USING (source, source_id) GROUP BY ALL
            )
            SELECT f.spoiled, SUM(p.unneeded_discount) / SUM(p.discount) AS share
            FROM customer_price AS p
            INNER JOIN entities USING (customer_id)
            INNER JOIN '{company.truth}/future.parquet' AS f USING (entity)
            WHERE f.kind = 'company' AND f.need <> 'price' AND p.discount > 0
            GROUP BY ALL
        """).fetchall()
    share = dict(shares)
    assert share[True] > 2 * share[False]
