"""The list of customers: which ones are meant, in which order, and what they bring together."""

import re
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from carteira.book.restricted import MARGINS
from carteira.differentiate.conditions import Condition
from carteira.differentiate.figures import FIGURES, SEE_MARGINS
from carteira.differentiate.listing import (
    FLAG_NEEDS,
    FLAGS,
    PAGE_ROWS,
    SORTS,
    Selection,
    choices,
    export_rows,
    ids,
    monthly_revenue,
    rows,
    rows_after,
    totals,
)
from carteira.errors import CarteiraError
from tests.web.fake_customers import FakeCustomers

CARDS = [
    {"customer_id": 1, "name": "Padaria São João", "owner": "Ana", "category": "mvc", "revenue": 900, "profit": 300},
    {"customer_id": 2, "name": "joão da Silva", "kind": "person", "revenue": 500, "profit": -20, "overdue": 70},
    {"customer_id": 3, "name": None, "owner": "Élio", "status": "prospect", "lifetime_value": 50},
    {"customer_id": 40, "name": "Zeca 100%", "owner": "Bia", "revenue": 100, "previous_revenue": 200, "profit": 10},
]
RECORDS = [
    {"customer_id": 1, "source_id": "E1", "source": "erp"},
    {"customer_id": 1, "source_id": "S9", "source": "shop"},
    {"customer_id": 2, "source_id": "E2", "source": "erp"},
]


@pytest.fixture
def book() -> FakeCustomers:
    return FakeCustomers(
        customer_card=CARDS,
        customer_links=RECORDS,
        standard_records=[{"source": row["source"], "source_id": row["source_id"]} for row in RECORDS],
        order_lines=[
            {"customer_id": 1, "ordered_on": date(2025, 12, 31), "revenue": 7},
            {"customer_id": 1, "ordered_on": date(2025, 1, 1), "revenue": 5},
            {"customer_id": 1, "ordered_on": date(2024, 12, 31), "revenue": 99},
            {"customer_id": 1, "ordered_on": date(2023, 12, 31), "revenue": 99},
        ],
    )


def found(book: FakeCustomers, **parts: Any) -> list[int]:
    return [row["customer_id"] for row in rows(book, Selection(sort="name", descending=False, **parts))]


def test_what_is_chosen_holds_together(book: FakeCustomers) -> None:
    assert found(book, choices={"kind": "company"}, source="erp") == [1]
    assert found(book, flags=("overdue", "loss")) == [2]
    assert found(book, flags=("loss",), conditions=[Condition("overdue", "gt", 70)]) == []
    assert found(book, text="joao", conditions=[Condition("profit", "lt", 0)]) == [2]
    assert found(book, choices={"status": "prospect"}, flags=("loss",)) == []


def test_the_quadrants_split_those_of_whom_something_happened(book: FakeCustomers) -> None:
    quadrants = [flag for flag in FLAGS if flag.startswith("revenue_")]
    parts = [found(book, flags=(quadrant,)) for quadrant in quadrants]
    assert sorted(customer for part in parts for customer in part) == [1, 2, 40]
    assert found(book, flags=("revenue_down_profit_up",)) == [40]


def test_every_order_is_possible_and_unknown_values_come_last(book: FakeCustomers) -> None:
    assert [row["customer_id"] for row in rows(book, Selection(sort="profit"))] == [1, 40, 3, 2]
    assert found(book) == [2, 1, 40, 3]
    assert [row["customer_id"] for row in rows(book, Selection(sort="owner"))] == [3, 40, 1, 2]
    for sort in SORTS:
        assert len(rows(book, Selection(sort=sort))) == len(CARDS)


