"""What keeps a worker known: its row, the lease of the job in its hands, and an end in time when it is told to stop."""

import logging
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.db import Error, connection
from django.utils import timezone

from carteira.jobs import actions
from carteira.jobs.models import Job, Worker
from carteira.jobs.presence import Presence
from carteira.jobs.stopping import Cancelled, Interrupted, LeaseLost

FORGOTTEN = timedelta(days=1)
"""After this long without a sign a worker is no longer listed, wherever it was."""
TICK_SECONDS = 0.5
BEAT_SECONDS = 10.0
GRACE_SECONDS = 5.0
"""What a job may take from the word to stop until its next report of progress."""

log = logging.getLogger(__name__)


class Keeper:
    """Keeps one worker. As a context it registers the worker and, from a thread of its own, says that it lives.

    Where `stopped` is set and the job in hand does not report within GRACE_SECONDS, the job is put back and the process
    ends as it stands: a job may be killed at any moment, and another worker takes it up at once.
    """

    def __init__(self, stopped: threading.Event | None = None) -> None:
        self.worker: Worker | None = None
        self._stopped = stopped or threading.Event()
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._job: Job | None = None
        self._problem: Cancelled | LeaseLost | None = None

    def __enter__(self) -> "Keeper":
        Worker.objects.filter(seen_at__lt=timezone.now() - FORGOTTEN).delete()
        self._presence = Presence()
        self.worker = Worker.objects.create(
            token=self._presence.token, host=socket.gethostname(), pid=os.getpid(), seen_at=timezone.now()
        )
        self._thread = threading.Thread(target=self._keep, name="keeper", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        self._leave()

    @contextmanager
    def holding(self, job: Job) -> Iterator[None]:
        """Renews the lease of the job while the block runs."""
        with self._lock:
            self._job, self._problem = job, None
        try:
            yield
        finally:
            with self._lock:
                self._job, self._problem = None, None

    def check(self) -> None:
        """Raises Interrupted, Cancelled or LeaseLost where the job in hand is not to go on."""
        if self._problem is not None:
            raise self._problem
        if self._stopped.is_set():
            raise Interrupted

    def _keep(self) -> None:
        beaten = time.monotonic()
        told = None
        while not self._ended.wait(TICK_SECONDS):
            now = time.monotonic()
            if now - beaten >= BEAT_SECONDS:
                beaten = now
                self._beat()
            if self._stopped.is_set() and self._job is not None:
                told = told or now
                if now - told >= GRACE_SECONDS:
                    self._give_up(self._job)
        connection.close()

    def _beat(self) -> None:
        job = self._job
        try:
            Worker.objects.filter(token=self._presence.token).update(seen_at=timezone.now())
            if job is not None:
                actions.renew(job)
        except (Cancelled, LeaseLost) as problem:
            with self._lock:
                if self._job is job:
                    self._problem = problem
        except Error:
            log.warning("the database does not answer", exc_info=True)
            connection.close()

    def _give_up(self, job: Job) -> None:
        with suppress(Cancelled, LeaseLost, Error):
            actions.put_back(job)
        self._leave()
        os._exit(0)

    def _leave(self) -> None:
        with suppress(Error):
            Worker.objects.filter(token=self._presence.token).delete()
        self._presence.leave()
