"""The mapping file: which column is which, constants, values, and what it says of the format."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from carteira.errors import CarteiraError
from carteira.warehouse.facts import FACTS
from carteira.warehouse.files import Mapping

FULL = """
[columns]
order_id = "Pedido"
customer = "Quem"
ordered_at = "Quando"
product_id = "O que"
quantity = "Quanto"

[constants]
unit_price = 2.5
currency = "BRL"

[values.status]
CANC = "cancelled"
"" = "completed"

[format]
date_order = "dmy"
"""
TEXT = "Pedido;Quem;Quando;O que;Quanto;status;branch\n1;c;03/04/2025;p;2;canc;B1\n2;c;03/04/2025;p;2;;B2\n"


def test_a_mapping_applies_and_other_columns_are_known_by_name(read_text: Callable) -> None:
    reading = read_text(TEXT, mapping=FULL)
    assert reading.column("status") == ["cancelled", "completed"]
    assert reading.column("branch") == ["B1", "B2"]
    row = reading.accepted[0]
    assert (row["unit_price"], row["currency"], row["ordered_at"].month) == (Decimal("2.5"), "BRL", 4)


def test_a_mapping_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text(FULL, "utf-8")
    assert Mapping.from_toml(path) == Mapping.from_toml(FULL)


def test_a_column_named_as_a_stored_one_is_mapped_by_its_contract_name(read_text: Callable) -> None:
    text = "customer,purpose,channel,status,at,source\nc,news,email,granted,2025-05-31,form\n"
    assert read_text(text, "consents").column("origin") == ["form"]


@pytest.mark.parametrize(
    ("mapping", "code", "named"),
    [
        ('[columns]\nseller = "Vend"', "columns_unknown_and_missing", "Vend.*order_id.*O que"),
        (FULL + 'separator = ";"\n[columns2]', "mapping_unknown_section", "columns2"),
        (FULL.replace("Quem", "Quando?"), "columns_unknown", "Quando\\?.*Pedido, Quem"),
        (FULL.replace('customer = "Quem"', ""), "columns_missing", "customer.*Pedido, Quem"),
        (FULL.replace("unit_price =", "color ="), "mapping_unknown_columns", "color"),
        (FULL.replace("unit_price = 2.5", "quantity = 1\nunit_price = 1"), "mapping_twice", "quantity"),
        (FULL.replace("2.5", '"much"'), "mapping_bad_constant", "much"),
        (FULL.replace('"dmy"', '"ydm"'), "mapping_bad_value", "ydm"),
        ("[format]\ncolour = 1", "mapping_bad_value", "colour"),
        ("[values]\nstatus = 1", "mapping_bad_value", "status"),
        ("columns = 1", "mapping_unknown_section", "columns"),
        ("[columns", "mapping_not_toml", "cannot be read"),
    ],
)
def test_what_does_not_fit_is_one_error_that_names_it(read_text: Callable, mapping: str, code: str, named: str) -> None:
    with pytest.raises(CarteiraError, match=named) as caught:
        read_text(TEXT, mapping=mapping)
    assert caught.value.code == code


def test_a_repeated_column_is_not_guessed(read_text: Callable) -> None:
    with pytest.raises(CarteiraError, match="name") as caught:
        read_text("source_id,name,name\n1,a,b\n", "customers")
    assert caught.value.code == "columns_repeated"


def test_the_documented_example_is_a_mapping() -> None:
    page = (Path(__file__).parents[3] / "docs/reference/mapping.md").read_text("utf-8")
    example = page.split("```toml")[1].split("```")[0]
    mapping = Mapping.from_toml(example)
    header = [*mapping.columns.values()]
    assert mapping.places(FACTS["orders"], header)["order_id"] == header.index(mapping.columns["order_id"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a = " + "[" * 5_000 + "]" * 5_000, "mapping_not_toml"),
        ('[constants]\norder_id = "a\\u0000b"', "mapping_bad_value"),
        ('[values.status]\nX = "a\\u0000b"', "mapping_bad_value"),
    ],
    ids=["nested too deeply", "a constant with NUL", "a value with NUL"],
)
def test_a_hostile_mapping_is_refused(text: str, code: str) -> None:
    with pytest.raises(CarteiraError) as refusal:
        Mapping.from_toml(text)
    assert refusal.value.code == code
