"""How dates and numbers are written is concluded from the file, or asked; never guessed."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest

from carteira.errors import CarteiraError

DATES = "order_id;customer;ordered_at;product_id;quantity;unit_price\n"


def line(day: str, price: str = "1") -> str:
    return f"1;c;{day};p;1;{price}\n"


def test_a_date_order_that_no_line_tells_is_asked(read_text: Callable) -> None:
    with pytest.raises(CarteiraError) as caught:
        read_text(DATES + line("03/04/2025") + line("05/06/2025"))
    assert caught.value.code == "ambiguous_date_order"
    assert caught.value.arguments == {"line": 2, "column": "ordered_at", "value": "03/04/2025"}
    assert "--map" in str(caught.value)


@pytest.mark.parametrize(("order", "month"), [("dmy", 4), ("mdy", 3)])
def test_the_mapping_answers_the_question(read_text: Callable, order: str, month: int) -> None:
    reading = read_text(DATES + line("03/04/2025"), mapping=f'[format]\ndate_order = "{order}"')
    assert reading.column("ordered_at")[0].month == month


@pytest.mark.parametrize(("telling", "month"), [("31/05/2025", 4), ("05/31/2025", 3)])
def test_one_telling_date_settles_the_file_however_late_it_stands(
    read_text: Callable, telling: str, month: int
) -> None:
    reading = read_text(DATES + line("03/04/2025") * 25_000 + line(telling))
    assert not reading.rejected
    assert {day.month for day in reading.column("ordered_at")} == {month, 5}


def test_dates_in_both_orders_are_asked(read_text: Callable) -> None:
    with pytest.raises(CarteiraError, match=r"31/05/2025 in line 2.*05/31/2025 in line 3"):
        read_text(DATES + line("31/05/2025") + line("05/31/2025"))


def test_dates_that_read_the_same_in_any_order_need_no_answer(read_text: Callable) -> None:
    reading = read_text(DATES + line("05/05/2025") + line("2025-04-03"))
    assert reading.column("ordered_at") == [datetime(2025, 5, 5), datetime(2025, 4, 3)]


def test_a_decimal_sign_that_no_line_tells_is_asked(read_text: Callable) -> None:
    with pytest.raises(CarteiraError) as caught:
        read_text(DATES + line("2025-05-31", "1,234") + line("2025-05-31", "12,500"))
    assert caught.value.code == "ambiguous_decimal"
    assert caught.value.arguments == {"line": 2, "column": "unit_price", "value": "1,234"}


@pytest.mark.parametrize(
    ("telling", "value"),
    [("3,75", "1.234"), ("1,234,567", "1234"), ("0,125", "1.234"), ("9.75", "1234"), ("1.234,5", "1.234")],
)
def test_one_telling_number_settles_the_file(read_text: Callable, telling: str, value: str) -> None:
    reading = read_text(DATES + line("2025-05-31", "1,234") + line("2025-05-31", telling))
    assert reading.column("unit_price")[0] == Decimal(value)


def test_numbers_in_both_ways_are_asked(read_text: Callable) -> None:
    with pytest.raises(CarteiraError) as caught:
        read_text(DATES + line("2025-05-31", "1,5") + line("2025-05-31", "1.5"))
    assert caught.value.code == "mixed_decimals"


def test_the_mapping_says_how_numbers_are_written(read_text: Callable) -> None:
    reading = read_text(DATES + line("2025-05-31", "1,234"), mapping='[format]\ndecimal = ","')
    assert reading.column("unit_price") == [Decimal("1.234")]


def test_columns_that_are_not_mapped_raise_no_question(read_text: Callable) -> None:
    text = "order_id;customer;ordered_at;product_id;quantity;unit_price;weight;seen\n"
    reading = read_text(text + "1;c;2025-05-31;p;1;1,5;1.25;03/04/2025\n")
    assert reading.column("unit_price") == [Decimal("1.5")]
