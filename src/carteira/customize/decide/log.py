"""The decision log: what is answered is on the disk first, and many answers share one wait for it (group commit)."""

import asyncio
import logging
import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from carteira.customize.decide.segments import created, framed, place
from carteira.durable import sync

Waiting = asyncio.Future[None] | Future[None]
LARGEST_SEGMENT = 2**26

log = logging.getLogger(__name__)


@dataclass(eq=False)
class Segment:
    """A file that is appended to. `size` counts what was handed over, written or not."""

    number: int
    descriptor: int
    size: int = 0
    named: bool = field(default=False)
    failed: OSError | None = None


class Log:
    """Appends records to segments of its own; one thread writes them. `opening` gives the records that a new segment
    begins with, and is told where each lies."""

    def __init__(self, folder: Path, opening: Callable[[], Iterable[bytes]] = tuple) -> None:
        self._folder, self._opening = folder, opening
        self._segment: Segment | None = None
        self._mine: set[int] = set()
        self._lock = threading.Lock()
        self._signal: SimpleQueue[None] = SimpleQueue()
        self._waiting: list[tuple[Segment, bytes]] = []
        self._waiters: list[Waiting] = []
        self._closed = False
        self._thread = threading.Thread(target=self._write, name="decision log", daemon=True)
        self._thread.start()

    def append(self, content: bytes, waiter: Waiting | None = None) -> int:
        """The place of the record. `waiter` is resolved once it is on the disk, or fails with the OSError."""
        frame = framed(content)
        with self._lock:
            segment = self._current()
            number = self._put(segment, frame)
            if waiter is not None:
                self._waiters.append(waiter)
        self._signal.put(None)
        return number

    def after_all(self, waiter: Waiting) -> None:
        """Resolves `waiter` once everything that was appended before is on the disk."""
        with self._lock:
            self._waiters.append(waiter)
        self._signal.put(None)

    def owns(self, segment: int) -> bool:
        """Whether this process made the segment."""
        with self._lock:
            return segment in self._mine

    def begin_anew(self) -> None:
        """Has the next record begin a new segment."""
        with self._lock:
            self._segment = None

    def close(self) -> None:
        """Writes what is left, then ends."""
        with self._lock:
            self._closed = True
        self._signal.put(None)
        self._thread.join()

    def _current(self) -> Segment:
        segment = self._segment
        if segment is None or segment.failed or segment.size >= LARGEST_SEGMENT:
            segment = Segment(*created(self._folder))
            self._mine.add(segment.number)
            for content in self._opening():
                self._put(segment, framed(content))
            self._segment = segment
        return segment

    def _put(self, segment: Segment, frame: bytes) -> int:
        number = place(segment.number, segment.size)
        segment.size += len(frame)
        self._waiting.append((segment, frame))
        return number

    def _write(self) -> None:
        open_segments: set[Segment] = set()
        while True:
            self._signal.get()
            with self._lock:
                frames, self._waiting = self._waiting, []
                waiters, self._waiters = self._waiters, []
                closed, current = self._closed, self._segment
            if not (frames or waiters or closed):
                continue  # an earlier round took what this signal was for
            error: OSError | None = None
            for segment, group in groupby(frames, key=itemgetter(0)):
                open_segments.add(segment)
                error = self._write_to(segment, b"".join(frame for _, frame in group)) or error
            resolve(waiters, error)
            for segment in [each for each in open_segments if each is not current or closed]:
                os.close(segment.descriptor)
                open_segments.discard(segment)
            if closed:
                return

    def _write_to(self, segment: Segment, data: bytes) -> OSError | None:
        """Nothing goes into a segment after a failure: the torn record would hide what follows."""
        if segment.failed is None:
            try:
                view = memoryview(data)
                while view:
                    view = view[os.write(segment.descriptor, view) :]
                os.fdatasync(segment.descriptor)
                if not segment.named:
                    sync(self._folder)
                    segment.named = True
            except OSError as error:
                log.exception("the decision log could not be written")
                segment.failed = error
        return segment.failed


def resolve(waiters: Iterable[Waiting], error: OSError | None) -> None:
    """Tells all who wait; those of one event loop together, since waking it costs more than the rest."""
    loops: dict[asyncio.AbstractEventLoop, list[Any]] = {}
    for waiter in waiters:
        if isinstance(waiter, Future):
            _settle([waiter], error)
        else:
            loops.setdefault(waiter.get_loop(), []).append(waiter)
    for loop, futures in loops.items():
        loop.call_soon_threadsafe(_settle, futures, error)


def _settle(futures: Iterable[Waiting], error: OSError | None) -> None:
    for future in futures:
        if future.done():
            continue
        if error is None:
            future.set_result(None)
        else:
            future.set_exception(error)
