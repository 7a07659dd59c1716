"""Reading what other processes append to the decision log, soon after they do."""

import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from carteira.customize.decide.segments import HEAD, LARGEST, PIECE, path_of, place, segments, whole_records

UNOPENED = -1
"""In place of the open file: there may be more segments than a process may have open."""


class Follower:
    """Gives each record once, as (place, content). `own` says which segments are this process's own: they are left
    out. Not for several threads at once."""

    def __init__(self, folder: Path, own: Callable[[int], bool], since: float = 0.0) -> None:
        """`since`: segments that were last written to before this moment (seconds since 1970) are left out."""
        self._folder, self._own = folder, own
        self._seen = 0
        self._open: dict[int, tuple[int, int]] = {}
        for number in segments(folder):
            if path_of(folder, number).stat().st_mtime >= since:
                self._take(number)
            self._seen = number

    def news(self) -> Iterator[tuple[int, bytes]]:
        """What was appended since it was last asked."""
        while path_of(self._folder, self._seen + 1).exists():
            self._seen += 1
            self._take(self._seen)
        for number in list(self._open):
            yield from self._of(number)

    def close(self) -> None:
        for descriptor, _ in self._open.values():
            if descriptor != UNOPENED:
                os.close(descriptor)
        self._open.clear()

    def _take(self, number: int) -> None:
        if not self._own(number):
            self._open[number] = (UNOPENED, 0)

    def _of(self, number: int) -> Iterator[tuple[int, bytes]]:
        descriptor, start = self._open[number]
        if descriptor == UNOPENED:
            descriptor = os.open(path_of(self._folder, number), os.O_RDONLY | os.O_CLOEXEC)
            self._open[number] = (descriptor, start)
        finished = self._finished(number)  # asked before reading: what is there then is all
        while os.fstat(descriptor).st_size > start:
            data = os.pread(descriptor, PIECE + HEAD.size + LARGEST, start)
            end = 0
            for offset, content in whole_records(data):
                yield place(number, start + offset), content
                end = offset + HEAD.size + len(content)
            if not end:
                break
            start += end
            self._open[number] = (descriptor, start)
        if finished:
            os.close(descriptor)
            del self._open[number]

    def _finished(self, number: int) -> bool:
        """Whether the process that appended has ended, or gone on to another segment."""
        descriptor, _ = self._open[number]
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        return True
