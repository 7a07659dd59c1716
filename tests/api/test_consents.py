"""POST /customers/{id}/consents, and what decisions make of it."""

from collections.abc import Callable
from typing import Any

import pytest

from carteira.accounts.models import User
from carteira.book.book import Book
from tests.api.calling import Caller
from tests.api.deciding import at_hand, publish_plan

pytestmark = pytest.mark.django_db
WITHDRAWN = {"purpose": "marketing", "channel": "call", "status": "withdrawn", "at": "2026-03-01T10:00:00-03:00"}


def test_it_works(cast: dict[str, User], calling: Callable[..., Caller]) -> None:
    answer: Any = calling("root").post("/customers/1/consents", WITHDRAWN)
    assert answer.status_code == 201
    assert answer.json() == {
        "customer_id": 1, "purpose": "marketing", "channel": "call", "status": "withdrawn", "source": "",
        "at": "2026-03-01T13:00:00Z",
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"channel": "smoke"},
        {"status": "perhaps"},
        {"purpose": ""},
        {"at": "2026-03-01"},
        {"at": "2999-01-01T00:00:00Z"},
    ],
)
def test_what_does_not_fit_is_refused(calling: Callable[..., Caller], wrong: dict[str, str]) -> None:
    assert calling("root").post("/customers/1/consents", WITHDRAWN | wrong).status_code == 422


def test_a_withdrawal_counts_at_the_next_look(
    book: Book, cast: dict[str, User], calling: Callable[..., Caller]
) -> None:
    root = calling("root")
    root.post("/customers/2/consents", WITHDRAWN)
    publish_plan(book)

    def decided(customer: int) -> str:
        answer: Any = root.post("/decide", {"customer_id": customer, "limit": 1})
        return str(answer.json()["actions"][0]["action"])

    with at_hand(book) as deciding:
        root.post("/customers/3/consents", WITHDRAWN)
        deciding.follow_consents()
        assert [decided(customer) for customer in (1, 2, 3)] == ["call", "letter", "letter"]
        root.post("/customers/3/consents", {**WITHDRAWN, "status": "granted", "at": "2026-03-02T10:00:00-03:00"})
        deciding.follow_consents()
        assert decided(3) == "call"
