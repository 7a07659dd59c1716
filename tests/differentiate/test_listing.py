"""The list of customers: who is found by what, in which order, and what they bring together."""

from datetime import date
from typing import Any

import pytest

from carteira.differentiate.listing import (
    FLAGS,
    PAGE_ROWS,
    SORTS,
    Selection,
    choices,
    monthly_revenue,
    rows,
    totals,
)
from tests.web.fake_customers import FakeCustomers

CARDS = [
    {"customer_id": 1, "name": "Padaria São João", "owner": "Ana", "category": "mvc", "revenue": 900, "profit": 300},
    {"customer_id": 2, "name": "joão da Silva", "kind": "person", "revenue": 500, "profit": -20, "overdue": 70},
    {"customer_id": 3, "name": None, "owner": "Élio", "status": "prospect", "lifetime_value": 50},
    {"customer_id": 40, "name": "Zeca 100%", "owner": "Bia", "revenue": 100, "previous_revenue": 200, "profit": 10},
]
LINKS = [
    {"customer_id": 1, "source_id": "E1", "source": "erp"},
    {"customer_id": 1, "source_id": "S9", "source": "shop"},
    {"customer_id": 2, "source_id": "E2", "source": "erp"},
]


@pytest.fixture
def book() -> FakeCustomers:
    return FakeCustomers(
        customer_card=CARDS,
        customer_links=LINKS,
        customer_golden=[{"customer_id": 1, "tax_id": "93149797000174", "phone": "+5511987654321"}],
        standard_records=[
            {"source": "shop", "source_id": "S9", "email": "Compras@padaria.example", "phone": "3222-1100"}
        ],
        order_lines=[
            {"customer_id": 1, "ordered_on": date(2025, 12, 31), "revenue": 7},
            {"customer_id": 1, "ordered_on": date(2025, 1, 1), "revenue": 5},
            {"customer_id": 1, "ordered_on": date(2024, 12, 31), "revenue": 99},
        ],
    )


def found(book: FakeCustomers, **parts: Any) -> list[int]:
    return [row["customer_id"] for row in rows(book, Selection(sort="name", descending=False, **parts))]


@pytest.mark.parametrize(
    ("text", "customers"),
    [
        ("joao", [2, 1]),
        ("SAO joão", [1]),
        ("93.149.797/0001", [1]),
        ("(11) 98765-4321", [1]),
        ("32221100", [1]),
        ("compras@PADARIA", [1]),
        ("s9", [1]),
        ("40", [40]),
        ("100%", [40]),
        ("%", [40]),
        ("' OR 1=1 --", []),
    ],
)
def test_a_text_finds_names_identifiers_and_codes(book: FakeCustomers, text: str, customers: list[int]) -> None:
    assert found(book, text=text) == customers


def test_conditions_hold_together(book: FakeCustomers) -> None:
    assert found(book, choices={"kind": "company"}, source="erp") == [1]
    assert found(book, flags=("overdue", "loss")) == [2]
    assert found(book, choices={"status": "prospect"}, flags=("loss",)) == []


def test_the_quadrants_split_those_of_whom_something_happened(book: FakeCustomers) -> None:
    quadrants = [flag for flag in FLAGS if flag.startswith("revenue_")]
    parts = [found(book, flags=(quadrant,)) for quadrant in quadrants]
    assert sorted(customer for part in parts for customer in part) == [1, 2, 40]
    assert found(book, flags=("revenue_down_profit_up",)) == [40]


def test_every_order_is_possible_and_unknown_values_come_last(book: FakeCustomers) -> None:
    assert [row["customer_id"] for row in rows(book, Selection(sort="profit"))] == [1, 40, 3, 2]
    assert found(book)[-1] == 3
    with pytest.raises(ValueError, match="profit; DROP"):
        rows(book, Selection(sort="profit; DROP TABLE customer_card"))
    assert {"revenue", "profit", "lifetime_value", "overdue", "rfmt_score"} <= set(SORTS)


def test_totals_are_those_of_the_selection_and_not_of_the_page(book: FakeCustomers) -> None:
    many = FakeCustomers(customer_card=[{"customer_id": number, "revenue": 1} for number in range(PAGE_ROWS + 3)])
    assert totals(many, Selection(page=2)).revenue == PAGE_ROWS + 3
    assert len(rows(many, Selection(page=2))) == 3
    everyone = totals(book, Selection())
    assert (everyone.customers, everyone.profit, everyone.losing) == (4, 290, 1)
    nobody = totals(book, Selection(text="nobody"))
    assert (nobody.customers, nobody.revenue) == (0, 0)


def test_months_are_whole_and_count_back_from_the_as_of_date(book: FakeCustomers) -> None:
    months = monthly_revenue(book, [1, 2])
    assert months == {1: [5, *[0] * 10, 7], 2: [0] * 12}
    assert monthly_revenue(book, []) == {}


def test_choices_are_in_alphabetical_order_whatever_the_accents(book: FakeCustomers) -> None:
    assert choices(book) == {"owner": ["Ana", "Bia", "Élio"], "team": [], "branch": [], "source": ["erp", "shop"]}
