"""Folders for what a process needs only while it works. What killed processes left is removed by the next one."""

import fcntl
import os
import shutil
import uuid
import weakref
from pathlib import Path


class Scratch:
    """A `tempfile.TemporaryDirectory` below `parent`. A lock beside it says that its owner lives; the system frees it
    with the process."""

    def __init__(self, parent: Path) -> None:
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        remove_left(parent)
        folder = parent / uuid.uuid4().hex
        self.name = str(folder)
        lock = _held(folder)
        folder.mkdir(mode=0o700)
        self._end = weakref.finalize(self, _remove, folder, lock)

    def cleanup(self) -> None:
        self._end()

    def __enter__(self) -> str:
        return self.name

    def __exit__(self, *_: object) -> None:
        self.cleanup()


def remove_left(parent: Path) -> None:
    """Removes the folders below `parent` whose owners are dead."""
    for path in parent.glob("*.lock"):
        try:
            lock = os.open(path, os.O_RDWR)
        except FileNotFoundError:
            continue
        if _is_free(lock):
            _remove(path.with_suffix(""), lock)
        else:
            os.close(lock)


def _held(folder: Path) -> int:
    """The lock of a folder, held. One that was taken for a dead owner's before it was held is made anew."""
    while True:
        lock = os.open(_lock_of(folder), os.O_RDWR | os.O_CREAT, 0o600)
        if _is_free(lock) and os.fstat(lock).st_nlink:
            return lock
        os.close(lock)


def _is_free(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _remove(folder: Path, lock: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    _lock_of(folder).unlink(missing_ok=True)
    os.close(lock)


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")
