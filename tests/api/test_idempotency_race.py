"""Fifty at once with one key, at two processes that are then killed: the work is done once, on either database."""

import http.client
import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from tests.book.on_disk import OnDisk, new_book

THREADS = 50
MAKE = """
from carteira.accounts.access import access_of
from carteira.accounts.actions import people, tokens
root = people.add_user("root", None, roles=["administrator"])
print(tokens.make_token(root, "test", tokens.scopes_of(access_of(root)), 1)[1])
"""
COUNT = """
from carteira.accounts.models import Team, User
from carteira.book.models import Load
from carteira.jobs.models import Job
people = User.objects.exclude(username="root")
for found in (Team.objects, people, Job.objects.filter(kind="run"), Load.objects.filter(state="loaded")):
    print(found.count())
"""
SERVE = """
import socket, uvicorn
from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application
listening = socket.create_server(("127.0.0.1", 0), backlog=100)
print(listening.getsockname()[1], flush=True)
served = WSGIMiddleware(get_wsgi_application(), workers=8)
uvicorn.Server(uvicorn.Config(served, log_level="warning", lifespan="off")).run(sockets=[listening])
"""
CASES: dict[str, tuple[Any, int]] = {
    "/teams": ({"name": "West"}, 201),
    "/users": ({"name": "somebody"}, 201),
    "/runs": ({}, 202),
    "/facts/customers": ({"rows": [{"source_id": str(n), "name": f"Customer {n}"} for n in range(200)]}, 200),
}
"""What is asked for, and the status of its answer."""


class Served:
    """A book served by two processes, and a key to call them with."""

    def __init__(self, book: OnDisk) -> None:
        self.book = book
        self.key = book.python(MAKE).strip()
        self.processes: list[Any] = []
        self.ports: list[int] = []

    def start(self) -> None:
        self.processes = [self.book.start_python(SERVE) for _ in range(2)]
        self.ports = [int(each.first_line()) for each in self.processes]

    def kill(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()

    def post(self, path: str, body: Any, key: str, at: int = 0) -> tuple[int, str, str | None]:
        """Status, body, and whether it is said to be a repetition."""
        connection = http.client.HTTPConnection("127.0.0.1", self.ports[at % len(self.ports)], timeout=120)
        headers = {
            "Authorization": f"Bearer {self.key}", "Content-Type": "application/json", "Idempotency-Key": key
        }  # fmt: skip
        connection.request("POST", f"/api/v1{path}", json.dumps(body), headers)
        answer = connection.getresponse()
        found = answer.status, answer.read().decode(), answer.headers.get("Idempotency-Replayed")
        connection.close()
        return found

    def all_at_once(self, path: str, body: Any, key: str) -> Counter[tuple[int, str, str | None]]:
        together = Barrier(THREADS)

        def one(number: int) -> tuple[int, str, str | None]:
            together.wait()
            return self.post(path, body, key, number)

        with ThreadPoolExecutor(THREADS) as threads:
            return Counter(threads.map(one, range(THREADS)))


def key_for(path: str) -> str:
    return path.replace("/", "-")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with ExitStack() as stack:
        book = Served(stack.enter_context(new_book(tmp_path / "book")))
        stack.callback(book.kill)
        yield book


@pytest.mark.database
def test_fifty_at_once_work_once(served: Served) -> None:
    served.start()
    answers = {path: served.all_at_once(path, body, key_for(path)) for path, (body, _) in CASES.items()}
    served.kill()
    served.start()
    for path, (body, status) in CASES.items():
        check(served, path, body, status, answers[path])
    assert served.book.python(COUNT).split() == ["1", "1", "1", "1"]


def check(served: Served, path: str, body: Any, status: int, answers: Counter[tuple[int, str, str | None]]) -> None:
    """One of the fifty worked; the others got its answer or were told to wait, and so is whoever comes after a kill."""
    _, kept, replayed = served.post(path, body, key_for(path))
    assert replayed == "true"
    given = {answer: count for answer, count in answers.items() if answer[0] == status}
    assert given.get((status, kept, None)) == 1
    assert {text for _, text, _ in given} == {kept}
    others = {json.loads(text)["code"] for code, text, _ in answers if code != status}
    assert others <= {"request_at_work"}
    assert served.post(path, {**body, "extra": 1}, key_for(path))[0] == 422
