"""Processes that `carteira serve` keeps beside itself.

Each is told to stop by the end of its input, which comes too when the server is killed.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

import django

STOP_SECONDS = 15.0
"""What a process may take to put back what it has in hand and end."""
TICK_SECONDS = 0.5
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0

log = logging.getLogger(__name__)


class Program(NamedTuple):
    """A module to run; it has the open file `descriptor` too, where there is one, and its number as the argument."""

    module: str
    descriptor: int | None = None


class Beside:
    """Runs programs, each in a process of its own, while the block runs. One that dies is started again, after a pause
    that doubles each time."""

    def __init__(self, *programs: Program) -> None:
        self._stopped = threading.Event()
        self._threads = [threading.Thread(target=self._keep, args=(each,), daemon=True) for each in programs]

    def __enter__(self) -> None:
        for thread in self._threads:
            thread.start()

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def _keep(self, program: Program) -> None:
        passed = [] if program.descriptor is None else [program.descriptor]
        command = [sys.executable, "-m", program.module, *map(str, passed)]
        pause = FIRST_PAUSE_SECONDS
        while not self._stopped.is_set():
            began = time.monotonic()
            process = subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=passed)
            while process.poll() is None and not self._stopped.wait(TICK_SECONDS):
                pass
            _end(process)
            if self._stopped.is_set():
                return
            if time.monotonic() - began > LONGEST_PAUSE_SECONDS:
                pause = FIRST_PAUSE_SECONDS
            log.warning("%s ended with status %s; another one starts", program.module, process.returncode)
            self._stopped.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)


def begin_beside() -> None:
    """What such a process does first."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carteira.settings")
    django.setup()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the server, which then ends the input.


def at_the_end_of_input(stop: Callable[[], object]) -> None:
    """Calls `stop` once the server wants this process to end, or has ended itself."""

    def wait() -> None:
        while os.read(0, 1):
            pass
        stop()

    threading.Thread(target=wait, daemon=True).start()


def _end(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
