"""A process as `subprocess.Popen` starts one, but forked from one that has imported everything: that takes hundredths
of a second where an interpreter of its own takes one and more."""

import signal
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.processes.groups import shared_forge, wait_until


class Forked:
    """A process that runs the program, as `forge.run` takes it, in the folder (else: in this process's)."""

    def __init__(self, program: Sequence[str], environment: Mapping[str, str], folder: Path | None = None) -> None:
        forge = shared_forge()
        self._output, self._errors = forge.new_path(), forge.new_path()
        self._group = forge.start([program], dict(environment), self._output, self._errors, folder)

    @property
    def returncode(self) -> int | None:
        return self.poll()

    def poll(self) -> int | None:
        """How it ended; None while it has not."""
        return self._group.statuses()[0] if self._group.ended_within(0) else None

    def wait(self) -> int:
        return self._group.statuses()[0]

    def send_signal(self, number: int) -> None:
        self._group.send_signal(number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def communicate(self) -> tuple[str, str]:
        """What it said until it ended: output and errors."""
        self.wait()
        return self._output.read_text(encoding="utf-8"), self._errors.read_text(encoding="utf-8")

    def first_line(self) -> str:
        """What it says first, as soon as it has."""
        wait_until(lambda: self._output.exists() and "\n" in self._output.read_text(encoding="utf-8"))
        return self._output.read_text(encoding="utf-8").partition("\n")[0]
