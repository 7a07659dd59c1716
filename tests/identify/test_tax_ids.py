import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.br import cnpj, cpf

from carteira.identify.tax_ids import check_cnpj, check_cpf, standardise_tax_ids
from tests.identify.company import check_digits


def standard(tax_id: str | None, country: str = "BR") -> tuple[str | None, str | None, str | None]:
    found = standardise_tax_ids(pa.chunked_array([[tax_id]], pa.string()), pa.chunked_array([[country]]))
    return found.cleaned[0].as_py(), found.valid[0].as_py(), found.kind[0].as_py()


@pytest.mark.parametrize(
    ("given_id", "valid", "kind"),
    [
        ("529.982.247-25", "BR52998224725", "person"),
        ("00052998224725", "BR52998224725", "person"),
        ("11.222.333/0001-81", "BR11222333000181", "company"),
        (
            "12.ABC.345/01DE-35",
            "BR12ABC34501DE35",
            "company",
        ),  # the example of Receita Federal for the alphanumeric CNPJ
        ("00.000.000/0001-91", "BR00000000000191", "company"),
        ("529.982.247-26", None, None),
    ],
)
def test_brazilian_ids_are_valid_when_their_check_digits_hold(
    given_id: str, valid: str | None, kind: str | None
) -> None:
    assert standard(given_id)[1:] == (valid, kind)


@pytest.mark.parametrize("placeholder", ["111.111.111-11", "00000000000", "isento", "", None])
def test_placeholders_are_nothing(placeholder: str | None) -> None:
    assert standard(placeholder) == (None, None, None)


def test_zeros_lost_in_a_spreadsheet_are_restored() -> None:
    assert standard("282124365")[1] == "BR00282124365"
    assert standard("191")[1] is None


@pytest.mark.parametrize(
    ("given_id", "country", "valid"),
    [
        ("30.686.957-4", "CL", "CL306869574"),
        ("20-05536168-2", "AR", "AR20055361682"),
        ("30.686.957-5", "CL", None),
        ("x", "ZZ", None),
    ],
)
def test_other_countries_follow_their_own_rule(given_id: str, country: str, valid: str | None) -> None:
    assert standard(given_id, country)[1] == valid


@given(st.lists(st.text("0123456789", min_size=11, max_size=11), min_size=1, max_size=20))
def test_cpf_agrees_with_python_stdnum(numbers: list[str]) -> None:
    weights = (list(range(10, 1, -1)), list(range(11, 1, -1)))
    completed = [*numbers, *(check_digits([int(digit) for digit in number[:9]], weights) for number in numbers)]
    digits = np.array([[int(digit) for digit in number] for number in completed], np.uint8)
    repeated = np.array([len(set(number)) == 1 for number in completed])
    assert (
        (check_cpf(digits) | repeated) == (np.array([cpf.is_valid(number) for number in completed]) | repeated)
    ).all()


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=12, max_size=12))
def test_cnpj_agrees_with_python_stdnum(base: str) -> None:
    number = base + cnpj.calc_check_digits(base)
    values = np.frombuffer(number.encode(), np.uint8)[None, :] - 48
    assert check_cnpj(values)[0] == (len(set(number)) > 1)
