"""Ids that a spreadsheet or a data frame took for numbers: mended where safe, rejected where digits are lost."""

from collections.abc import Callable

import pytest

HEADER = "source_id,tax_id\n"


def test_leading_zeros_stay(read_text: Callable) -> None:
    reading = read_text(HEADER + "007,01234567890\n", "customers")
    assert (reading.column("source_id"), reading.column("tax_id")) == (["007"], ["01234567890"])


def test_whole_numbers_with_point_zero_lose_it_where_every_value_has_it(read_text: Callable) -> None:
    reading = read_text(HEADER + "17850.0,\n13047.0,1\n", "customers")
    assert reading.column("source_id") == ["17850", "13047"]


def test_one_other_value_leaves_the_column_as_it_is(read_text: Callable) -> None:
    assert read_text(HEADER + "1.0,\n1.1,\n", "customers").column("source_id") == ["1.0", "1.1"]


@pytest.mark.parametrize(("kind", "ids"), [("as_is", ["1.0", "2.0"]), ("integer", ["1", "2"])])
def test_the_mapping_decides(read_text: Callable, kind: str, ids: list[str]) -> None:
    assert read_text(HEADER + "1.0,\n2.0,\n", "customers", f'[text]\nsource_id = "{kind}"').column("source_id") == ids


@pytest.mark.parametrize("damaged", ["1,23E+10", "1.23E+10", "1E+11"])
def test_an_id_in_scientific_notation_is_rejected(read_text: Callable, damaged: str) -> None:
    reading = read_text(f"source_id;tax_id\n1;{damaged}\n2;1E10\n", "customers")
    assert reading.rejected == [(2, "scientific_id", "tax_id", damaged)]
    assert reading.column("tax_id") == ["1E10"]
