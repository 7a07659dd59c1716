"""Books that are odd but legal: each runs to published cards, adds up, and has every customer in one category."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from carteira.book.book import Book
from carteira.book.doctor.examination import examine
from carteira.book.models import Setting
from carteira.errors import CarteiraError

ORDERS = "order_id,customer,ordered_at,product_id,quantity,unit_price\n"
SOLD = ORDERS + "".join(f"o{n},{'abc'[n % 3]},2026-0{n % 8 + 1}-1{n},p{n % 2},{n + 1},10.37\n" for n in range(9))
INVOICES = (
    "invoice_id,customer,due_on,amount,paid_on\n"
    "i1,a,2026-01-10,100,\ni2,b,2026-01-10,50,2026-02-10\ni3,,2026-02-01,5,\n"
)
COSTS = "customer,on,activity,amount,minutes\na,2026-02-01,delivery,12.34,\n,2026-02-02,x,5,\nb,2026-03-01,visit,,30\n"
RATES = "activity,unit,rate\nvisit,minute,2.345\npick,order,1.005\nline,line,0.335\nfee,percent_of_revenue,2.5\n"
ALL = {"orders": SOLD, "invoices": INVOICES, "costs": COSTS, "activity_rates": RATES}
DATABASES_OF_TESTS = {"sqlite_unsafe", "server_unsafe"}
"""They lie in memory, or have forgotten safety for speed."""
ODD: Mapping[str, tuple[Mapping[str, str], Mapping[str, Any], Mapping[str, Any]]] = {
    "only customers": ({"customers": "source_id\na\nb\n"}, {}, {}),
    "only invoices": ({"invoices": INVOICES}, {}, {"window": "all"}),
    "only costs": ({"costs": COSTS}, {}, {"window": "year"}),
    "only rates": ({"activity_rates": RATES}, {}, {}),
    "one line": ({"orders": ORDERS + "1,a,2026-01-01,p,1,1\n"}, {}, {}),
    "nobody identified": ({"orders": ORDERS + "1,,2026-01-01,p,1,1\n"}, {}, {}),
    "only returns": ({"orders": ORDERS + "1,a,2026-01-01,p,-1,1\n2,b,2026-01-02,p,-3,1\n"}, {}, {}),
    "all cancelled": ({"orders": ORDERS.strip() + ",status\n1,a,2026-01-01,p,1,1,cancelled\n"}, {}, {}),
    "all in the future": ({"orders": ORDERS + "1,a,2126-01-01,p,1,1\n"}, {}, {}),
    "as of before all": (ALL, {}, {"as_of": "2000-01-01", "window": "all"}),
    "no minor units": (ALL, {"currency": "CLP"}, {"window": "all"}),
    "three digits of minor units": (ALL, {"currency": "KWD"}, {"window": "year"}),
    "extreme settings": (
        ALL,
        {"horizon_years": 30.0, "discount_rate": 0.0, "most_valuable_share": 0.0, "most_growable_share": 1.0,
         "bad_debt_ageing": {}, "assumed_margin": 1.0, "former_after_days": 1, "rfmt_weights": {"t": 1.0},
         "rfmt_t": "interpurchase"},
        {},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_an_odd_book_runs_and_adds_up(book: Book, write: Callable[[str, str], Path], name: str) -> None:
    files, settings, run = ODD[name]
    for key, value in settings.items():
        Setting.objects.create(key=key, value=value)
    for table, text in files.items():
        assert book.load(table, write(f"{table}.csv", text)).rejected == 0
    book.run(**run)

    assert [found for found in examine(book.home) if not found.ok and found.code not in DATABASES_OF_TESTS] == []
    assert set(book.table("profit_reconciliation")["difference"].to_pylist()) == {0}
    customers = book.table("customer_golden")["customer_id"].to_pylist()
    categories = book.table("customer_category")
    assert categories["customer_id"].to_pylist() == customers
    assert set(categories["category"].to_pylist()) <= {"mvc", "mgc", "intermediate", "below_zero"}


def test_figures_that_no_column_can_hold_are_refused_and_the_last_run_stays(
    book: Book, write: Callable[[str, str], Path]
) -> None:
    book.load("orders", write("orders.csv", SOLD))
    published = book.run().id
    book.load("costs", write("costs.csv", "customer,on,activity,minutes\na,2026-02-01,visit,999999999999\n"))
    book.load("activity_rates", write("rates.csv", "activity,unit,rate\nvisit,minute,999999999999\n"))
    with pytest.raises(CarteiraError) as refusal:
        book.run()
    assert refusal.value.code == "amounts_out_of_range"
    still = book.published()
    assert still is not None
    assert still.id == published
