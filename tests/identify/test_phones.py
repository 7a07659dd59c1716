import pyarrow as pa
import pytest

from carteira.identify.phones import standardise_phones


def e164(phone: str | None, country: str = "BR") -> str | None:
    found: str | None = (
        standardise_phones(pa.chunked_array([[phone]], pa.string()), pa.chunked_array([[country]])).e164[0].as_py()
    )
    return found


@pytest.mark.parametrize(
    "written",
    [
        "(11) 98765-4321",
        "11 8765-4321",
        "+55 11 98765-4321",
        "0055 11 98765 4321",
        "0 15 11 98765-4321",
        "011987654321",
    ],
)
def test_one_brazilian_mobile_written_in_many_ways(written: str) -> None:
    assert e164(written) == "+5511987654321"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("(11) 3333-4445 ramal 20", "+551133334445"),
        ("5598765432", "+5555998765432"),
        ("98765-4321", None),
        ("(20) 98765-4321", None),
        ("11 99999-9999", None),
        ("", None),
        (None, None),
    ],
)
def test_landlines_area_code_55_and_numbers_that_are_none(written: str | None, expected: str | None) -> None:
    assert e164(written) == expected


@pytest.mark.parametrize(
    ("written", "country", "expected"),
    [
        ("(650) 253-0000", "US", "+16502530000"),
        ("+1 650 253 0000", "BR", "+16502530000"),
        ("+55 11 98765-4321", "US", "+5511987654321"),
        ("123", "US", None),
    ],
)
def test_other_countries(written: str, country: str, expected: str | None) -> None:
    assert e164(written, country) == expected
