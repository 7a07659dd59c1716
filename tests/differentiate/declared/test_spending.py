"""What customers cost who are kept beyond money: the worked table, and the order of the list."""

import pytest

from carteira.differentiate.declared.spending import spending, spent_on
from carteira.differentiate.scope import Scope
from tests.web.fake_book import FakeTables

CARDS = [
    {"customer_id": 1, "gross_margin": 500, "cost_to_serve": 700},
    {"customer_id": 2, "gross_margin": -300, "cost_to_serve": 200},
    {"customer_id": 3, "gross_margin": 900, "cost_to_serve": 100, "team": "North"},
    {"customer_id": 4, "gross_margin": 0, "cost_to_serve": 10_000},
]


@pytest.mark.parametrize(("card", "spent"), list(zip(CARDS, (700, 500, 100, 10_000), strict=True)))
def test_what_was_put_into_a_customer(card: dict[str, int], spent: int) -> None:
    """Serving it, and what its sales lost before that; a margin that pays for a part of the serving changes nothing."""
    assert spent_on(card) == spent


@pytest.mark.parametrize("hidden", ["gross_margin", "cost_to_serve"])
def test_unknown_where_costs_are_not_for_this_person(hidden: str) -> None:
    assert spent_on({**CARDS[0], hidden: None}) is None


def test_the_farthest_above_its_ceiling_comes_first() -> None:
    found = spending(FakeTables(CARDS), {1: 600, 2: 100, 3: 100})
    assert [(row.customer_id, row.spent, row.ceiling, row.over) for row in found] == [
        (2, 500, 100, 400),
        (1, 700, 600, 100),
        (3, 100, 100, 0),
    ]


def test_only_of_the_scope() -> None:
    assert [row.customer_id for row in spending(FakeTables(CARDS), {1: 0, 3: 0}, Scope(team="North"))] == [3]
