"""Every line is accepted or rejected with its first reason."""

from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


def test_a_missing_required_value_rejects_the_line_and_an_empty_optional_one_is_null(read_text: Callable) -> None:
    text = "order_id,customer,ordered_at,product_id,quantity,unit_price,discount,status\n"
    reading = read_text(text + "1,,2025-05-31,p,1,2,,\n2,c,2025-05-31,,1,2,,\n,c,2025-05-31,,x,2,,\n")
    assert reading.rejected == [(3, "missing_value", "product_id", None), (4, "missing_value", "order_id", None)]
    row = reading.accepted[0]
    assert (row["customer"], row["discount"], row["status"], row["seller"]) == (None, None, None, None)


def test_choices_are_matched_without_case(read_text: Callable) -> None:
    reading = read_text("source_id,kind\n1,Person\n2,COMPANY\n3,robot\n", "customers")
    assert reading.column("kind") == ["person", "company"]
    assert reading.rejected == [(4, "not_a_choice", "kind", "robot")]


def test_a_long_value_is_cut_in_the_report(read_text: Callable) -> None:
    reading = read_text("source_id,kind\n1," + "x" * 5_000 + "\n", "customers")
    assert reading.rejected == [(2, "not_a_choice", "kind", "x" * 200)]


def test_what_a_line_gives_does_not_depend_on_the_batches(read_orders: Callable) -> None:
    lines = [f"{number},c,2025-05-31,p,{'x' if number % 7 == 0 else number},1.5" for number in range(100)]
    whole, parts = read_orders(*lines), read_orders(*lines, batch_rows=3)
    assert whole == parts


def test_unknown_columns_are_kept_as_attributes(read_text: Callable) -> None:
    text = 'source_id,"say ""hi""",,name,name (2)\n1,"a\\b ""c""\n",x,Ana,\n2,,,Bo,\n3,ção,,Cy,z\n'
    assert read_text(text, "customers").column("attributes") == [
        '{"say \\"hi\\"":"a\\\\b \\"c\\"","column 3":"x"}',
        None,
        '{"say \\"hi\\"":"ção","name (2)":"z"}',
    ]


WORDS = st.sampled_from(
    ["1", "1.5", "1,5", "x", "", "31/05/2025", "2025-05-31", "1E+10", "Ü", "a\0b", '"q"', "R$ 2", "3;4"]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(WORDS, min_size=4, max_size=8), max_size=10))
def test_the_lines_of_any_table_add_up(read_text: Callable, rows: list[list[str]]) -> None:
    head = "order_id;customer;ordered_at;product_id;quantity;unit_price\n"
    text = head + "".join(";".join(row) + "\n" for row in rows)
    mapping = '[format]\ndecimal = ","\ndate_order = "dmy"\nseparator = ";"\nencoding = "utf-8"'
    reading = read_text(text, mapping=mapping)
    lines = reading.column("line") + [line for line, *_ in reading.rejected]
    assert len(set(lines)) == reading.lines
    assert reading.lines == len(rows)
