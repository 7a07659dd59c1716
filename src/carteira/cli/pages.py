"""What answers requests: the pages and the interface for programs, in one process or in several on one port."""

import gc
import logging
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from carteira.cli.beside import at_the_end_of_input, begin_beside
from carteira.errors import CarteiraError

THREADS = 3
"""Requests that one process has in hand at a time. Python runs one thread at a time: with eight, each request waits for
seven others again and again, and 95 of 100 customer pages took three times as long."""
LAST_ANSWERS_SECONDS = 5
"""What requests may still take once the server is told to stop."""
WAITING = 2048
"""Connections that may wait until a process takes them."""


class Server(uvicorn.Server):
    """Stops when it is told to by `stop`, whatever signals come."""

    def stop(self, *_: object) -> None:
        self.force_exit = self.should_exit
        self.should_exit = True

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Answers until it is stopped. What is there at the beginning stays: nothing looks through it for garbage,
        which took a tenth of each page."""
        gc.collect()
        gc.freeze()
        try:
            super().run(sockets)
        finally:
            gc.unfreeze()


def server() -> Server:
    """A server of the open book, ready to run."""
    from a2wsgi import WSGIMiddleware
    from django.core.wsgi import get_wsgi_application
    from django.urls import get_resolver

    from carteira.api.quick import Quick
    from carteira.book.deciding import begin_where_planned

    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    get_resolver().url_patterns  # noqa: B018 - imports all views
    application = WSGIMiddleware(get_wsgi_application(), workers=THREADS)  # type: ignore[arg-type]
    threading.Thread(target=begin_where_planned, daemon=True).start()
    return Server(
        uvicorn.Config(
            Quick(application),  # type: ignore[arg-type]
            log_level="warning",
            log_config=None,  # the log is written as the settings say
            access_log=False,
            lifespan="off",
            backlog=WAITING,
            timeout_graceful_shutdown=LAST_ANSWERS_SECONDS,
        )
    )


def listen(host: str, port: int) -> socket.socket:
    """The port, where connections wait from now on. Raises `port_taken`."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else an answer's second packet waits for 40 ms
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise CarteiraError("port_taken", hint="choose_a_port", port=port) from error
    listening.listen(WAITING)
    return listening


def main() -> None:
    """Answers what comes to the socket whose descriptor is the argument, until the input ends."""
    begin_beside()
    from carteira.cli.opened import the_book

    try:
        the_book()
    except CarteiraError as error:
        sys.exit(f"carteira: {error}")
    serving = server()
    at_the_end_of_input(serving.stop)
    serving.run(sockets=[socket.socket(fileno=int(sys.argv[1]))])


if __name__ == "__main__":
    main()