@pytest.mark.parametrize("name", ["profit; DROP TABLE customer_card", "folded_name", "run_id", "reason_arguments"])
def test_what_is_no_figure_is_no_order(book: FakeCustomers, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        rows(book, Selection(sort=name))


@pytest.mark.parametrize("name", ['profit", (SELECT 1) AS "x', "folded_name", "months"])
def test_what_is_no_figure_is_no_column(book: FakeCustomers, name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(name)):
        rows(book, Selection(columns=(name,)))
    with pytest.raises(ValueError, match=re.escape(name)):
        export_rows(book, Selection(), [name])


def test_a_row_has_the_columns_asked_for_and_its_key(book: FakeCustomers) -> None:
    (row, *_) = rows(book, Selection(columns=("city", "profit"), sort="revenue"))
    assert list(row) == ["customer_id", "city", "profit", "revenue"]
    (row, *_) = rows(book, Selection())
    assert {"name", "category", "overdue", "lifetime_value"} <= set(row)


def test_totals_are_those_of_the_selection_and_not_of_the_page(book: FakeCustomers) -> None:
    many = FakeCustomers(customer_card=[{"customer_id": number, "revenue": 1} for number in range(PAGE_ROWS + 3)])
    assert totals(many, Selection(page=2)).revenue == PAGE_ROWS + 3
    assert len(rows(many, Selection(page=2))) == 3
    everyone = totals(book, Selection())
    assert (everyone.customers, everyone.profit, everyone.losing) == (4, 290, 1)
    nobody = totals(book, Selection(text="nobody"))
    assert (nobody.customers, nobody.revenue) == (0, 0)


EQUAL = [
    {
        "customer_id": number,
        "revenue": number % 3,
        "loss_amount": None if number % 2 else 7,
        "name": "Ação" * (number % 2),
    }
    for number in range(1, 24)
]


@pytest.mark.parametrize("sort", ["revenue", "loss_amount", "name", "city", "growable", "customer_id"])
@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("limit", [1, 5, 23, 50])
def test_reading_on_leaves_out_and_repeats_nobody(sort: str, descending: bool, limit: int) -> None:
    book = FakeCustomers(customer_card=EQUAL)
    selection = Selection(sort=sort, descending=descending)
    read: list[int] = []
    after: int | None = None
    while True:
        part, after = rows_after(book, selection, after, limit)
        assert len(part) <= limit
        read += [row["customer_id"] for row in part]
        if after is None:
            break
    assert read == [row["customer_id"] for row in rows(book, selection)]


def test_reading_on_keeps_to_the_selection(book: FakeCustomers) -> None:
    selection = Selection(sort="profit", conditions=[Condition("revenue", "gt", 0)])
    first, after = rows_after(book, selection, None, 2)
    second, end = rows_after(book, selection, after, 2)
    assert ([row["customer_id"] for row in first], [row["customer_id"] for row in second], end) == ([1, 40], [2], None)


def test_reading_on_after_somebody_who_is_not_there_is_refused(book: FakeCustomers) -> None:
    with pytest.raises(CarteiraError) as refused:
        rows_after(book, Selection(), 999, 10)
    assert refused.value.code == "bad_cursor"


def test_every_customer_of_a_selection_by_number(book: FakeCustomers) -> None:
    meant = ids(book, Selection(sort="name", choices={"status": "customer"}))
    assert meant.type == pa.int64()
    assert meant.to_pylist() == [1, 2, 40]
    assert ids(book, Selection(text="nobody")).to_pylist() == []


def test_an_export_has_every_row_in_order(book: FakeCustomers) -> None:
    batches = list(export_rows(book, Selection(sort="profit"), ["profit", "name", "profit"]))
    assert pa.Table.from_batches(batches).to_pydict() == {
        "profit": [300, 10, 0, -20],
        "name": ["Padaria São João", "Zeca 100%", None, "joão da Silva"],
    }


def test_months_are_whole_and_count_back_from_the_as_of_date(book: FakeCustomers) -> None:
    months = monthly_revenue(book, [1, 2])
    assert months == {1: [5, *[0] * 10, 7], 2: [0] * 12}
    assert monthly_revenue(book, [1], 24) == {1: [*[0] * 11, 99, 5, *[0] * 10, 7]}
    assert monthly_revenue(book, []) == {}


def test_choices_are_in_alphabetical_order_whatever_the_accents(book: FakeCustomers) -> None:
    assert choices(book) == {"owner": ["Ana", "Bia", "Élio"], "team": [], "branch": [], "source": ["erp", "shop"]}


def test_what_tells_margins_needs_the_permission_to_see_them() -> None:
    needing = {figure.name for figure in FIGURES.values() if figure.needs == SEE_MARGINS}
    assert needing == (MARGINS | {"reason"}) & FIGURES.keys()
    assert set(FLAG_NEEDS) == {flag for flag, sql in FLAGS.items() if any(name in sql for name in needing)}
