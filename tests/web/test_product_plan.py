"""The next purchases on the customer's page: the likeliest, in the order of their day, each with its reason."""

from datetime import date
from typing import Any

from carteira.web.customers.plan import SHOWN, plan_rows


def row(place: int, probability: float, **changed: Any) -> dict[str, Any]:
    usual = {
        "product_id": f"P{place}", "product_name": "Paper", "reason": "plan_bought_once", "arguments": '{"ago": 30}',
        "expected_on": date(2026, 1, place), "expected_spend": 1000,
    }  # fmt: skip
    return {"place": place, "probability": probability, **usual, **changed}


def test_the_likeliest_in_the_order_of_their_day() -> None:
    planned = [row(place, 0.1 + place / 100) for place in range(1, 10)]
    assert [each["place"] for each in plan_rows(planned)] == list(range(10 - SHOWN, 10))


def test_what_is_hardly_likely_is_not_proposed() -> None:
    assert [each["place"] for each in plan_rows([row(1, 0.009), row(2, 0.01)])] == [2]


def test_why_and_what() -> None:
    named, nameless = plan_rows([row(1, 0.5), row(2, 0.5, product_name=None)])
    assert (named["name"], named["why"]) == ("Paper", "Bought once, 30 days ago.")
    assert nameless["name"] == "P2"
