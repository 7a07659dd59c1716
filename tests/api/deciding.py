"""A published plan for the small book of these tests, and a caller of the shorter way."""

import asyncio
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import numpy as np

from carteira.book import deciding
from carteira.book.book import Book
from carteira.book.deciding import Deciding
from carteira.book.home import Home
from carteira.customize.models import PublishedPlan
from carteira.customize.options import save
from tests.customize.decide.made import action, options, resource

Answer = tuple[int, dict[str, str], Any]


def publish_plan(book: Book, run_id: int = 1, price: float = 2.0, customers: int = 20, **others: Any) -> None:
    """A plan of three actions for the first customers, of whom each would get the call: it brings 1000 and pays for 30
    minutes; the letter brings 900 and the visit 5000, for 30,000 minutes."""
    actions = [
        action("visit", (30_000.0,), channel="visit", purpose="marketing"),
        action("call", (30.0,), channel="call", goal="save", offer="10 %", purpose="marketing"),
        action("letter", (0.0,), channel="letter"),
    ]
    values = np.tile([5000.0, 1000.0, 900.0], (customers, 1))
    minutes = [resource("minutes", price, used=10000.0, capacity=10000.0)]
    folder = Home(book.home.path).options(run_id)
    shutil.rmtree(folder, ignore_errors=True)  # what the run itself found to be possible
    save(options(actions, values, minutes, run_id, **others), folder)
    PublishedPlan.objects.create(run_id=run_id, published_at=datetime(2026, 1, run_id, tzinfo=UTC))


async def called(application: Any, body: Any, key: str, path: str = "/api/v1/decide", **headers: str) -> Answer:
    """(status, headers, JSON) of a POST to an ASGI application."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = {"content-type": "application/json", "content-length": str(len(content)), "host": "testserver"}
    given |= {"authorization": f"Bearer {key}"} | {
        name.lower().replace("_", "-"): value for name, value in headers.items()
    }
    scope = {
        "type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
        "http_version": "1.1", "scheme": "http", "server": ("testserver", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip
    messages: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message: Any) -> None:
        messages.append(message)

    await application(scope, receive, send)
    answered = b"".join(each.get("body", b"") for each in messages[1:])
    told = {name.decode(): value.decode() for name, value in messages[0]["headers"]}
    return messages[0]["status"], told, json.loads(answered)


def call(application: Any, *arguments: Any, **others: Any) -> Answer:
    return asyncio.run(called(application, *arguments, **others))


@contextmanager
def at_hand(book: Book) -> Iterator[Deciding]:
    """The book's decider without a thread that looks for news: `follow_plan` and `live.look` are called by the test."""
    deciding.stop_deciding()
    deciding._current = Deciding(Home(book.home.path))
    try:
        yield deciding._current
    finally:
        deciding.stop_deciding()


def begin_deciding(book: Book) -> None:
    """The same for a while: with a plan, and nothing decided."""
    deciding.stop_deciding()
    shutil.rmtree(Home(book.home.path).decisions, ignore_errors=True)
    shutil.rmtree(Home(book.home.path).options(1), ignore_errors=True)
    publish_plan(book, customers=200)
    deciding._current = Deciding(Home(book.home.path))
