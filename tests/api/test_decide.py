"""POST /decide and what became of it: what comes back, to whom, and what is refused."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from carteira.accounts.models import User
from carteira.book.book import Book
from tests.api.calling import Caller
from tests.api.deciding import at_hand, publish_plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _plan(book: Book, cast: dict[str, User]) -> Iterator[None]:
    publish_plan(book)
    with at_hand(book):
        yield


def actions(answer: Any) -> list[Any]:
    return [each["action"] for each in answer.json()["actions"]]


def test_the_best_action_less_what_it_pays_for(calling: Callable[..., Caller]) -> None:
    found: Any = calling("root").post("/decide", {"customer_id": 1}).json()
    assert (found["customer_id"], found["run_id"], found["verdict"], found["propensity"]) == (1, 1, "best", 1.0)
    call, letter = found["actions"]
    assert (call["action"], call["score"], call["value"], call["price"]) == ("call", 940, 1000, 60)
    assert (letter["action"], letter["score"], letter["price"]) == ("letter", 900, 0)
    assert call["reasons"] == [
        {"code": "serves", "arguments": {"goal": "save", "product_group": "", "offer": "10 %"}},
        {"code": "brings", "arguments": {"amount": 1000}},
        {"code": "pays_for", "arguments": {"resource": "minutes", "amount": 60}},
        {"code": "beats", "arguments": {"next": "letter", "lead": 40}},
    ]


def test_no_more_than_are_asked_for_and_of_that_channel_only(calling: Callable[..., Caller]) -> None:
    root = calling("root")
    assert actions(root.post("/decide", {"customer_id": 1, "limit": 1})) == ["call"]
    assert actions(root.post("/decide", {"customer_id": 2, "channel": "letter"})) == ["letter"]
    nothing: Any = root.post("/decide", {"customer_id": 3, "channel": "web"}).json()
    assert (nothing["actions"], nothing["verdict"]) == ([], "none_possible")


def test_what_was_decided_rests(calling: Callable[..., Caller]) -> None:
    root = calling("root")
    assert [actions(root.post("/decide", {"customer_id": 1, "limit": 1})) for _ in range(3)] == [
        ["call"], ["letter"], [],
    ]  # fmt: skip


def test_the_same_key_gives_the_same_decision(calling: Callable[..., Caller]) -> None:
    root = calling("root")
    first = root.post("/decide", {"customer_id": 1}, Idempotency_Key="page-1")
    again = root.post("/decide", {"customer_id": 1}, Idempotency_Key="page-1")
    other = root.post("/decide", {"customer_id": 1}, Idempotency_Key="page-2")
    assert first.content == again.content
    assert actions(other) == ["letter"]
    refused = root.post("/decide", {"customer_id": 2}, Idempotency_Key="page-1")
    assert (refused.status_code, refused.json()["code"]) == (422, "key_for_another_request")
    theirs = calling("dora").post("/decide", {"customer_id": 1}, Idempotency_Key="page-1")
    assert theirs.json()["id"] != first.json()["id"]


def test_a_customer_out_of_reach_is_unknown(calling: Callable[..., Caller], cast: dict[str, User]) -> None:
    alice = calling("alice")
    seen = [number for number in range(1, 16) if alice.get(f"/customers/{number}").status_code == 200]
    answers = {number: alice.post("/decide", {"customer_id": number}).status_code for number in range(1, 16)}
    assert seen
    assert {number for number, status in answers.items() if status == 200} == {*seen}
    assert {*answers.values()} == {200, 404}
    assert calling("root").post("/decide", {"customer_id": 999}).json()["code"] == "unknown_customer"


def test_without_margins_no_amount_is_told(calling: Callable[..., Caller]) -> None:
    told = calling("root", "decisions:create", "customers:read").post("/decide", {"customer_id": 1})
    assert actions(told) == ["call", "letter"]
    assert "940" not in told.content.decode()
    assert "1000" not in told.content.decode()
    assert told.json()["actions"][0]["score"] is None


@pytest.mark.parametrize(("name", "given"), [("eva", ()), ("root", ("customers:read",))])
def test_without_the_scope_nothing_is_decided(
    calling: Callable[..., Caller], name: str, given: tuple[str, ...]
) -> None:
    assert calling(name, *given).post("/decide", {"customer_id": 1}).json()["code"] == "not_allowed"


def test_what_became_of_it(calling: Callable[..., Caller]) -> None:
    root = calling("root")
    decided = root.post("/decide", {"customer_id": 1}).json()["id"]
    path = f"/decide/{decided}/outcome"
    said = [root.post(path, {"outcome": each}) for each in ("shown", "accepted", "shown", "accepted")]
    assert [each.json() for each in said] == [
        {"id": decided, "outcome": each} for each in ("shown", "accepted", "accepted", "accepted")
    ]
    refused = root.post(path, {"outcome": "refused"})
    assert (refused.status_code, refused.json()["code"]) == (409, "outcome_known")
    assert calling("charlie").post(path, {"outcome": "accepted"}).json()["code"] == "unknown_decision"
    assert root.post("/decide/7-7/outcome", {"outcome": "shown"}).json()["code"] == "unknown_decision"


def test_of_nothing_nothing_can_come(calling: Callable[..., Caller]) -> None:
    root = calling("root")
    decided = root.post("/decide", {"customer_id": 1, "channel": "web"}).json()["id"]
    assert root.post(f"/decide/{decided}/outcome", {"outcome": "shown"}).json()["code"] == "nothing_decided"


@pytest.mark.parametrize(
    "body",
    [{}, {"customer_id": 0}, {"customer_id": 1, "limit": 6}, {"customer_id": 1, "channel": "smoke"}, {"name": "Ana"}],
)
def test_what_does_not_fit_is_refused(calling: Callable[..., Caller], body: Any) -> None:
    assert calling("root").post("/decide", body).status_code == 422


def test_a_large_body_is_refused(calling: Callable[..., Caller]) -> None:
    assert calling("root").post("/decide", {"customer_id": 1, "channel": "x" * 5000}).status_code == 413
