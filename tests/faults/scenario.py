"""A book at work whose processes are killed again and again, at moments that a seed chooses."""

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from tools.repository import ROOT

PATIENCE_SECONDS = 240.0
LONGEST_ROUND_SECONDS = 4.0


def wait_until(holds: Callable[[], object]) -> None:
    """Returns as soon as it holds."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < until, "it did not come to pass"
        time.sleep(0.02)


class Group:
    """The processes of one round. `id` is that of their process group."""

    def __init__(self, answers: IO[str]) -> None:
        self._answers = answers
        self.id = int(self._answer())

    def ended_within(self, seconds: float) -> bool:
        """Waits until all have ended, at most so long."""
        return bool(select.select([self._answers], [], [], seconds)[0])

    def kill(self) -> None:
        """Ends those that have not ended yet, without a word."""
        if not self.ended_within(0):
            os.killpg(self.id, signal.SIGKILL)
        self.statuses()

    def statuses(self) -> list[int]:
        """How each ended."""
        found: list[int] = self._answer()
        return found

    def _answer(self) -> Any:
        assert self.ended_within(PATIENCE_SECONDS), "no answer"
        return json.loads(self._answers.readline())


class Scenario:
    """One book with its client's log, on one database. What its processes say is in the file `output`."""

    def __init__(self, folder: Path, database_url: str, seed: int = 0, shim: Path | None = None) -> None:
        self.folder, self.home, self.seed, self.shim = folder, folder / "book", seed, shim
        self.log, self.armed = folder / "acknowledged", folder / "armed"
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("CARTEIRA_", "DJANGO_"))},
            "CARTEIRA_HOME": str(self.home),
            "CARTEIRA_DATABASE_URL": database_url,
            "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
        }
        preloaded = {"LD_PRELOAD": str(shim)} if shim else {}
        self._forge = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.forge"],
            env={**self.environment, **preloaded},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        self.carteira("init")

    def __enter__(self) -> "Scenario":
        return self

    def __exit__(self, *_: object) -> None:
        self._forge.communicate()

    @property
    def output(self) -> str:
        return (self.folder / "output").read_text(encoding="utf-8")

    def python(self, *words: str) -> str:
        """What a Python program says, which must do what it was asked."""
        done = self.called(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def called(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """How a Python program ended."""
        command = [sys.executable, *words]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)

    def carteira(self, *words: str) -> str:
        """What a command says, which must do what it was asked."""
        return self.python("-m", "carteira", *words)

    def start(self, *programs: list[str], **environment: str) -> Group:
        """Starts programs, as `forge.run` takes them, in a process group of their own."""
        order = {"programs": programs, "environment": environment, "output": str(self.folder / "output")}
        assert self._forge.stdin is not None
        assert self._forge.stdout is not None
        self._forge.stdin.write(json.dumps(order) + "\n")
        return Group(self._forge.stdout)

    def client(self, number: int, chance: random.Random, *others: list[str], **environment: str) -> Group:
        """A client, with other programs in the same group, once it is at work."""
        self.armed.unlink(missing_ok=True)
        client = ["client", *map(str, (self.home, self.log, self.armed, number, chance.random()))]
        group = self.start(client, *others, **environment)
        self.wait_for(self.armed, group)
        return group

    def wait_for(self, file: Path, group: Group) -> None:
        """Returns as soon as the file is there."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not file.exists() and time.monotonic() < until and not group.ended_within(0.005):
            pass
        assert file.exists(), self.output

    def kill_once(self, number: int) -> None:
        """One round: a client and one or two workers at work, until all of them are killed at one moment."""
        chance = random.Random(f"{self.seed}/{number}")
        environment, seconds = self._moment(chance)
        group = self.client(number, chance, *([["worker"]] * chance.randint(1, 2)), **environment)
        if not group.ended_within(seconds):
            os.killpg(group.id, signal.SIGKILL)
        assert set(group.statuses()) == {-signal.SIGKILL}, self.output

    def _moment(self, chance: random.Random) -> tuple[dict[str, str], float]:
        """When to kill: the environment of a kill point and the longest wait for it, or nothing and a wait."""
        if self.shim is None or chance.random() < 0.3:
            return {}, chance.random() * LONGEST_ROUND_SECONDS
        at = chance.randint(1, chance.choice((12, 40, 250)))
        after = str(chance.randint(0, 1))
        return {"KILL_AT": str(at), "KILL_AFTER": after, "KILL_ARMED": str(self.armed)}, LONGEST_ROUND_SECONDS

    @contextmanager
    def worker(self) -> Iterator[None]:
        """A worker that nobody disturbs while the block runs; told to stop, it does."""
        with (self.folder / "output").open("a", encoding="utf-8") as output:
            command = [sys.executable, "-m", "carteira", "worker"]
            before = self.presences()
            process = subprocess.Popen(command, env=self.environment, stdout=output, stderr=output)
            try:
                wait_until(lambda: self.presences() - before)
                yield
            finally:
                process.terminate()
                status = process.wait(PATIENCE_SECONDS)
        assert status == 0, self.output

    def presences(self) -> set[str]:
        """The names of the files by which workers show that they live."""
        return {path.name for path in (self.home / "workers").glob("*.lock")}

    def check(self) -> dict[str, Any]:
        """What the check of the whole book finds, once the workers have ended what was left."""
        found: dict[str, Any] = json.loads(self.python("-m", "tests.faults.check", str(self.home), str(self.log)))
        return found

    def settle(self) -> dict[str, Any]:
        """The same with a new worker, and with what `carteira doctor` checks."""
        with self.worker():
            found = self.check()
        findings = json.loads(self.called("-m", "carteira", "doctor", "--json").stdout)
        found["wrong"] += [each for each in findings if not each["ok"] and each["code"] != "server_unsafe"]
        return found
