"""The two SQL models that remedies read: by the tables of a small book, and by Spark."""

from pathlib import Path
from typing import Any

import pytest
import sqlglot

import carteira.customize
from carteira.book.book import Book

pytestmark = pytest.mark.django_db
SQL = Path(carteira.customize.__file__).parent / "sql"
FILES = {
    "customers": "source_id,name,kind\n1,Ana,person\n2,Bia,person\n3,Caio,person\n",
    "products": "product_id,unit_cost\nx,6\n",
    "orders": (
        "order_id,customer,ordered_at,product_id,quantity,unit_price,discount\n"
        "A,1,2025-03-01,x,2,10,8\nB,1,2025-04-01,x,1,10,0\nC,2,2025-03-01,x,10,10,0\nD,1,2025-04-02,x,-1,10,0\n"
    ),
    "interactions": "customer,at,channel,id,minutes,cost\n1,2025-03-01,visit,V,30,50\n2,2025-03-01,call,W,10,5\n",
    "costs": "customer,on,activity,amount\n1,2025-03-01,delivery,7\n1,2025-03-01,installation,3\n",
    "activity_rates": "activity,unit,rate\nhandling,order,2\npicking,line,1\n",
    "invoices": "invoice_id,customer,due_on,amount\nN,3,2025-03-20,100\n",
}


@pytest.fixture
def tables(book: Book, tmp_path: Path) -> dict[str, list[dict[str, Any]]]:
    for name, text in FILES.items():
        (tmp_path / f"{name}.csv").write_text(text)
        book.load(name, tmp_path / f"{name}.csv")
    book.run()
    return {name: book.table(name).to_pylist() for name in ("remedy_inputs", "remedy_orders", "customer_remedy")}


def test_a_small_book(tables: dict[str, list[dict[str, Any]]]) -> None:
    """Customer 1 loses money, 3 owes; 2 is in order. Without years before, the window is the book's twelve months."""
    first, owing = tables["remedy_inputs"]
    assert (first["gross_sales"], first["discounts"], first["revenue"], first["gross_margin"]) == (3000, 800, 1200, 0)
    assert (first["per_order"], first["per_sale"], first["delivery"], first["services"]) == (400, 200, 700, 300)
    assert (first["visits"], first["visit_minutes"], first["call_cost"], first["call_minutes"]) == (5000, 30, 500, 10)
    assert first["profit"] == -6600
    assert first["usual_discount"] == pytest.approx(800 / 3000)
    assert owing["overdue"] == 10000
    orders = [(row["customer_id"], row["amount"]) for row in tables["remedy_orders"]]
    assert orders == [(first["customer_id"], 1000), (first["customer_id"], 1200)]


def test_the_parts_make_the_profit(tables: dict[str, list[dict[str, Any]]]) -> None:
    costs = ("per_order", "per_sale", "delivery", "services", "visits", "calls", "campaigns", "late")
    for row in tables["remedy_inputs"]:
        assert row["gross_margin"] - sum(row[name] for name in costs) == row["profit"]


def test_who_owes_is_asked_to_pay_before_farewell(tables: dict[str, list[dict[str, Any]]]) -> None:
    """Customer 3 buys nothing, and waiting for its money costs."""
    owing = tables["remedy_inputs"][1]["customer_id"]
    steps = [row for row in tables["customer_remedy"] if row["customer_id"] == owing and row["step"]]
    assert [(row["remedy"], row["step"]) for row in steps] == [("collection", 1), ("exit", 2)]
    assert sum(row["step_gain"] for row in steps) == pytest.approx(steps[0]["loss"], abs=1)


@pytest.mark.parametrize("name", ["remedy_inputs", "remedy_orders"])
def test_spark_reads_the_models_too(name: str) -> None:
    text = (SQL / f"{name}.sql").read_text()
    assert sqlglot.transpile(text, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)
    assert "-- Grain:" in text
