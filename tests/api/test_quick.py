"""The shorter way of decisions gives the answers of the longer one, and leaves to it what it cannot answer at once."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from carteira.accounts.models import User
from carteira.api.callers import Callers, caller_of
from carteira.api.quick import Quick
from carteira.book.book import Book
from tests.api.calling import Caller, key_of
from tests.api.deciding import at_hand, call, called, publish_plan

pytestmark = pytest.mark.django_db
Q = Callable[..., Any]


async def behind(scope: Any, receive: Any, send: Any) -> None:
    """Stands for the application behind: says what it got."""
    parts = []
    while not parts or parts[-1].get("more_body"):
        parts.append(await receive())
    body = b"".join(part["body"] for part in parts)
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": b'{"size": %d}' % len(body)})


@pytest.fixture
def quick(book: Book, cast: dict[str, User]) -> Iterator[Quick]:
    """With what it would read of keys read beforehand, in the transaction of the test."""
    known = {key: caller_of(key) for key in (key_of(cast[name]) for name in ("root", "alice", "eva"))}
    publish_plan(book)
    with at_hand(book):
        made = Quick(behind, Callers(known.get))
        made.keys = dict(zip(("root", "alice", "eva"), known, strict=True))  # type: ignore[attr-defined]
        yield made


def key(quick: Any, name: str = "root") -> str:
    return str(quick.keys[name])


def test_the_same_answer_as_the_longer_way(quick: Quick, calling: Callable[..., Caller]) -> None:
    status, headers, short = call(quick, {"customer_id": 1}, key(quick))
    longer: Any = calling("root").post("/decide", {"customer_id": 2})
    assert status == 200
    same = {"id", "customer_id"}
    assert {name: value for name, value in short.items() if name not in same} == {
        name: value for name, value in longer.json().items() if name not in same
    }
    for name in ("content-type", "cache-control", "x-content-type-options"):
        assert {*headers[name].split(", ")} == {*longer.headers[name].split(", ")}, name


def test_the_same_key_over_both_ways(quick: Quick, cast: dict[str, User], calling: Callable[..., Caller]) -> None:
    mine = key(quick)
    _, _, short = call(quick, {"customer_id": 1}, mine, Idempotency_Key="page-1")
    longer: Any = Caller(mine).post("/decide", {"customer_id": 1}, Idempotency_Key="page-1")
    assert longer.json() == short


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ({"customer_id": 999}, {}),
        ({"customer_id": "x"}, {}),
        (b"not json", {}),
        ({"customer_id": 1, "channel": "web" * 3000}, {}),
        ({"customer_id": 1}, {"content_type": "text/plain"}),
        ({"customer_id": 1}, {"authorization": "Bearer cart_wrong"}),
        ({"customer_id": 1}, {"authorization": "Basic cm9vdA=="}),
        ({"customer_id": 1}, {"idempotency_key": "not allowed"}),
    ],
)
def test_what_is_refused_goes_on_whole(quick: Quick, body: Any, headers: dict[str, str]) -> None:
    import json

    status, _, answer = call(quick, body, key(quick), **headers)
    size = len(body if isinstance(body, bytes) else json.dumps(body).encode())
    assert (status, answer) == (299, {"size": size})


@pytest.mark.parametrize("name", ["alice", "eva"])
def test_who_sees_a_part_only_goes_on(quick: Quick, name: str) -> None:
    assert call(quick, {"customer_id": 1}, key(quick, name))[0] == 299


def test_other_addresses_go_on(quick: Quick) -> None:
    assert call(quick, {"customer_id": 1}, key(quick), path="/api/v1/decide/1-1/outcome")[0] == 299


def test_a_revoked_key_ends_within_a_second(quick: Quick) -> None:
    class Clock:
        now = 0.0

        def __call__(self) -> float:
            return self.now

    clock, good = Clock(), key(quick)
    keys = {good: caller_of(good)}
    quick._callers = Callers(keys.get, clock)

    async def asked() -> list[int]:
        found = []
        for moment, revoked in ((0.0, False), (0.3, True), (0.95, True)):
            clock.now = moment
            if revoked:
                keys.clear()
            found.append((await called(quick, {"customer_id": 1}, good))[0])
        return found

    assert asyncio.run(asked()) == [200, 200, 299]
