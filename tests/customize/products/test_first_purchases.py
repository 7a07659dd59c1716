"""Customers with no purchase, or one: similar customers' first purchases, else what is popular lately."""

import json

import pytest

from carteira.customize.products import product_plan
from tests.customize.products.books import AS_OF, Line, tables


def city(name: str) -> dict[str, object]:
    return {"kind": "person", "branch": "south", "city": name}


def lines() -> list[Line]:
    """25 of Recife began with tea, 25 of Natal with salt; all bought rice later, and lately."""
    first = [(c, "tea" if c <= 25 else "salt", 200, 1.0, 100) for c in range(1, 51)]
    return first + [(c, "rice", 20, 1.0, 100) for c in range(1, 51)]


def first_rows(customers: dict[int, dict[str, object]], who: int) -> list[tuple[str, str, dict[str, int]]]:
    plan = product_plan(*tables(lines(), customers=customers), as_of=AS_OF).to_pylist()
    rows = [row for row in plan if row["customer_id"] == who]
    assert {row["kind"] for row in rows} == {"first_purchase"}
    assert all(row["expected_on"] is None for row in rows)
    return [(row["product_id"], row["reason"], json.loads(row["arguments"])) for row in rows]


def test_similar_customers_say_what_a_prospect_may_buy_first() -> None:
    customers = {c: city("Recife" if c <= 25 else "Natal") for c in range(1, 51)}

    assert first_rows(customers | {99: city("Natal")}, 99) == [("salt", "plan_similar_first", {"count": 25, "of": 25})]


def test_a_city_of_few_is_answered_by_its_branch() -> None:
    customers = {c: city("Recife" if c <= 25 else f"town {c}") for c in range(1, 51)}
    said = first_rows(customers | {99: city("town 40")}, 99)

    assert said == [(p, "plan_similar_first", {"count": 25, "of": 50}) for p in ("tea", "salt")]


@pytest.mark.parametrize("known", [{}, {"kind": "company"}])
def test_without_similar_customers_what_is_popular_lately(known: dict[str, object]) -> None:
    customers = {c: dict(known and {"kind": "person"}) for c in range(1, 51)} | {99: known}

    assert first_rows(customers, 99) == [("rice", "plan_popular", {"count": 50, "of": 50})]


def test_after_one_purchase_both_speak() -> None:
    """Who bought tea once hears of rice, which goes with it, and of salt, with which similar customers began."""
    customers = {c: city("Natal") for c in range(1, 51)} | {99: city("Natal")}
    given = tables([*lines(), (99, "tea", 5, 1.0, 100)], customers=customers)
    rows = [row for row in product_plan(*given, as_of=AS_OF).to_pylist() if row["customer_id"] == 99]
    said = {row["product_id"]: row["reason"] for row in rows if row["kind"] == "cross_sell"}

    assert said == {"rice": "plan_bought_together", "salt": "plan_similar_first"}
