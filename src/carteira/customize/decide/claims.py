"""Who works on what: a key or a decision is one process's at a time, and free again when that process dies."""

import fcntl
import os
from pathlib import Path

from carteira.errors import CarteiraError

NAME = "claims.lock"


class Claims:
    """Locks on single bytes of one file, which nobody reads or writes. Within a process they exclude nobody."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self, digest: bytes) -> None:
        """Raises `request_at_work` where another process holds it."""
        try:
            fcntl.lockf(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _byte(digest))
        except OSError as error:
            raise CarteiraError("request_at_work", hint="wait_and_try_again") from error

    def free(self, digest: bytes) -> None:
        fcntl.lockf(self._descriptor, fcntl.LOCK_UN, 1, _byte(digest))

    def close(self) -> None:
        os.close(self._descriptor)


def _byte(digest: bytes) -> int:
    return int.from_bytes(digest[:7])
