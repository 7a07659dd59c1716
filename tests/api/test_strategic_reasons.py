"""Reasons beyond money over the interface."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from carteira.accounts.models import User
from carteira.identify.models import Customer
from tests.api.calling import Caller

Calling = Callable[..., Caller]


def body(cast: dict[str, User], **changes: Any) -> dict[str, Any]:
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    usual = {"kind": "reference", "owner_id": cast["dora"].pk, "words": "Asked first", "until": until, "ceiling": 5}
    return {**usual, **changes}


def reasons_of(name: str) -> str:
    return f"/customers/{Customer.objects.get(owner__username=name).pk}/strategic-reasons"


def test_it_works(cast: dict[str, User], calling: Calling) -> None:
    alice, address = calling("alice"), reasons_of("alice")
    made = alice.post(address, body(cast))
    assert made.status_code == 201
    one = f"{address}/{made.json()['id']}"
    assert made.headers["Location"].endswith(one)
    assert made.json()["expired"] is False
    assert calling("bob").get(address).json()["items"] == [made.json()]
    changed = alice.send("PUT", one, body(cast, kind="learning"), If_Match=made.headers["ETag"])
    assert changed.json()["kind"] == "learning"
    assert alice.send("PUT", one, body(cast), If_Match=made.headers["ETag"]).status_code == 412
    assert alice.send("DELETE", one, If_Match=changed.headers["ETag"]).status_code == 204
    assert alice.get(one).status_code == 404
    assert alice.get(address).json() == {"items": [], "next": None}


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"until": "2020-01-01"}, 422, "bad_strategic_reason"),
        ({"owner_id": 999}, 422, "no_such_person"),
        ({"kind": "money"}, 422, "invalid"),
        ({"ceiling": -1}, 422, "invalid"),
        ({"words": " "}, 422, "invalid"),
    ],
)
def test_what_cannot_be_declared(
    cast: dict[str, User], calling: Calling, changes: dict[str, Any], status: int, code: str
) -> None:
    answer = calling("alice").post(reasons_of("alice"), body(cast, **changes))
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_nobody_reaches_further_than_on_the_pages(cast: dict[str, User], calling: Calling) -> None:
    address = reasons_of("alice")
    for name, reading, declaring in (("bob", 200, 403), ("charlie", 404, 404), ("eva", 403, 403)):
        assert calling(name).get(address).status_code == reading, name
        assert calling(name).post(address, body(cast)).status_code == declaring, name
