"""Exact rounding."""

from decimal import ROUND_HALF_EVEN, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carteira.demo.identifiers import CNPJ_WEIGHTS, CPF_WEIGHTS, check_digits, cnpj, cpf
from carteira.demo.money import half_even, summed
from carteira.demo.text import decimals, digits, joined, patterned


@pytest.mark.parametrize(
    ("numerator", "rounded"), [(5, 0), (15, 2), (25, 2), (26, 3), (-5, 0), (-15, -2), (-25, -2), (-26, -3), (0, 0)]
)
def test_ties_go_to_the_even_neighbour(numerator: int, rounded: int) -> None:
    assert half_even(np.array([numerator]), 10).tolist() == [rounded]


@given(st.lists(st.integers(-(10**15), 10**15), min_size=1), st.sampled_from([1, 2, 100, 365, 1000, 36500, 1_000_000]))
def test_as_decimal_rounds(numerators: list[int], denominator: int) -> None:
    exact = [int((Decimal(value) / denominator).quantize(Decimal(1), ROUND_HALF_EVEN)) for value in numerators]
    assert half_even(np.array(numerators, np.int64), denominator).tolist() == exact


def test_sums_by_index() -> None:
    assert summed(np.array([0, 2, 0]), np.array([1, -5, 10**14]), 4).tolist() == [10**14 + 1, 0, -5, 0]


def test_columns_from_integers() -> None:
    assert patterned(digits(np.array([7, 12345]), 4), "99-99").to_pylist() == ["00-07", "23-45"]
    assert decimals(np.array([-5, 1230]), 2, np.array([True, False])).to_pylist() == [Decimal("-0.05"), None]
    assert joined(patterned(digits(np.array([1, 2]), 1), "9"), "x", separator="-").to_pylist() == ["1-x", "2-x"]


def test_serial_numbers_scatter_without_collision() -> None:
    serial = np.concatenate([np.arange(2000), np.arange(9_990_000, 9_999_999)])
    for written in (cpf(serial), cnpj(serial, np.ones(len(serial), np.int64))):
        assert len(np.unique(written, axis=0)) == len(serial)


def test_check_digits_of_the_usual_examples() -> None:
    person = check_digits(digits(np.array([111_444_777]), 9), CPF_WEIGHTS)
    business = check_digits(digits(np.array([112_223_330_001]), 12), CNPJ_WEIGHTS)
    assert patterned(person, "999.999.999-99").to_pylist() == ["111.444.777-35"]
    assert patterned(business, "99.999.999/9999-99").to_pylist() == ["11.222.333/0001-81"]
