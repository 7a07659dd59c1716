"""Which column of a file is likely which, and why."""

import pytest

from carteira.warehouse.facts import FACTS, FactTable
from carteira.warehouse.files import Mapping


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            "Nº Pedido,Cliente,Data do Pedido,Produto,Qtde,Valor Unitário,Desconto,Vendedor",
            "order_id,customer,ordered_at,product_id,quantity,unit_price,discount,seller",
        ),
        (
            "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID",
            "order_id,product_id,quantity,ordered_at,unit_price,customer",
        ),
        (
            "Número de pedido,Código cliente,Fecha de pedido,Artículo,Cantidad,Precio unitario",
            "order_id,customer,ordered_at,product_id,quantity,unit_price",
        ),
    ],
)
def test_orders_are_recognised_in_three_languages(header: str, expected: str) -> None:
    columns = Mapping.suggest(FACTS["orders"], header.split(",")).columns
    assert {columns[name]: name for name in expected.split(",")} == dict(
        zip(header.split(","), expected.split(","), strict=True)
    )


def test_each_guess_has_its_reason() -> None:
    mapping = Mapping.suggest(FACTS["customers"], ["Source ID", "Razão Social", "CPF/CNPJ", "Telefonee", "Xyz"])
    assert mapping.columns == {
        "source_id": "Source ID",
        "name": "Razão Social",
        "tax_id": "CPF/CNPJ",
        "phone": "Telefonee",
    }
    assert mapping.reasons == {"source_id": "exact", "name": "synonym", "tax_id": "synonym", "phone": "similar"}


@pytest.mark.parametrize("table", FACTS.values(), ids=lambda table: table.name)
def test_canonical_names_map_to_themselves(table: FactTable) -> None:
    header = [column.file_name for column in table.columns]
    assert Mapping.suggest(table, header).columns == {name: name for name in header}
