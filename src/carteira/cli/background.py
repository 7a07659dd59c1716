"""The worker that `carteira serve` keeps beside itself, so that pages stay quick meanwhile."""

import os
import signal
import sys
import threading

from carteira.cli.beside import at_the_end_of_input, begin_beside
from carteira.errors import CarteiraError

NICENESS = 10
"""Pages go before work in the background."""


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
    begin_beside()
    stopped = set_by(signal.SIGTERM)
    at_the_end_of_input(stopped.set)
    from carteira.cli.opened import the_book

    os.nice(NICENESS)
    try:
        the_book()
        work(stopped)
    except CarteiraError as error:
        sys.exit(f"carteira: {error}")


if __name__ == "__main__":
    main()
