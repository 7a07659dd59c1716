"""Separators, quotes and line ends of delimited text; a record's line is where it begins in the file."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize("separator", [",", ";", "\t", "|", "+|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_separator_and_line_end_are_told(read_text: Callable, separator: str, newline: str) -> None:
    rows = [("source_id", "name", "city"), ("1", "Ana", "Recife"), ("2", "Bo", "Olinda")]
    reading = read_text(newline.join(separator.join(row) for row in rows) + newline, "customers")
    assert reading.column("city") == ["Recife", "Olinda"]
    assert reading.column("line") == [2, 3]


def test_a_first_line_may_declare_the_separator(read_text: Callable, inspected: Callable) -> None:
    text = "sep=;\nsource_id;name\n1;a,b\n"
    assert inspected(text).separator == ";"
    reading = read_text(text, "customers")
    assert (reading.column("name"), reading.column("line")) == (["a,b"], [3])


def test_quotes_keep_separators_newlines_and_quotes(read_text: Callable) -> None:
    text = 'source_id,name,city\n1,"Silva, ""Zé""\nFilho",x\n\n2, "b" ,y\n3,5" pipe,z\n'
    reading = read_text(text, "customers")
    assert reading.column("name") == ['Silva, "Zé"\nFilho', "b", '5" pipe']
    assert reading.column("line") == [2, 5, 6]


def test_a_header_may_have_names_of_two_lines(read_text: Callable) -> None:
    reading = read_text('source_id,"credit\nlimit"\n1,5.5\n', "customers", '[columns]\ncredit_limit = "credit limit"')
    assert reading.column("line") == [3]
    assert str(reading.column("credit_limit")[0]) == "5.500000"


@pytest.mark.parametrize("bad", ['2,"open,x', '2,"a"b,x'])
def test_a_stray_quote_costs_one_line(read_text: Callable, bad: str) -> None:
    reading = read_text(f'source_id,name,city\n1,a,x\n{bad}\n3,"c",x\n4,d,x\n', "customers")
    assert reading.column("source_id") == ["1", "3", "4"]
    assert reading.rejected == [(3, "bad_quotes", "", bad)]


def test_a_stray_quote_takes_no_other_line_with_it(read_text: Callable) -> None:
    reading = read_text('source_id,name,city\n1,a,"x\n2,b\0,x\n3,c",x\n4,d,x\n', "customers")
    assert [(line, code) for line, code, _, _ in reading.rejected] == [(2, "bad_quotes"), (3, "nul_byte")]
    assert reading.column("name") == ['c"', "d"]


def test_ragged_lines_are_rejected_and_empty_cells_too_many_are_not(read_text: Callable) -> None:
    reading = read_text("source_id;name;city\n1;a;x;\n2;b\n3;c;x;y\n4;d;x;;\n", "customers")
    assert reading.column("source_id") == ["1", "4"]
    assert reading.rejected == [(3, "too_few_columns", "", "2;b"), (4, "too_many_columns", "", "3;c;x;y")]


def test_a_nul_byte_costs_one_line(read_text: Callable) -> None:
    reading = read_text("source_id,name\n1,a\0b\n2,c and a few more letters\n", "customers")
    assert reading.column("source_id") == ["2"]
    assert reading.rejected == [(2, "nul_byte", "", "1,a␀b")]


@pytest.mark.parametrize("quote", ['"', ""])
def test_a_cell_of_ten_megabytes_costs_one_line(read_text: Callable, quote: str) -> None:
    big = quote + "x" * 10_000_000 + quote
    reading = read_text(f"source_id,name\n1,a\n2,{big}\n3,b\n", "customers")
    assert reading.column("source_id") == ["1", "3"]
    assert [(line, code) for line, code, _, _ in reading.rejected] == [(3, "cell_too_large")]


@pytest.mark.parametrize(
    ("endless", "code"), [("x" * 45_000_000, "cell_too_large"), ('"x' + f"\n4,{'d' * 900_000}" * 45, "bad_quotes")]
)
def test_a_record_without_end_is_given_up(read_text: Callable, endless: str, code: str) -> None:
    reading = read_text(f"source_id,name\n1,a\n2,{endless}\n3,b\n", "customers")
    assert [(line, reason) for line, reason, _, _ in reading.rejected] == [(3, code)]
    assert (reading.accepted[0]["source_id"], reading.accepted[-1]["source_id"]) == ("1", "3")


def test_blank_lines_are_no_lines_but_are_counted_as_places(read_text: Callable) -> None:
    reading = read_text("\n\nsource_id,name\n\n1,a\n   \n2,b\n\n\n", "customers")
    assert (reading.column("line"), reading.lines) == ([5, 7], 2)


LETTERS = st.one_of(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), st.sampled_from('\n\r\t"'))
CELLS = st.text(LETTERS, max_size=8)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8), st.sampled_from(",;\t|"), st.integers(1, 5))
def test_what_is_quoted_comes_back(
    read_text: Callable, rows: list[tuple[str, str]], separator: str, batch_rows: int
) -> None:
    text = f"sep={separator}\nsource_id{separator}name{separator}city\n"
    for place, row in enumerate(rows):
        text += separator.join([str(place), *('"' + cell.replace('"', '""') + '"' for cell in row)]) + "\n"
    reading = read_text(text, "customers", batch_rows=batch_rows)
    expected = [tuple(unicodedata.normalize("NFC", cell.strip()).strip() or None for cell in row) for row in rows]
    assert list(zip(reading.column("name"), reading.column("city"), strict=True)) == expected
    assert not reading.rejected
