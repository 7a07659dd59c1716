"""Which workers live: each holds the lock of a file for as long, and the system frees it when the process dies."""

import fcntl
import os
import uuid
from pathlib import Path

from django.conf import settings

from carteira.durable import sync_with_name


class Presence:
    """The sign that this process works. `token` names it; `leave` takes it away."""

    def __init__(self) -> None:
        self.token = uuid.uuid4().hex
        self._path = _path(self.token)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        sync_with_name(self._path)  # after a power cut it tells that the worker is dead

    def leave(self) -> None:
        self._path.unlink(missing_ok=True)
        os.close(self._file)


def dead() -> list[str]:
    """The tokens of the workers that are known to be dead: those whose file is there and free."""
    return [path.stem for path in _folder().glob("*.lock") if _is_free(path)]


def forget(token: str) -> None:
    """Removes the file that a dead worker left."""
    _path(token).unlink(missing_ok=True)


def _is_free(path: Path) -> bool:
    try:
        with open(path, "r+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (FileNotFoundError, BlockingIOError):
        return False
    return True


def _folder() -> Path:
    return Path(settings.CARTEIRA_HOME) / "workers"


def _path(token: str) -> Path:
    return _folder() / f"{token}.lock"
