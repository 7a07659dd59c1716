"""People at work on the book, in one process that may be killed: `python client.py HOME LOG ARMED ROUND SEED`.

It asks for loads and runs, loads and undoes by itself and cancels, and writes down before each what it tries and after
each what it was told. Then it watches the work until somebody ends it.
"""

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import carteira
from carteira.book.home import Home
from carteira.errors import CarteiraError
from tests.faults import orders
from tests.faults.acknowledged import Log

WRITES = 4
MOST_WAITING = 12


class Client:
    """One round of work. `number` is the next file."""

    def __init__(self, home: Path, log: Log, number: int, chance: random.Random) -> None:
        self.home, self.log, self.number, self.chance = home, log, number, chance
        self.book = carteira.open(home)

    def work(self) -> None:
        writes: list[Callable[[], None]] = [self.ask_load, self.ask_load, self.ask_run, self.cancel]
        writes += [self.load, self.undo]
        self.try_to(self.ask_load)
        for _ in range(WRITES):
            self.try_to(self.chance.choice(writes))
            time.sleep(self.chance.random() * 0.3)

    def try_to(self, act: Callable[[], None]) -> None:
        """Does something. A refusal or a cut connection is written down: then nobody knows yet whether it was done."""
        from django.db import InterfaceError, OperationalError, connection

        try:
            act()
        except CarteiraError as refusal:
            self.log.add("refused", code=refusal.code)
        except (OperationalError, InterfaceError):
            self.log.add("cut off")
            connection.close()

    def ask_load(self) -> None:
        from carteira.accounts.access import FULL
        from carteira.book.asking import ask_load

        if len(self.unfinished()) > MOST_WAITING:
            return
        number = self._next()
        Home(self.home).uploads.mkdir(exist_ok=True)
        path = Home(self.home).uploads / f"{number}.data"
        path.write_text(orders.text(number), encoding="ascii")
        self.log.add("try ask", file=number)
        given = {"table": "orders", "path": str(path), "source": "shop", "file_name": f"{number}.csv", "mapping": ""}
        job = ask_load(FULL, None, given)
        self.log.add("asked", file=number, job=job.id)

    def ask_run(self) -> None:
        """One run at a time: a second that waits for the same would only take long."""
        from carteira.jobs import actions
        from carteira.jobs.queries import unfinished

        if unfinished("run") is not None:
            return
        self.log.add("try run")
        self.log.add("run", job=actions.ask("run", {"window": "all"}).id)

    def cancel(self) -> None:
        from carteira.jobs import actions
        from carteira.jobs.queries import job_of

        job = job_of(self.chance.choice(self.unfinished() or [0]))
        if job is not None:
            self.log.add("try cancel", job=job.id)
            actions.cancel(job)
            self.log.add("cancelled", job=job.id)

    def load(self) -> None:
        number = self._next()
        path = self.home.parent / f"{number}.csv"
        path.write_text(orders.text(number), encoding="ascii")
        self.log.add("try load", file=number)
        report = self.book.load("orders", path, source="shop")
        self.log.add("loaded", file=number, load=report.load_id)

    def undo(self) -> None:
        standing = [load for load in self.book.loads() if load.state == "loaded"]
        if standing:
            load = self.chance.choice(standing)
            self.log.add("try undo", load=load.id)
            self.book.undo(load.id)
            self.log.add("undone", load=load.id)

    def unfinished(self, attempts: int = 0) -> list[int]:
        """The jobs that wait or are worked on, and were begun at least so often."""
        from carteira.jobs.choices import UNFINISHED
        from carteira.jobs.models import Job

        found = Job.objects.filter(state__in=UNFINISHED, attempts__gte=attempts)
        return list(found.order_by("id").values_list("id", flat=True))

    def watch(self) -> None:
        """Notes how far each job is."""
        from carteira.jobs.models import Job

        for job in Job.objects.filter(state="running"):
            self.log.add("seen", job=job.id, kind=job.kind, lease=job.lease, stage=job.stage, done=job.done)

    def _next(self) -> int:
        self.number += 1
        return self.number


def main() -> None:
    home, log, armed, number, seed = sys.argv[1:6]
    client = Client(Path(home), Log(Path(log)), 100 * int(number), random.Random(seed))
    while client.unfinished(attempts=2):  # killed a third time, a job would rightly be given up
        time.sleep(0.05)
    Path(armed).touch()
    client.work()
    while True:
        client.try_to(client.watch)
        time.sleep(0.02)


if __name__ == "__main__":
    main()
