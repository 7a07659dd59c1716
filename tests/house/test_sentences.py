"""What a person reads of a refusal is one line of readable length, whatever is in the files."""

from datetime import date

from carteira.errors import CarteiraError
from carteira.messages import LONGEST


def test_a_line_break_of_a_value_is_none_of_the_sentence() -> None:
    said = str(CarteiraError("mapping_bad_value", section="format", name="separator", value="a\nb\0c\u2028d"))
    assert said == "The mapping says separator = a\ufffdb\ufffdc\ufffdd in [format], which is not possible."


def test_a_long_value_is_cut() -> None:
    said = str(CarteiraError("file_not_found", file="x" * 1_000_000))
    assert said == f"There is no file {'x' * LONGEST}…."


def test_numbers_and_days_are_said_as_they_are() -> None:
    said = str(CarteiraError("day_too_early", day=date(1, 1, 1), first=date(1900, 1, 1)))
    assert said == "A run cannot look back from 0001-01-01: days before 1900-01-01 do not count."


def test_an_amount_keeps_its_gap() -> None:
    said = str(CarteiraError("file_not_found", file="R$\N{NO-BREAK SPACE}48\N{NARROW NO-BREAK SPACE}000"))
    assert said == "There is no file R$\N{NO-BREAK SPACE}48\N{NARROW NO-BREAK SPACE}000."
