from carteira.identify.standardise import SHARED_BY_AT_MOST, standardise
from tests.identify.conftest import Records


def test_it_keeps_rows_columns_and_order(records: Records) -> None:
    given = records({"source_id": "b", "name": "Ana Souza"}, {"source_id": "a", "name": "Bia Lima"})
    found = standardise(given, "BR")
    assert found.select(given.column_names).equals(given)
    assert found["key_given"].to_pylist() == ["ana", "bia"]


def test_values_in_the_wrong_field_are_moved(records: Records) -> None:
    swapped, in_name = standardise(
        records(
            {"name": "Ana Lima", "email": "(11) 98765-4321", "phone": "ana@loja.com.br"},
            {"given_name": "bia@loja.com.br"},
        ),
        "BR",
    ).to_pylist()
    assert (swapped["clean_email"], swapped["key_phone"]) == ("ana@loja.com.br", "+5511987654321")
    assert (in_name["clean_email"], in_name["clean_name"]) == ("bia@loja.com.br", None)


def test_an_identifier_that_many_share_identifies_nobody(records: Records) -> None:
    many = [
        {"name": f"{chr(97 + i) * 4} Souza", "phone": "11 98765-4321", "email": "ana@loja.com.br" if i < 3 else None}
        for i in range(SHARED_BY_AT_MOST + 1)
    ]
    found = standardise(records(*many), "BR")
    assert found["key_phone"].null_count == len(many)
    assert found["key_email"].to_pylist()[:3] == ["ana@loja.com.br"] * 3
    assert found["clean_phone"].null_count == 0


def test_the_kind_is_inferred(records: Records) -> None:
    found = standardise(
        records(
            {"tax_id": "11.222.333/0001-81"},
            {"tax_id": "529.982.247-25", "kind": "company"},
            {"name": "Alfa Beta Ltda"},
            {"name": "Padaria do Zé"},
            {"name": "LARISSA MARIA SA"},
            {"name": "ALFA BETA"},
            {},
        ),
        "BR",
    )
    assert found["clean_kind"].to_pylist() == ["company", "person", "company", "company", "person", "company", "person"]
