"""Whom a key belongs to, remembered for less than a second: a revoked key or a smaller role counts soon after."""

import asyncio
import hashlib
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections

from carteira.accounts.access import limit_access
from carteira.accounts.actions.tokens import token_of
from carteira.api.authentication import Caller

FRESH_SECONDS = 0.4
"""After this an answer still goes by what is known, while it is asked anew."""
KEPT_SECONDS = 0.9
MOST = 1000
Read = Callable[[str], Caller | None]


class Callers:
    """The callers of one event loop. Keys are kept by their digest."""

    def __init__(self, read: Read | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._read, self._clock = read or _read_alone, clock
        self._known: dict[bytes, tuple[Caller, float]] = {}
        self._asking: dict[bytes, asyncio.Task[Caller | None]] = {}
        self._database = ThreadPoolExecutor(1, "callers")

    async def of(self, key: str) -> Caller | None:
        """Who calls with this key, None where the key is not good."""
        digest = hashlib.sha256(key.encode()).digest()
        caller, asked_at = self._known.get(digest, (None, 0.0))
        age = self._clock() - asked_at
        if caller is not None and age < FRESH_SECONDS:
            return caller
        if digest not in self._asking:
            self._asking[digest] = asyncio.ensure_future(self._ask(digest, key))
        if caller is not None and age < KEPT_SECONDS:
            return caller
        return await asyncio.shield(self._asking[digest])

    async def _ask(self, digest: bytes, key: str) -> Caller | None:
        asked_at = self._clock()
        try:
            found = await asyncio.get_running_loop().run_in_executor(self._database, self._read, key)
        finally:
            del self._asking[digest]
        self._known.pop(digest, None)
        if found is not None:
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[digest] = (found, asked_at)
        return found


def caller_of(key: str) -> Caller | None:
    """Who calls with this key, as the database has it now."""
    token = token_of(key)
    return Caller(token.user, limit_access(token.user, token.scopes), token) if token else None


def _read_alone(key: str) -> Caller | None:
    """The same in a thread that no request begins or ends in: nobody else gives its connection back."""
    try:
        return caller_of(key)
    finally:
        close_old_connections()
