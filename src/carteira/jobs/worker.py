"""The loop that takes jobs and does them, one at a time, in a thread of `carteira serve` or as `carteira worker`."""

import logging
import threading
import time

from django.db import close_old_connections, connection

from carteira.errors import CarteiraError
from carteira.jobs import actions
from carteira.jobs.handlers import handler_of
from carteira.jobs.models import Job

IDLE_SECONDS = 0.5
RENEW_SECONDS = 15.0
REPORT_SECONDS = 0.3

log = logging.getLogger(__name__)


def work_once() -> bool:
    """Does one job if one is free. Says whether there was one."""
    job = actions.take()
    if job is None:
        return False
    with _lease_kept(job):
        try:
            actions.finish(job, handler_of(job.kind)(job, _Reporter(job)))
        except CarteiraError as error:
            actions.fail(job, error)
        except Exception:
            log.exception("job %s (%s) failed", job.id, job.kind)
            actions.fail(job, CarteiraError("job_failed", hint="see_the_log", job=job.id))
    return True


def work_until(stopped: threading.Event) -> None:
    """Does jobs until the event is set."""
    while not stopped.is_set():
        close_old_connections()
        if not work_once():
            stopped.wait(IDLE_SECONDS)
    connection.close()


class _Reporter:
    """Writes progress to the job's row, not more often than people can see."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._last = 0.0
        self._stage = ""

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        if stage != self._stage or now - self._last >= REPORT_SECONDS:
            self._last, self._stage = now, stage
            actions.report(self._job, stage, done, total)


class _lease_kept:  # noqa: N801
    """Renews the lease of a job from a thread of its own while the block runs."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._renew, name=f"lease-{job.id}", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _renew(self) -> None:
        while not self._done.wait(RENEW_SECONDS):
            actions.renew(self._job)
        connection.close()
