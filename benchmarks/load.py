"""An open-loop load on a running server: requests begin at a fixed rate, whether or not earlier ones were answered.

Latency counts from the moment at which a request was due, so that waiting in any queue counts.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

KEPT_SECONDS = 3.0
"""How long an idle connection is used again: servers close them after five."""


@dataclass(frozen=True)
class Request:
    """One request; `form` makes it a POST."""

    path: str
    form: tuple[tuple[str, str], ...] = ()


@dataclass
class Result:
    """Seconds by answer, how many answers were not 200, and the bytes of the answers' bodies."""

    seconds: list[float] = field(default_factory=list)
    failed: int = 0
    bytes: int = 0

    def percentile(self, share: float) -> float:
        """Milliseconds within which this share of the requests was answered."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)]


class Client:
    """Keeps connections to one server alive and sends the same cookies with every request."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._idle: list[tuple[float, asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.cookies: dict[str, str] = {}

    async def send(self, request: Request) -> tuple[int, bytes]:
        """Status and body of the answer. Cookies that it sets are kept."""
        reader, writer = await self._connection()
        writer.write(self._written(request))
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in head[1:])]
        for name, value in headers:
            if name == "set-cookie":
                key, _, content = value.split(";")[0].partition("=")
                self.cookies[key] = content
        body = await self._body(reader, dict(headers))
        self._idle.append((time.monotonic(), reader, writer))
        return int(head[0].split()[1]), body

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """One that was used a moment ago, which the server has not closed yet; else a new one."""
        while self._idle:
            used, reader, writer = self._idle.pop()
            if time.monotonic() - used < KEPT_SECONDS:
                return reader, writer
            writer.close()
        return await asyncio.open_connection(*self._address)

    async def _body(self, reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
        if "content-length" in headers:
            return await reader.readexactly(int(headers["content-length"]))
        parts = []
        while headers.get("transfer-encoding") == "chunked":
            size = int(await reader.readline(), 16)
            parts.append(await reader.readexactly(size + 2))
            if not size:
                break
        return b"".join(part[:-2] for part in parts)

    def _written(self, request: Request) -> bytes:
        body = urlencode(request.form).encode()
        lines = [
            f"{'POST' if request.form else 'GET'} {request.path} HTTP/1.1",
            f"Host: {self._address[0]}:{self._address[1]}",
            f"Cookie: {'; '.join(f'{name}={value}' for name, value in self.cookies.items())}",
        ]
        if request.form:
            token = self.cookies.get("csrftoken", "")
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
            lines += [f"X-CSRFToken: {token}"]
        return "\r\n".join((*lines, "", "")).encode("latin-1") + body


async def load(client: Client, requests: Sequence[Request], rate: float) -> Result:
    """Sends the requests, `rate` a second, and waits for all answers."""
    result = Result()
    begun = time.perf_counter() + 0.1

    async def one(due: float, request: Request) -> None:
        await asyncio.sleep(max(due - time.perf_counter(), 0))
        status, body = await client.send(request)
        result.seconds.append(time.perf_counter() - due)
        result.failed += status != 200
        result.bytes += len(body)

    await asyncio.gather(*(one(begun + place / rate, request) for place, request in enumerate(requests)))
    return result
