"""A book in a folder, worked on by processes, as people do: some of them are killed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


class OnDisk:
    """A book's folder and the environment of the processes that work on it."""

    def __init__(self, home: Path, environment: dict[str, str]) -> None:
        self.home = home
        self.environment = environment | {"CARTEIRA_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)}

    def start(self, *words: str, program: tuple[str, ...] = ("-m", "carteira"), **options: Any) -> Any:
        """A process that does `carteira WORDS`, or another Python program."""
        command = [sys.executable, *program, *words]
        return subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
        )

    def call(self, *words: str, **options: Any) -> str:
        """What the command prints; it must succeed."""
        process = self.start(*words, **options)
        out, errors = process.communicate()
        assert process.returncode == 0, f"{' '.join(words)}\n{out}{errors}"
        return str(out)

    def data(self, *words: str) -> Any:
        return json.loads(self.call(*words, "--json"))

    def python(self, code: str, *words: str) -> str:
        """What a Python program prints that finds the book opened as `book`."""
        opened = "import os, sys, carteira\nbook = carteira.open(os.environ['CARTEIRA_HOME'])\n"
        return self.call(*words, program=("-c", opened + code))

    def refusal(self, *words: str, **options: Any) -> str:
        """The one line that a refused command prints."""
        process = self.start(*words, **options)
        _, errors = process.communicate()
        assert process.returncode == 1, errors
        (line,) = errors.strip().splitlines()
        assert line.startswith("carteira: ")
        return str(line)

    def killed_when(self, reached: Callable[[], bool], *words: str, **options: Any) -> bool:
        """Starts a command and kills it as soon as `reached`. Says whether it was still at work."""
        process = self.start(*words, **options)
        until = time.monotonic() + 120
        while process.poll() is None and not reached():
            assert time.monotonic() < until, "the moment never came"
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        return bool(process.returncode == -signal.SIGKILL)

    def wrong(self) -> list[str]:
        """The codes of what the doctor finds wrong; that a server of tests forgets safety for speed is none of it."""
        process = self.start("doctor", "--json")
        out, errors = process.communicate()
        assert process.returncode in (0, 1), errors
        codes = [finding["code"] for finding in json.loads(out) if not finding["ok"]]
        return [code for code in codes if code != "server_unsafe"]
