from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from carteira.identify.resolve import HISTORY, resolve
from tests.identify.company import Errors, make_company
from tests.identify.conftest import Records
from tests.identify.measures import customer_of, pairwise

ANA = {
    "name": "Ana Paula Zanetti",
    "tax_id": "529.982.247-25",
    "phone": "11 98765-4321",
    "birth_date": date(1980, 5, 17),
    "city": "Campinas",
}
FATHER = {
    "name": "José Zanetti",
    "phone": "11 98765-4321",
    "street": "Rua Bahia, 7",
    "postal_code": "13010-001",
    "birth_date": date(1950, 1, 1),
}
GROUP = {
    "name": "Alfa Beta Ltda",
    "tax_id": "11.222.333/0001-81",
    "email": "contato@alfabeta.com.br",
    "phone": "11 3333-4445",
    "city": "Campinas",
}


def same_customer(records: Records, one: dict[str, Any], other: dict[str, Any]) -> bool:
    customer = resolve(records(one, other), None, "BR").links["customer_id"].to_pylist()
    return bool(customer[0] == customer[1])


@pytest.mark.parametrize(
    "other",
    [
        {"name": "ANA P. ZANETTI", "tax_id": "52998224725"},
        {"name": "Ana Zanetti", "phone": "+55 (11) 8765-4321"},
        {"given_name": "Ana Paula", "family_name": "Zaneti", "birth_date": date(1980, 5, 17), "city": "Campinas"},
        {"name": "Ana Paula Zanetti Souza", "tax_id": "529.982.247-25", "city": "Recife"},
    ],
)
def test_the_same_person_seen_otherwise(records: Records, other: dict[str, Any]) -> None:
    assert same_customer(records, ANA, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ANA, ANA | {"tax_id": "111.444.777-35"}),
        (FATHER, FATHER | {"name": "José Zanetti Filho", "birth_date": None}),
        (FATHER, FATHER | {"birth_date": date(1978, 3, 2)}),
        (FATHER, FATHER | {"name": "Joana Zanetti", "birth_date": None}),
        ({"name": "Paulo Zanetti", "phone": "11 98765-4321"}, {"name": "Paula Zanetti", "phone": "11 98765-4321"}),
        ({"name": "Ana Lima", "email": "nao@tem.com"}, {"name": "Ana Souza", "email": "nao@tem.com"}),
        (GROUP, GROUP | {"tax_id": "11.222.333/0002-62", "name": "Gama Delta Ltda"}),
        (GROUP, GROUP | {"tax_id": "11.222.333/0002-62", "city": "Recife", "phone": "81 3333-4446"}),
        ({}, {}),
    ],
)
def test_two_customers_that_look_alike(records: Records, one: dict[str, Any], other: dict[str, Any]) -> None:
    assert not same_customer(records, one, other)


def test_a_changed_branch_number_is_the_same_company(records: Records) -> None:
    assert same_customer(records, GROUP, GROUP | {"tax_id": "11.222.333/0002-62", "name": "ALFA BETA"})


def test_name_and_city_join_only_where_the_name_is_rare(records: Records) -> None:
    common = [{"name": f"Maria {'Silva' if i % 5 else 'Souza'}", "city": "Campinas"} for i in range(300)]
    rare = [{"name": "Quirino Zabetovski", "city": "Campinas"}] * 2
    customers = resolve(records(*common, *rare), None, "BR").links["customer_id"].to_pylist()
    by_id = dict(zip(sorted(map(str, range(302))), customers, strict=True))
    assert by_id["300"] == by_id["301"]
    assert len(set(customers)) == 301


def test_every_record_has_one_customer_and_its_evidence(records: Records) -> None:
    found = resolve(records(ANA, ANA, ANA | {"email": "ana@loja.com.br"}, {"name": "Bia"}), None, "BR").links
    assert found["source_id"].to_pylist() == ["0", "1", "2", "3"]
    assert found["reason"].to_pylist() == ["identical", "identical", "tax_id", "only_record"]
    assert found["customer_id"].to_pylist() == [1, 1, 1, 2]
    assert min(found["probability"].to_pylist()) > 0.99


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_a_few_records_and_absent_columns(rows: int) -> None:
    table = pa.table(
        {
            "source": pa.array(["a"] * rows, pa.string()),
            "source_id": pa.array([str(i) for i in range(rows)], pa.string()),
        }
    )
    assert resolve(table, None, "BR").links["customer_id"].to_pylist() == list(range(1, rows + 1))


def test_nothing_is_printed(records: Records, capfd: pytest.CaptureFixture[str]) -> None:
    resolve(records(ANA, ANA | {"email": "ana@loja.com.br"}, FATHER), None, "BR")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in (2, 3))])
def test_accuracy_on_an_independent_company(seed: int) -> None:
    table, truth = make_company(5000, seed)
    found = customer_of(resolve(table, None, "BR").links)
    customers = [found[key] for key in zip(table["source"].to_pylist(), table["source_id"].to_pylist(), strict=True)]
    precision, _, f1 = pairwise(customers, truth)
    assert precision >= 0.99
    assert f1 >= 0.97


@pytest.mark.parametrize("missing", ["birth_date", "email", "phone", "tax_id"])
def test_precision_holds_when_a_column_is_wholly_missing(missing: str) -> None:
    table, truth = make_company(1500, 4, Errors(missing={"tax_id": 0.45, "email": 0.3} | {missing: 1.0}))
    found = customer_of(resolve(table, None, "BR").links)
    customers = [found[key] for key in zip(table["source"].to_pylist(), table["source_id"].to_pylist(), strict=True)]
    assert pairwise(customers, truth)[0] >= 0.98


def test_the_order_of_the_rows_does_not_matter() -> None:
    table, _ = make_company(400, 5)
    shuffled = table.take(np.random.default_rng(1).permutation(len(table)))
    assert resolve(table, None, "BR").links.equals(resolve(shuffled, None, "BR").links)


def test_ids_stay_when_nothing_or_little_changes() -> None:
    table, _ = make_company(1000, 6)
    old_rows, first = table.slice(0, int(len(table) * 0.99)), None
    first = resolve(old_rows, None, "BR")
    again = resolve(old_rows, first.history, "BR")
    assert again.links.equals(first.links)
    before, after = customer_of(first.links), customer_of(resolve(table, first.history, "BR").links)
    assert sum(before[key] == after[key] for key in before) / len(before) >= 0.995


def test_an_id_once_given_is_remembered(records: Records) -> None:
    gone = pa.table({"source": ["old"], "source_id": ["1"], "customer_id": [41]}, HISTORY)
    found = resolve(records(ANA), gone, "BR")
    assert found.links["customer_id"].to_pylist() == [42]
    assert found.history.to_pylist()[1] == gone.to_pylist()[0]
