"""Up-sell: from the product bought to a dearer one of its category that others moved to."""

import json

import pytest

from carteira.customize.products import product_plan
from tests.customize.products.books import AS_OF, Line, tables

PRODUCTS = {
    "plain": {"category": "chairs"}, "better": {"category": "chairs"}, "best": {"category": "chairs"},
    "lamp": {"category": "lamps"}, "loose": {},
}  # fmt: skip
PRICES = {"plain": 100, "better": 200, "best": 205, "lamp": 500, "loose": 900}


def buy(customer: int, product: str, ago: int) -> Line:
    return (customer, product, ago, 1.0, PRICES[product])


LADDER = [
    *(buy(customer, "plain", 300) for customer in range(1, 9)),
    *(buy(customer, "better", 100 - customer) for customer in range(1, 5)),
    *(buy(customer, "lamp", 90) for customer in range(1, 9)),
    *(buy(customer, "loose", 90) for customer in range(1, 9)),
    *(buy(customer, "best", 310) for customer in (5, 6, 7)),
]


def steps(lines: list[Line]) -> list[tuple[int, str, dict[str, object]]]:
    plan = product_plan(*tables(lines, PRODUCTS), as_of=AS_OF)
    rows = plan.select(["customer_id", "product_id", "arguments", "kind"]).to_pylist()
    found = [row for row in rows if row["kind"] == "up_sell"]
    return [(row["customer_id"], row["product_id"], json.loads(row["arguments"])) for row in found]


def test_the_worked_table() -> None:
    said = {"because": "plain", "count": 4, "of": 8}

    assert steps(LADDER) == [(customer, "better", said) for customer in (5, 6, 7, 8)]


@pytest.mark.parametrize("moves", [2, 3])
def test_two_who_moved_make_no_ladder(moves: int) -> None:
    lines = [buy(c, "plain", 300) for c in range(1, 9)] + [buy(c, "better", 100) for c in range(1, moves + 1)]

    assert len(steps(lines)) == (8 - moves if moves > 2 else 0)


def test_buying_the_dearer_first_or_together_is_no_step_up() -> None:
    lines = [buy(c, "plain", 300) for c in range(1, 9)] + [buy(c, "better", 300 + c % 2) for c in range(1, 6)]

    assert steps(lines) == []
