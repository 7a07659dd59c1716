"""At the size of the demo, needs and relationship types agree with the simulated truth."""

from pathlib import Path

import duckdb
import numpy as np
import pytest

from carteira.book.book import Book
from carteira.demo.simulation import simulate
from carteira.differentiate.segments.agreement import adjusted_rand_index

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_they_are_found(book: Book, tmp_path: Path, seed: int) -> None:
    company = simulate(tmp_path / "company", customers=5000, seed=seed)
    for table, path, source in company.files:
        book.load(table, path, source)
    book.run(as_of=company.as_of)
    with duckdb.connect() as connection:
        for name in ("customer_links", "customer_needs", "customer_relationship"):
            connection.register(name, book.table(name))
        connection.execute(f"""
            CREATE TABLE truth AS
            WITH entities AS (
                SELECT customer_id, MODE(entity) AS entity
                FROM customer_links INNER JOIN '{company.truth}/records.parquet' USING (source, source_id) GROUP BY ALL
            )
            SELECT customer_id, f.* FROM entities INNER JOIN '{company.truth}/future.parquet' AS f USING (entity)
        """)
        needs, types = (
            connection.execute(
                f"SELECT {said}, {true} FROM {table} INNER JOIN truth AS t USING (customer_id)"
            ).fetchall()
            for table, said, true in (
                ("customer_needs AS n", "n.need", "t.need"),
                ("customer_relationship AS r", "r.type", "t.relationship_type"),
            )
        )
    needs = [row for row in needs if row[0] is not None]
    names = sorted({true for _, true in needs})
    found, true = (np.array([names.index(row[place]) for row in needs]) for place in (0, 1))
    assert adjusted_rand_index(found, true) >= 0.7
    assert np.mean([said == really for said, really in types]) >= 0.75
