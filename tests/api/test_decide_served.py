"""Decisions by the server's processes: killed, several of them, while another plan is published."""

import http.client
import json
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from carteira.customize.decide.rows import decision_rows
from tests.book.on_disk import OnDisk
from tests.database import of_its_own

pytestmark = pytest.mark.database
CUSTOMERS = 2000
MAKE = """
from carteira.accounts.access import access_of
from carteira.accounts.actions import people, tokens
from tests.api.deciding import publish_plan
root = people.add_user("root", None, roles=["administrator"])
token, key = tokens.make_token(root, "test", tokens.scopes_of(access_of(root)), 1)
publish_plan(book, customers=2000)
print(key, token.pk)
"""
PUBLISH = """
from tests.api.deciding import publish_plan
publish_plan(book, run_id=2, price=10.0, customers=2000)
"""
REVOKE = """
from carteira.accounts.actions.tokens import revoke_token
from carteira.accounts.models import Token
revoke_token(Token.objects.get())
"""
SERVE = """
from carteira.cli.pages import listen, server
from carteira.book.deciding import begin_where_planned
begin_where_planned()
serving, listening = server(), listen("127.0.0.1", 0)
print(listening.getsockname()[1], flush=True)
serving.run(sockets=[listening])
"""


class Served:
    """A book with a plan, and processes that serve it."""

    def __init__(self, book: OnDisk) -> None:
        self.book = book
        self.key = book.python(MAKE).split()[0]
        self.processes: list[Any] = []
        self.ports: list[int] = []

    def start(self, count: int = 1) -> None:
        self.processes = [self.book.start_python(SERVE) for _ in range(count)]
        self.ports = [int(each.first_line()) for each in self.processes]

    def kill(self) -> None:
        for process in self.processes:
            process.send_signal(signal.SIGKILL)
            process.communicate()
        self.processes = []

    def rows(self) -> list[dict[str, Any]]:
        return list(decision_rows(self.book.home / "decisions").to_pylist())


class Connection:
    """Asks one process for decisions."""

    def __init__(self, served: Served, at: int = 0) -> None:
        self._key = served.key
        self._http = http.client.HTTPConnection("127.0.0.1", served.ports[at], timeout=60)

    def ask(self, customer: int, key: str = "") -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        self._http.request("POST", "/api/v1/decide", json.dumps({"customer_id": customer}), headers)
        answer = self._http.getresponse()
        return answer.status, json.loads(answer.read())


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with ExitStack() as stack:
        found = Served(OnDisk(tmp_path / "book", stack.enter_context(of_its_own.environment())))
        stack.callback(found.kill)
        yield found


def test_no_acknowledged_decision_is_lost_when_the_process_is_killed(served: Served) -> None:
    served.start()
    acknowledged: list[str] = []
    enough = threading.Event()

    def go_on(first: int) -> None:
        connection = Connection(served)
        try:
            for customer in range(first, CUSTOMERS + 1, 4):
                status, answer = connection.ask(customer)
                assert status == 200, answer
                acknowledged.append(answer["id"])
                if len(acknowledged) > 200:
                    enough.set()
        except (OSError, http.client.HTTPException):
            pass

    with ThreadPoolExecutor(4) as threads:
        done = [threads.submit(go_on, first) for first in range(1, 5)]
        assert enough.wait(120)
        served.kill()
        for each in done:
            each.result()
    logged = [row["id"] for row in served.rows()]
    assert len(acknowledged) > 200
    assert {*acknowledged} <= {*logged}
    assert len(logged) == len({*logged})
    first = served.rows()[0]
    served.start()
    again = Connection(served).ask(first["customer_id"])[1]
    assert again["actions"][0]["action"] == "letter"  # the call rests


def test_two_processes_decide_as_one(served: Served) -> None:
    served.start(2)
    one, other = Connection(served, 0), Connection(served, 1)
    first = one.ask(1, key="page-1")
    assert other.ask(1, key="page-1") == first
    assert one.ask(1, key="page-1") == first
    assert one.ask(2)[1]["actions"][0]["action"] == "call"
    answers = {other.ask(customer, key="page-2")[0] for customer in (2, 3)}
    assert answers == {200, 422}
    assert other.ask(2)[1]["actions"] == [], served.rows()
    assert [row["action"] for row in served.rows() if row["customer_id"] == 2] == ["call", "letter", None]


@pytest.mark.long
def test_a_key_that_fifty_send_at_once_decides_once(served: Served) -> None:
    served.start(2)
    together = threading.Barrier(50)

    def one(number: int) -> tuple[int, dict[str, Any]]:
        connection = Connection(served, number % 2)
        together.wait()
        return connection.ask(1, key="at-once")

    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(one, range(50)))
    ids = {answer["id"] for status, answer in answers if status == 200}
    assert len(ids) == 1, answers
    assert {answer["code"] for status, answer in answers if status != 200} <= {"request_at_work"}
    assert len(served.rows()) == 1


@pytest.mark.long
def test_another_plan_is_taken_over_while_decisions_go_on(served: Served) -> None:
    served.start()
    connection = Connection(served)
    assert connection.ask(1)[1]["actions"][0]["action"] == "call"
    runs, until = [1], time.monotonic() + 120
    with ThreadPoolExecutor(1) as thread:
        published = thread.submit(served.book.python, PUBLISH)
        for customer in cycle(range(2, CUSTOMERS)):
            assert time.monotonic() < until
            status, answer = connection.ask(customer)
            assert status == 200, answer
            runs.append(answer["run_id"])
            if runs[-1] == 2 and published.done():
                break
    assert runs == sorted(runs)
    assert connection.ask(CUSTOMERS)[1]["actions"][0]["action"] == "letter"


@pytest.mark.long
def test_a_revoked_key_ends(served: Served) -> None:
    served.start()
    connection = Connection(served)
    assert connection.ask(1)[0] == 200
    served.book.python(REVOKE)
    until = time.monotonic() + 60
    while (status := connection.ask(2)[0]) == 200:
        assert time.monotonic() < until
    assert status == 401
