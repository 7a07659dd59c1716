import pyarrow as pa
import pytest

from carteira.identify.names import company_core, fold, person_parts


def parts(name: str) -> tuple[str | None, ...]:
    row = person_parts(fold(pa.chunked_array([[name]]))).to_pylist()[0]
    return row["key_given"], row["key_middle"], row["key_family"], row["key_suffix"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("José da Silva e Souza Neto", ("jose", "silva", "souza", "neto")),
        ("SILVA, MARIA", ("maria", "", "silva", None)),
        ("Dr. João d'Ávila Filho", ("joao", "", "davila", "filho")),
        ("José Silva Jr.", ("jose", "", "silva", "junior")),
        ("Ana", ("ana", "", None, None)),
        ("Владимир Иванов", ("vladimir", "", "ivanov", None)),
        ("Maria Neto", ("maria", "", "neto", None)),
        ("Consumidor Final", (None, None, None, None)),
    ],
)
def test_names_of_persons_are_cut_into_parts(name: str, expected: tuple[str | None, ...]) -> None:
    assert parts(name) == expected


@pytest.mark.parametrize(
    ("name", "country", "core"),
    [
        ("Padaria Central LTDA - ME", "BR", "padaria central"),
        ("ALFA & BETA S/A", "BR", "alfa beta"),
        ("Comércio XYZ EIRELI EPP", "BR", "comercio xyz"),
        ("Grupo Uno S.A. de C.V.", "MX", "grupo uno"),
        ("Acme SpA", "CL", "acme"),
        ("Beta S.R.L.", "AR", "beta"),
        ("12.345.678 JOSE DA SILVA", "BR", "jose silva"),
        ("Ltda", "BR", "ltda"),
    ],
)
def test_names_of_companies_lose_their_legal_form(name: str, country: str, core: str) -> None:
    assert company_core(fold(pa.chunked_array([[name]])), country)[0].as_py() == core
