"""Answers and the target portfolio over the interface."""

from collections.abc import Callable
from typing import Any

import pytest

from carteira.accounts.models import User
from carteira.identify.models import Customer
from tests.api.calling import Caller

Calling = Callable[..., Caller]
TARGET = "/portfolio/target"


def answers_of(name: str) -> str:
    return f"/customers/{Customer.objects.get(owner__username=name).pk}/answers"


def test_a_form_on_a_web_site_brings_answers(cast: dict[str, User], calling: Calling) -> None:
    root, address = calling("root"), answers_of("alice")
    made = root.post(address, {"question": "main_need", "answer": "advice"})
    assert made.status_code == 201
    assert calling("bob").get(address).json()["items"] == [made.json()]
    assert calling("bob").post(address, {"question": "main_need", "answer": "price"}).status_code == 403
    assert calling("charlie").get(address).status_code == 404
    assert root.post(address, {"question": "main_need", "answer": " "}).json()["code"] == "invalid"
    assert root.post(f"{address}/{made.json()['id']}/withdraw").status_code == 204
    assert root.get(address).json()["items"] == []


def test_the_same_key_keeps_one_answer(cast: dict[str, User], calling: Calling) -> None:
    root, address = calling("root"), answers_of("alice")
    body = {"question": "main_need", "answer": "advice"}
    first, again = (root.post(address, body, Idempotency_Key="form-17") for _ in range(2))
    assert first.json() == again.json()
    assert len(root.get(address).json()["items"]) == 1


def wanted(**changes: Any) -> dict[str, Any]:
    usual = {"shares": [{"dimension": "category", "value": "mvc", "customers": 0.4}]}
    return {**usual, "leaving": {"words": "Two bad years", "flags": ["exit"], "conditions": {}}, **changes}


def test_the_target_is_read_and_set(cast: dict[str, User], calling: Calling) -> None:
    dora = calling("dora")
    before = dora.get(TARGET)
    assert before.json()["shares"] == []
    made = dora.send("PUT", TARGET, wanted(), If_Match=before.headers["ETag"])
    assert made.json()["leaving"] == wanted()["leaving"]
    assert dora.get(TARGET).json() == made.json()
    assert dora.send("PUT", TARGET, wanted(), If_Match=before.headers["ETag"]).status_code == 412
    valuable = next(part for part in made.json()["mix"] if part["value"] == "mvc")
    assert valuable["missing"] == round(0.4 * sum(_customers(made, "category"))) - valuable["customers"]
    assert calling("alice").get(TARGET).status_code == 403


def _customers(answer: Any, dimension: str) -> list[int]:
    return [part["customers"] for part in answer.json()["mix"] if part["dimension"] == dimension]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (
            {"shares": [{"dimension": "category", "value": each, "customers": 0.6} for each in ("mvc", "mgc")]},
            "bad_target",
        ),
        ({"shares": [{"dimension": "category", "value": "vip", "customers": 0.1}]}, "bad_target"),
        ({"shares": [{"dimension": "city", "value": "Recife", "customers": 0.1}]}, "invalid"),
        ({"leaving": {"conditions": {"name": "Ana"}}}, "personal_in_view"),
    ],
)
def test_a_target_that_cannot_be(cast: dict[str, User], calling: Calling, changes: dict[str, Any], code: str) -> None:
    answer = calling("dora").send("PUT", TARGET, wanted(**changes), If_Match="*")
    assert (answer.status_code, answer.json()["code"]) == (422, code)
