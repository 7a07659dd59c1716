"""The loop of a worker: it asks for what is due, takes jobs and does them one at a time."""

import logging
import threading
import time
from datetime import timedelta

from django.db import Error, InterfaceError, OperationalError, close_old_connections, connection

from carteira.errors import CarteiraError
from carteira.jobs import actions
from carteira.jobs.failures import refusal_of
from carteira.jobs.handlers import handler_of
from carteira.jobs.keeper import Keeper
from carteira.jobs.models import Job
from carteira.jobs.progress import Course
from carteira.jobs.schedules import ask_what_is_due
from carteira.jobs.stopping import Cancelled, Interrupted, LeaseLost, NotNow

IDLE_SECONDS = 0.5
REPORT_SECONDS = 0.3
DATABASE_SECONDS = 2.0
"""How long a worker waits for a database that does not answer."""

log = logging.getLogger(__name__)


def work_once(keeper: Keeper | None = None) -> bool:
    """Does one job if one is free. Says whether there was one."""
    keeper = keeper or Keeper()
    job = actions.take(keeper.worker)
    if job is None:
        return False
    with keeper.holding(job):
        try:
            _do(job, _Reporter(job, keeper))
        except Cancelled:
            actions.stop(job)
        except Interrupted:
            actions.put_back(job)
        except LeaseLost:
            log.warning("job %s (%s) was taken over by another worker", job.id, job.kind)
    return True


def work_until(stopped: threading.Event) -> None:
    """Does jobs until the event is set. The job in hand then goes back to the queue at its next report of progress, or
    a few seconds later with the end of the process (see `Keeper`)."""
    with Keeper(stopped) as keeper:
        while not stopped.is_set():
            close_old_connections()
            try:
                ask_what_is_due()
                worked = work_once(keeper)
            except Error:
                log.warning("the database does not answer", exc_info=True)
                connection.close()
                stopped.wait(DATABASE_SECONDS)
            else:
                if not worked:
                    stopped.wait(IDLE_SECONDS)
    connection.close()


def _do(job: Job, progress: "_Reporter") -> None:
    try:
        actions.finish(job, handler_of(job.kind)(job, progress))
    except (Cancelled, Interrupted, LeaseLost):
        raise
    except NotNow as reason:
        actions.put_back(job, reason.delay)
    except CarteiraError as error:
        actions.fail(job, error)
    except (OperationalError, InterfaceError):
        log.warning("job %s (%s) lost its database", job.id, job.kind, exc_info=True)
        connection.close()
        actions.put_back(job, timedelta(seconds=DATABASE_SECONDS), counted=True)
    except Exception as error:
        log.exception("job %s (%s) failed", job.id, job.kind)
        actions.fail(job, refusal_of(error) or CarteiraError("job_failed", hint="see_the_log", job=job.id))


class _Reporter:
    """Writes progress to the job's row, not more often than people can see, and stops work that is to stop."""

    def __init__(self, job: Job, keeper: Keeper) -> None:
        self._job = job
        self._keeper = keeper
        self._course = Course(job.stage, job.done, job.total)
        self._written = 0.0

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        self._keeper.check()
        now = time.monotonic()
        if stage == self._course.stage and now - self._written < REPORT_SECONDS:
            return
        self._written = now
        self._course.follow(stage, done, total, now)
        self._write(self._course)

    def _write(self, course: Course) -> None:
        try:
            actions.report(self._job, course.stage, course.done, course.total, course.rate)
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block:
                raise
            # Work that computes needs no database for a while; the next statement connects anew.
            connection.close()
