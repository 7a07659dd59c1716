from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
import sqlglot

import carteira.identify
from carteira.identify.resolve import resolve
from carteira.identify.standardise import standardise
from carteira.warehouse.facts import FACTS
from tests.identify.conftest import Records

SQL = Path(carteira.identify.__file__).parent / "sql"
AS_OF = date(2026, 6, 1)


def golden(given: pa.Table, orders: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    standard = standardise(given, "BR")
    with duckdb.connect() as connection:
        connection.register("standard_records", standard)
        connection.register("customer_links", resolve(standard, None, "BR").links)
        connection.register("orders", pa.Table.from_pylist(orders or [], FACTS["orders"].schema))
        connection.register("run", pa.table({"as_of": [AS_OF], "former_after_days": [365]}))
        return (
            connection.sql((SQL / "customer_golden.sql").read_text() + "ORDER BY customer_id")
            .to_arrow_table()
            .to_pylist()
        )


def order(customer: str, day: datetime, quantity: int = 1, status: str | None = None) -> dict[str, Any]:
    return {"source": "erp", "customer": customer, "ordered_at": day, "quantity": Decimal(quantity), "status": status}


def test_the_best_of_several_records(records: Records) -> None:
    (found,) = golden(
        records(
            {
                "source": "shop",
                "name": "ANA ZANETI",
                "tax_id": "52998224725",
                "phone": "99",
                "city": "Recife",
                "created_on": date(2026, 5, 1),
            },
            {
                "source": "erp",
                "name": "Ana Zanetti",
                "tax_id": "529.982.247-25",
                "phone": "11 98765-4321",
                "created_on": date(2020, 1, 1),
            },
            {
                "source": "call",
                "name": "Ana Zanetti",
                "tax_id": "529.982.247-25",
                "street": "Rua A, 1",
                "city": "Campinas",
                "postal_code": "13010-001",
            },
        )
    )
    assert (found["name"], found["name_source"]) == ("Ana Zanetti", "erp")
    assert (found["phone"], found["phone_source"]) == ("+5511987654321", "erp")
    assert (found["city"], found["city_source"], found["street_source"]) == ("Campinas", "call", "call")
    assert (found["tax_id"], found["tax_id_source"]) == ("52998224725", "shop")
    assert (found["created_on"], found["created_on_source"]) == (date(2020, 1, 1), "erp")
    assert (found["records"], found["sources"], found["email"], found["email_source"]) == (
        3,
        "call,erp,shop",
        None,
        None,
    )


def test_one_row_per_customer_even_without_attributes(records: Records) -> None:
    found = golden(records({}, {"name": "Bia"}))
    assert [(row["customer_id"], row["name"], row["records"], row["sources"]) for row in found] == [
        (1, None, 1, "erp"),
        (2, "Bia", 1, "erp"),
    ]


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ([], "prospect"),
        ([order("0", datetime(2026, 5, 31, 23))], "customer"),
        ([order("0", datetime(2025, 6, 1))], "customer"),
        ([order("0", datetime(2025, 5, 31))], "former"),
        ([order("0", datetime(2026, 6, 1))], "prospect"),
        ([order("0", datetime(2026, 5, 1), -1), order("0", datetime(2026, 5, 1), 1, "cancelled")], "prospect"),
    ],
)
def test_status_follows_the_last_completed_purchase(records: Records, lines: list[dict[str, Any]], status: str) -> None:
    assert golden(records({"name": "Ana"}), lines)[0]["status"] == status


def test_the_parent_is_a_customer(records: Records) -> None:
    child, parent = golden(
        records(
            {"name": "Filial Sul Ltda", "parent_source_id": "1"}, {"name": "Matriz Norte Ltda", "parent_source_id": "1"}
        )
    )
    assert (child["parent_customer_id"], child["parent_customer_id_source"]) == (parent["customer_id"], "erp")
    assert parent["parent_customer_id"] is None


@pytest.mark.parametrize("model", ["source_records", "customer_golden"])
def test_the_models_stay_in_the_portable_subset(model: str) -> None:
    sqlglot.transpile(
        (SQL / f"{model}.sql").read_text(), read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
    )
