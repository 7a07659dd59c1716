"""The running interface under schemathesis: no server error, no answer that the document does not foresee, no way
around authentication, and nothing that can be used after it was removed."""

import faulthandler
import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from carteira.api.api import OPERATIONS
from tests.book.on_disk import new_book

FUZZING = Path(__file__).parent / "fuzzing"
MAKE = """
from carteira.accounts.access import access_of
from carteira.accounts.actions.tokens import make_token, scopes_of
from carteira.book.owners import follow_published_owners
from tests.accounts.cast import make_cast
from tests.api.calling import fill
fill(book)
root = make_cast()["root"]
follow_published_owners()
token, key = make_token(root, "fuzzing", scopes_of(access_of(root)), 2)
print(key, root.pk, token.pk)
"""
SERVE = """
import os, socket, carteira, uvicorn
from a2wsgi import WSGIMiddleware
carteira.open(os.environ["CARTEIRA_HOME"])
from django.core.wsgi import get_wsgi_application
from carteira.api import authentication
authentication.ATTEMPTS = 1_000_000
listening = socket.create_server(("127.0.0.1", 0), backlog=100)
print(listening.getsockname()[1], flush=True)
served = WSGIMiddleware(get_wsgi_application(), workers=8)
uvicorn.Server(uvicorn.Config(served, log_level="warning", lifespan="off")).run(sockets=[listening])
"""
"""As `carteira serve`, but that it is never tired of wrong keys: the fuzzer sends many."""


@dataclass(frozen=True)
class Target:
    """A served book, and the key of somebody who may do everything."""

    address: str
    key: str
    user: str
    token: str

    def status(self, path: str) -> int:
        request = urllib.request.Request(self.address + path, headers={"Authorization": f"Bearer {self.key}"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return int(answer.status)


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Target]:
    with ExitStack() as stack:
        book = stack.enter_context(new_book(tmp_path / "book"))
        key, user, token = book.python(MAKE).split()
        with open(tmp_path / "log", "w", encoding="utf-8") as log:
            server = subprocess.Popen(
                [sys.executable, "-c", SERVE], env=book.environment, stdout=subprocess.PIPE, stderr=log, text=True
            )
        stack.callback(server.wait)
        stack.callback(server.kill)
        assert server.stdout is not None
        yield Target(f"http://127.0.0.1:{int(server.stdout.readline())}/api/v1", key, user, token)


def fuzz(target: Target, folder: Path, seconds: int, seed: int) -> None:
    """Calls every operation for so long, in all phases with all checks, and fails with what schemathesis says."""
    report = folder / "report.json"
    command = [
        Path(sys.executable).with_name("st"), "--config-file", FUZZING / "schemathesis.toml", "--no-color",
        "run", f"{target.address}/openapi.json", "--header", f"Authorization: Bearer {target.key}",
        "--checks", "all", "--phases", "examples,coverage,fuzzing,stateful",
        "--max-time", str(seconds), "--seed", str(seed), "--report", "json", "--report-json-path", report,
    ]  # fmt: skip
    environment = os.environ | {
        "SCHEMATHESIS_HOOKS": str(FUZZING / "hooks.py"), "FUZZING_USER": target.user, "FUZZING_TOKEN": target.token
    }  # fmt: skip
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"seed {seed}\n{done.stdout}{done.stderr}"
    assert f"Tested: {len(OPERATIONS) - 1}" in done.stdout, done.stdout  # all but the document itself
    assert json.loads(report.read_text(encoding="utf-8"))
    assert target.status("/me") == 200
    assert "Traceback" not in (folder / "log").read_text(encoding="utf-8")


@pytest.mark.database
@pytest.mark.fuzz
def test_a_minute_of_requests(target: Target, tmp_path: Path) -> None:
    fuzz(target, tmp_path, 50, seed=1)


@pytest.mark.database
@pytest.mark.long
def test_half_an_hour_of_requests(target: Target, tmp_path: Path) -> None:
    faulthandler.cancel_dump_traceback_later()  # pytest's watch ends what takes longer than five minutes
    fuzz(target, tmp_path, 1800, seed=2)
