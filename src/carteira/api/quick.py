"""The shorter way of requests that somebody waits for: decisions, answered in the event loop itself.

It takes only what it can answer at once: a decision for a known key, with a body in good form, about a customer whom
the caller sees without asking the database. All else goes on to the application behind it, which has the same operation
and says every refusal.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from carteira.api.authentication import JSON
from carteira.api.callers import Callers
from carteira.api.operations import PREFIX
from carteira.api.resources.decisions import MAX_BYTES, Situation, answered, asked
from carteira.book import deciding
from carteira.errors import CarteiraError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

PATH = f"{PREFIX}/decide"
WRITTEN = TypeAdapter(dict[str, Any])
HEADERS = (
    (b"content-type", b"application/json; charset=utf-8"),
    (b"cache-control", b"private, no-cache"),
    (b"vary", b"Authorization, Cookie"),
    (b"x-content-type-options", b"nosniff"),
)

log = logging.getLogger(__name__)


class Quick:
    """An ASGI application before another one."""

    def __init__(self, behind: Application, callers: Callers | None = None) -> None:
        self._behind = behind
        self._callers = callers or Callers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != PATH or scope["method"] != "POST" or scope["query_string"]:
            return await self._behind(scope, receive, send)
        headers = dict(scope["headers"])
        received = Received(receive)
        await received.read()
        if received.whole and len(received.body) <= MAX_BYTES:
            answer = await self._answer(headers, received.body)
            if answer is not None:
                await send({"type": "http.response.start", "status": 200, "headers": _headers(answer)})
                return await send({"type": "http.response.body", "body": answer})
        return await self._behind(scope, received.again, send)

    async def _answer(self, headers: dict[bytes, bytes], body: bytes) -> bytes | None:
        """None where the application behind is to answer."""
        running = deciding.ready()
        scheme, _, key = headers.get(b"authorization", b"").partition(b" ")
        if running is None or scheme.lower() != b"bearer" or headers.get(b"content-type") != JSON.encode():
            return None
        caller = await self._callers.of(key.strip().decode("latin-1"))
        if caller is None or not caller.access.reach("customers", "read").everything:
            return None
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        try:
            once = headers.get(b"idempotency-key")
            ask = asked(caller, Situation.model_validate_json(body), None if once is None else once.decode("latin-1"))
            found = deciding.decide(caller.access, ask, waiter)
            answer = WRITTEN.dump_json(answered(found))
            await waiter
        except (ValidationError, CarteiraError, OSError):
            return None
        except Exception:
            log.exception("a decision failed on the shorter way")
            return None
        return answer


class Received:
    """The body of a request as far as it was received, for whoever is to read it again. `whole`: that was all."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._messages: list[Message] = []
        self.whole = False

    async def read(self) -> None:
        """Receives up to MAX_BYTES."""
        size = 0
        while not self.whole and size <= MAX_BYTES:
            message = await self._receive()
            self._messages.append(message)
            if message["type"] != "http.request":
                return
            size += len(message.get("body", b""))
            self.whole = not message.get("more_body", False)

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self._messages)

    async def again(self) -> Message:
        return self._messages.pop(0) if self._messages else await self._receive()


def _headers(answer: bytes) -> list[tuple[bytes, bytes]]:
    return [*HEADERS, (b"content-length", b"%d" % len(answer))]
