"""A real wholesaler's file, from load to published cards, equals the published totals to the penny.

Online Retail: 541,909 lines of a British wholesaler, 2010-12-01 to 2011-12-09 (CC0).
"""

from pathlib import Path

import pytest

from carteira.accounts.access import FULL
from carteira.book import settings as book_settings
from carteira.book.book import Book
from carteira.book.queries import tables
from carteira.differentiate.queries import count_cards

ROOT = Path(__file__).resolve().parents[2]
MAPPING = ROOT / "docs" / "tutorial" / "online_retail.toml"


@pytest.fixture
def wholesaler(book: Book, shared_data: Path) -> Book:
    for key, value in {"currency": "GBP", "time_zone": "Europe/London", "country": "GB"}.items():
        book_settings.Setting.objects.create(key=key, value=value)
    report = book.load("orders", shared_data / "online_retail" / "online_retail.csv.gz", "shop", mapping=MAPPING)
    assert (report.lines, report.accepted, report.rejected) == (541_909, 541_909, 0)
    return book


def one(sql: str) -> dict[str, int]:
    return dict(tables(FULL).query(sql).to_pylist()[0])


def test_the_published_totals(wholesaler: Book) -> None:
    run = wholesaler.run(window="all")
    lines = one("""
        SELECT
            COUNT(*) AS lines, COUNT(DISTINCT order_id) AS invoices, COUNT(DISTINCT customer_id) AS customers,
            COUNT(*) FILTER (customer_id IS NULL) AS unidentified,
            COUNT(*) FILTER (order_id LIKE 'C%') AS cancellations, SUM(revenue)::BIGINT AS total
        FROM order_lines
    """)
    assert lines == {
        "lines": 541_909,
        "invoices": 25_900,
        "customers": 4_372,
        "unidentified": 135_080,
        "cancellations": 9_288,
        "total": 974_774_793,
    }
    unidentified = one("SELECT SUM(revenue)::BIGINT AS total FROM order_lines WHERE customer_id IS NULL")["total"]
    customers = one("SELECT SUM(revenue)::BIGINT AS total FROM customer_profit")["total"]
    assert customers + unidentified == 974_774_793
    assert count_cards(run.card_slot) == 4_372

    wholesaler.run(only=["differentiate"])
    in_window = one("SELECT SUM(total)::BIGINT AS total FROM profit_reconciliation WHERE step = 'revenue'")["total"]
    assert in_window == 937_025_948
    assert one("SELECT COUNT(*) AS n FROM profit_reconciliation WHERE difference <> 0") == {"n": 0}
