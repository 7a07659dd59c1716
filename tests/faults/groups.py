"""Groups of processes that a test starts, watches and kills."""

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
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
        if not self.ended_within(0):
            with suppress(ProcessLookupError):
                os.killpg(self.id, signal.SIGKILL)
        self.statuses()

    def statuses(self) -> list[int]:
        """How each ended."""
        if self._found is None:
            assert self.ended_within(PATIENCE_SECONDS), "they do not end"
            self._found = json.loads(os.read(self._pipe, 65536))
            os.close(self._pipe)
        return self._found


class Forge:
    """Starts groups of processes (see `tests.faults.forge`), all of them with that library preloaded."""

    def __init__(self, library: Path | None = None) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="carteira-forge-")
        self._count = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.forge"],
            env=clean_environment() | ({"LD_PRELOAD": str(library)} if library else {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def start(
        self, programs: Sequence[Sequence[str]], environment: dict[str, str], output: Path, errors: Path
    ) -> Group:
        """Starts programs, as `forge.run` takes them, in a process group of their own."""
        self._count += 1
        pipe = Path(self._folder.name) / str(self._count)
        os.mkfifo(pipe)
        statuses = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        order = {
            "programs": programs,
            "environment": environment,
            "output": str(output),
            "errors": str(errors),
            "statuses": str(pipe),
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        return Group(int(self._process.stdout.readline()), statuses)

    def close(self) -> None:
        self._process.communicate()
        self._folder.cleanup()


def clean_environment() -> dict[str, str]:
    """This process's environment without what would lead to another book."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("CARTEIRA_", "DJANGO_"))}
    return kept | {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}
