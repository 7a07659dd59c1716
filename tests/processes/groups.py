"""Groups of processes that a test starts, watches and kills."""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from tools.repository import ROOT

PATIENCE_SECONDS = 240.0


class Group:
    """The processes that were started together. `id` is that of their process group."""

    def __init__(self, number: int, statuses: int) -> None:
        self.id = number
        self._pipe = statuses
        self._found: list[int] | None = None

    def ended_within(self, seconds: float) -> bool:
        """Waits until all have ended, at most so long."""
        return self._found is not None or bool(select.select([self._pipe], [], [], seconds)[0])

    def kill(self) -> None:
        """Ends those that have not ended yet, without a word."""
        self.send_signal(signal.SIGKILL)
        self.statuses()

    def send_signal(self, number: int) -> None:
        """Sends it to those that have not ended yet."""
        if not self.ended_within(0):
            with suppress(ProcessLookupError):
                os.killpg(self.id, number)

    def statuses(self) -> list[int]:
        """How each ended."""
        if self._found is None:
            assert self.ended_within(PATIENCE_SECONDS), "they do not end"
            self._found = json.loads(os.read(self._pipe, 65536))
            os.close(self._pipe)
        return self._found


class Forge:
    """Starts groups of processes (see `tests.processes.forge`), all of them with that library preloaded."""

    def __init__(self, library: Path | None = None) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="carteira-forge-")
        self._count = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.processes.forge"],
            env=clean_environment() | ({"LD_PRELOAD": str(library)} if library else {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def start(
        self,
        programs: Sequence[Sequence[str]],
        environment: dict[str, str],
        output: Path,
        errors: Path,
        folder: Path | None = None,
    ) -> Group:
        """Starts programs, as `forge.run` takes them, in a process group of their own; in that folder, else in this
        process's."""
        pipe = self.new_path()
        os.mkfifo(pipe)
        statuses = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        order = {
            "programs": programs,
            "environment": environment,
            "folder": str(folder or Path.cwd()),
            "output": str(output),
            "errors": str(errors),
            "statuses": str(pipe),
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        return Group(int(self._process.stdout.readline()), statuses)

    def new_path(self) -> Path:
        """Where nothing is yet, in a folder that is removed with the forge."""
        self._count += 1
        return Path(self._folder.name) / str(self._count)

    def close(self) -> None:
        self._process.communicate()
        self._folder.cleanup()


def wait_until(holds: Callable[[], object]) -> None:
    """Returns as soon as it holds."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < until, "it did not come to pass"
        time.sleep(0.02)


@cache
def shared_forge() -> Forge:
    """The forge of this session, without a library."""
    return Forge()


def clean_environment() -> dict[str, str]:
    """This process's environment without what would lead to another book."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("CARTEIRA_", "DJANGO_"))}
    return kept | {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
