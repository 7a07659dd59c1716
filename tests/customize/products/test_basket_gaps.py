"""Gaps in a company's basket: what similar companies buy and this one does not."""

import json

from carteira.customize.products import product_plan
from tests.customize.products.books import AS_OF, Line, tables

PRODUCTS = {"pen": {"category": "office"}, "soap": {"category": "cleaning"}, "bag": {"category": "cleaning"}, "odd": {}}
COMPANY, PERSON = {"kind": "company"}, {"kind": "person"}


def gaps(lines: list[Line], customers: dict[int, dict[str, object]]) -> list[tuple[int, str, dict[str, object]]]:
    plan = product_plan(*tables(lines, PRODUCTS, customers), as_of=AS_OF)
    rows = plan.select(["customer_id", "product_id", "arguments", "kind"]).to_pylist()
    found = [row for row in rows if row["kind"] == "basket_gap"]
    return [(row["customer_id"], row["product_id"], json.loads(row["arguments"])) for row in found]


def test_the_worked_table() -> None:
    """Five companies buy pens, three of them soap too, one soap and bags; the person counts for nothing."""
    lines = [(customer, "pen", 50, 1.0, 100) for customer in range(1, 7)]
    lines += [(customer, "soap", 40, 1.0, 50) for customer in (1, 2, 3)] + [(3, "bag", 30, 1.0, 50)]
    customers = dict.fromkeys(range(1, 6), COMPANY) | {6: PERSON}
    said = {"category": "cleaning", "count": 3, "of": 4}

    assert gaps(lines, customers) == [(4, "soap", said), (5, "soap", said)]


def test_companies_of_the_same_main_category_are_the_peers_where_there_are_enough() -> None:
    """Of 25 that spend most on pens none buys soap; the others do, but are not similar."""
    lines = [(customer, "pen", 50, 1.0, 100) for customer in range(1, 26)]
    lines += [(customer, "soap", 40, 1.0, 50) for customer in range(26, 60)]

    assert gaps(lines, dict.fromkeys(range(1, 60), COMPANY)) == []


def test_products_without_category_are_no_gap() -> None:
    lines = [(customer, product, 50, 1.0, 100) for customer in range(1, 9) for product in ("pen", "odd")]

    assert gaps([*lines, (9, "pen", 20, 1.0, 100)], dict.fromkeys(range(1, 10), COMPANY)) == []
