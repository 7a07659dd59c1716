"""`carteira serve` answers by several processes, all of which end with it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools.served import carteira

PROCESSES = 2
PATIENCE_SECONDS = 60


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served") / "home"
    carteira(folder, "init")
    return folder


@pytest.fixture
def served(home: Path) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """A running server and its port."""
    command = [sys.executable, "-m", "carteira", "serve", "--port", "0", "--processes", str(PROCESSES), "--json"]
    environment = {**os.environ, "CARTEIRA_HOME": str(home), "CARTEIRA_DATABASE_URL": "", "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = ""
    while "}" not in said:
        said += process.stdout.readline()
    wait_until(lambda: len(helpers(process.pid)) == PROCESSES - 1)
    yield process, int(json.loads(said)["address"].rsplit(":", 1)[1].strip("/"))
    process.kill()
    process.wait()


def test_all_end_with_the_server(served: tuple["subprocess.Popen[str]", int]) -> None:
    """Told to end, or killed without a word: nothing is left that holds the port."""
    process, port = served
    others = helpers(process.pid)
    assert answers(port) == 200
    process.kill()
    process.wait()
    wait_until(lambda: not any(alive(each) for each in others))
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port)).close()


def test_told_to_end_it_ends_the_others_first(served: tuple["subprocess.Popen[str]", int]) -> None:
    process, _ = served
    others = helpers(process.pid)
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE_SECONDS) == 0
    assert not any(alive(each) for each in others)


def test_one_that_dies_is_replaced(served: tuple["subprocess.Popen[str]", int]) -> None:
    process, port = served
    before = helpers(process.pid)
    os.kill(before[0], signal.SIGKILL)
    wait_until(lambda: len(set(helpers(process.pid)) - {*before}) == PROCESSES - 1)
    assert answers(port) == 200


def answers(port: int) -> int:
    """The status of the answer to a request for the sign-in page."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as connection:
        connection.sendall(b"GET /sign-in/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        return int(connection.recv(4096).split()[1])


def helpers(pid: int) -> list[int]:
    """The living processes that answer beside the server's own."""
    parents = [path for path in Path("/proc").glob("[0-9]*") if _parent(path) == pid]
    return [int(path.name) for path in parents if b"carteira.cli.pages" in _text(path / "cmdline")]


def alive(pid: int) -> bool:
    return b"carteira.cli.pages" in _text(Path(f"/proc/{pid}/cmdline"))


def _parent(path: Path) -> int:
    fields = _text(path / "stat").rpartition(b")")[2].split()
    return int(fields[1]) if fields else 0


def _text(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)
