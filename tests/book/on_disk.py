"""A book in a folder, worked on by processes, as people do: some of them are killed."""

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from tests.database import of_its_own
from tests.processes.forked import Forked
from tests.processes.groups import clean_environment, shared_forge

OPENED = "import os, sys, carteira\nbook = carteira.open(os.environ['CARTEIRA_HOME'])\n"


class OnDisk:
    """A book's folder and the environment of the processes that work on it."""

    def __init__(self, home: Path, environment: dict[str, str]) -> None:
        self.home = home
        self.environment = environment | {"CARTEIRA_HOME": str(home)}

    def start(self, *words: str) -> "Forked | subprocess.Popen[str]":
        """A process that does `carteira WORDS`."""
        return Forked(["command", *words], self.environment)

    def start_python(self, code: str, *words: str) -> Forked:
        """A process that runs a Python program, which finds the book opened as `book`."""
        return Forked(["code", OPENED + code, *words], self.environment)

    def start_anew(self, *words: str, **options: Any) -> "subprocess.Popen[str]":
        """The same as `start` from the very beginning, in an interpreter of its own."""
        command = [sys.executable, "-m", "carteira", *words]
        return subprocess.Popen(
            command,
            env=self.environment | {"PYTHONPATH": clean_environment()["PYTHONPATH"]},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )

    def call(self, *words: str) -> str:
        """What the command prints; it must succeed."""
        return said(self.start(*words))

    def data(self, *words: str) -> Any:
        return json.loads(self.call(*words, "--json"))

    def python(self, code: str, *words: str) -> str:
        """What a Python program prints, which finds the book opened as `book`; it must succeed."""
        return said(self.start_python(code, *words))

    def program(self, name: str, *words: str) -> str:
        """What a module below `tests` prints, whose `main` works on the book; it must succeed."""
        return said(Forked([name, *words], self.environment))

    def refusal(self, *words: str, **options: Any) -> str:
        """The one line that a refused command prints; with options of `subprocess.Popen`, in an interpreter of its
        own."""
        process = self.start_anew(*words, **options) if options else self.start(*words)
        _, errors = process.communicate()
        assert process.returncode == 1, errors
        (line,) = errors.strip().splitlines()
        assert line.startswith("carteira: ")
        return str(line)

    def killed_when(self, reached: Callable[[], bool], *words: str) -> bool:
        """Starts a command and kills it as soon as `reached`. Says whether it was still at work."""
        process = self.start(*words)
        until = time.monotonic() + 120
        while process.poll() is None and not reached():
            assert time.monotonic() < until, "the moment never came"
            time.sleep(0.002)
        process.kill()
        return process.wait() == -signal.SIGKILL

    def wrong(self) -> list[str]:
        """The codes of what the doctor finds wrong; that a server of tests forgets safety for speed is none of it."""
        process = self.start("doctor", "--json")
        out, errors = process.communicate()
        assert process.returncode in (0, 1), errors
        codes = [finding["code"] for finding in json.loads(out) if not finding["ok"]]
        return [code for code in codes if code != "server_unsafe"]


class Installed(OnDisk):
    """The same where the environment says more than where the book is: each process reads it from the beginning."""

    def start(self, *words: str) -> "Forked | subprocess.Popen[str]":
        return self.start_anew(*words)


@contextmanager
def new_book(home: Path) -> Iterator[OnDisk]:
    """A new book in that folder, with a database of its own until the end: a copy of one that is made once."""
    template, database = _new_book()
    with of_its_own.environment(database or of_its_own.EMPTY) as own:
        shutil.copytree(template, home)
        yield OnDisk(home, own)


@cache
def _new_book() -> tuple[Path, str]:
    """The folder of a new book, and the name of its database."""
    home, database = shared_forge().new_path(), of_its_own.created()
    OnDisk(home, of_its_own.leading_to(database)).call("init")
    return home, database


def said(process: "Forked | subprocess.Popen[str]") -> str:
    """What the process says until its end, which must be a good one."""
    out, errors = process.communicate()
    assert process.returncode == 0, f"{out}{errors}"
    return out
