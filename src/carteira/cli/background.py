"""The worker that `carteira serve` keeps beside itself: a process of its own, so that pages stay quick meanwhile.

It is told to stop by the end of its input, which comes too when the server is killed.
"""

import logging
import os
import signal
import subprocess
import sys
import threading
import time

import django

from carteira.errors import CarteiraError

NICENESS = 10
"""Pages go before work in the background."""
STOP_SECONDS = 15.0
"""What the worker may take to put its job back and end."""
TICK_SECONDS = 0.5
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0

log = logging.getLogger(__name__)


class BackgroundWorker:
    """A worker process while the block runs. One that dies is started again, after a pause that doubles each time."""

    def __enter__(self) -> None:
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._keep_one, name="background", daemon=True)
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def _keep_one(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while not self._stopped.is_set():
            began = time.monotonic()
            process = subprocess.Popen([sys.executable, "-m", __name__], stdin=subprocess.PIPE)
            while process.poll() is None and not self._stopped.wait(TICK_SECONDS):
                pass
            _end(process)
            if self._stopped.is_set():
                return
            if time.monotonic() - began > LONGEST_PAUSE_SECONDS:
                pause = FIRST_PAUSE_SECONDS
            log.warning("the background worker ended with status %s; another one starts", process.returncode)
            self._stopped.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)


def _end(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def set_by(*signals: int) -> threading.Event:
    """An event that any of these signals sets."""
    event = threading.Event()
    for number in signals:
        signal.signal(number, lambda *_: event.set())
    return event


def work(stopped: threading.Event) -> None:
    """Does background work on the open book until the event is set."""
    from carteira.book import settings as book_settings
    from carteira.jobs.schedules import plan_ready_made
    from carteira.jobs.worker import work_until

    plan_ready_made(book_settings.values()["time_zone"])
    work_until(stopped)


def main() -> None:
    """Works on the book until the input ends."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carteira.settings")
    django.setup()
    from carteira.cli.opened import the_book

    os.nice(NICENESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the server, which then ends the input.
    stopped = set_by(signal.SIGTERM)
    threading.Thread(target=_set_at_the_end_of_input, args=(stopped,), daemon=True).start()
    try:
        the_book()
        work(stopped)
    except CarteiraError as error:
        sys.exit(f"carteira: {error}")


def _set_at_the_end_of_input(stopped: threading.Event) -> None:
    while os.read(0, 1):
        pass
    stopped.set()


if __name__ == "__main__":
    main()
