"""Who works on what: a key or a decision is one process's at a time, and free again when that process dies."""

import fcntl
import os
import threading
from collections import Counter
from pathlib import Path

from carteira.errors import CarteiraError

NAME = "claims.lock"


class Claims:
    """Locks on single bytes of one file, which nobody reads or writes. Threads of one process hold them together."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._holders: Counter[int] = Counter()
        self._lock = threading.Lock()

    def take(self, digest: bytes) -> None:
        """Raises `request_at_work` where another process holds it."""
        byte = int.from_bytes(digest[:7])
        with self._lock:
            try:
                fcntl.lockf(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
            except OSError as error:
                raise CarteiraError("request_at_work", hint="wait_and_try_again") from error
            self._holders[byte] += 1

    def free(self, digest: bytes) -> None:
        """Gives it back; the last holder's thread lets others have it."""
        byte = int.from_bytes(digest[:7])
        with self._lock:
            self._holders[byte] -= 1
            if not self._holders[byte]:
                del self._holders[byte]
                fcntl.lockf(self._descriptor, fcntl.LOCK_UN, 1, byte)

    def close(self) -> None:
        os.close(self._descriptor)
