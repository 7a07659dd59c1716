"""A book at work whose processes are killed again and again, at moments that a seed chooses."""

import json
import os
import random
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tests.processes.groups import PATIENCE_SECONDS, Forge, Group, clean_environment, wait_until

LONGEST_ROUND_SECONDS = 4.0


class Said(NamedTuple):
    """How a program ended, and what it said."""

    status: int
    output: str
    errors: str


class Scenario:
    """The book in `folder`/book with its client's log. What its processes say is in the file `output`."""

    def __init__(self, folder: Path, forge: Forge, database_url: str, seed: int, has_kill_points: bool) -> None:
        self.folder, self.home, self.seed, self.has_kill_points = folder, folder / "book", seed, has_kill_points
        self.log, self.armed = folder / "acknowledged", folder / "armed"
        self.environment = {
            **clean_environment(),
            "CARTEIRA_HOME": str(self.home),
            "CARTEIRA_DATABASE_URL": database_url,
        }
        self._forge = forge
        self._started: list[Group] = []

    def __enter__(self) -> "Scenario":
        return self

    def __exit__(self, *_: object) -> None:
        for group in self._started:
            group.kill()

    @property
    def output(self) -> str:
        return (self.folder / "output").read_text(encoding="utf-8")

    def lead_through(self, door: Path, server: Path) -> None:
        """Makes the book's processes talk to the server through the socket in another folder."""
        address = self.environment["CARTEIRA_DATABASE_URL"]
        self.environment["CARTEIRA_DATABASE_URL"] = address.replace(str(server), str(door))

    def start(self, *programs: Sequence[str], name: str = "output", errors: str = "", **environment: str) -> Group:
        """Starts programs, as `forge.run` takes them, in a process group of their own."""
        given = self.environment | environment
        group = self._forge.start(programs, given, self.folder / name, self.folder / (errors or name))
        self._started.append(group)
        return group

    def called(self, *program: str, **environment: str) -> Said:
        """How a program ended, as `forge.run` takes it."""
        names = [f"said-{len(self._started)}", f"errors-{len(self._started)}"]
        (status,) = self.start(program, name=names[0], errors=names[1], **environment).statuses()
        return Said(status, *((self.folder / name).read_text(encoding="utf-8") for name in names))

    def done(self, *program: str) -> str:
        """What a program says, which must do what it was asked."""
        said = self.called(*program)
        assert said.status == 0, said.output + said.errors
        return said.output

    def carteira(self, *words: str) -> str:
        """What a command says, which must do what it was asked."""
        return self.done("command", *words)

    def client(self, number: int, chance: random.Random, *others: list[str], **environment: str) -> Group:
        """A client, with other programs in the same group, once it is at work."""
        self.armed.unlink(missing_ok=True)
        client = ["faults.client", *map(str, (self.home, self.log, self.armed, number, chance.random()))]
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
        if not self.has_kill_points or chance.random() < 0.3:
            return {}, chance.random() * LONGEST_ROUND_SECONDS
        at = chance.randint(1, chance.choice((12, 40, 250)))
        after = str(chance.randint(0, 1))
        return {"KILL_AT": str(at), "KILL_AFTER": after, "KILL_ARMED": str(self.armed)}, LONGEST_ROUND_SECONDS

    @contextmanager
    def worker(self) -> Iterator[None]:
        """A worker that nobody disturbs while the block runs; told to stop, it does."""
        before = self.presences()
        worker = self.start(["worker"])
        try:
            wait_until(lambda: self.presences() - before or worker.ended_within(0))
            yield
        finally:
            if not worker.ended_within(0):
                os.killpg(worker.id, signal.SIGTERM)
        assert worker.statuses() == [0], self.output

    def presences(self) -> set[str]:
        """The names of the files by which workers show that they live."""
        return {path.name for path in (self.home / "workers").glob("*.lock")}

    def check(self) -> dict[str, Any]:
        """What the check of the whole book finds, once the workers have ended what was left."""
        found: dict[str, Any] = json.loads(self.done("faults.check", str(self.home), str(self.log)))
        return found

    def settle(self) -> dict[str, Any]:
        """The same with a new worker, and with what `carteira doctor` checks."""
        with self.worker():
            found = self.check()
        findings = json.loads(self.called("command", "doctor", "--json").output)
        found["wrong"] += [each for each in findings if not each["ok"] and each["code"] != "server_unsafe"]
        return found
