"""Commands that keep running: serve and worker."""

import logging
import signal
import socket
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

from carteira.book.home import Home
from carteira.cli.background import BackgroundWorker, set_by, work
from carteira.cli.exits import REFUSED
from carteira.cli.opened import the_book
from carteira.cli.output import AsJson, console, emit, errors
from carteira.errors import CarteiraError

HOST = "127.0.0.1"
LAST_ANSWERS_SECONDS = 5
"""What requests may still take once the server is told to stop."""


def add_to(app: typer.Typer) -> None:
    app.command("serve")(serve)
    app.command("worker")(worker)


def serve(
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address to listen on; 0.0.0.0 for all.")] = HOST,
    port: Annotated[int, typer.Option(metavar="NUMBER", help="The port to listen on; 0 for a free one.")] = 8000,
    as_json: AsJson = False,
) -> None:
    """Serve the pages until stopped.

    A process beside it does background work. Where nobody can sign in yet, it makes a person and prints the password.
    """
    refuse_weakness(the_book().home)
    from carteira.accounts.actions.people import first_user

    serve_book(host, port, announcement(as_json, first_user()))


def worker(as_json: AsJson = False) -> None:
    """Do background work until stopped.

    Beside carteira serve, where one process is not enough. Told to stop, it gives the job in hand back at once.
    """
    stopped = set_by(signal.SIGTERM, signal.SIGINT)
    book = the_book()
    refuse_weakness(book.home)
    home = book.home.path
    emit(as_json, {"home": str(home)}, lambda: console.print(f"Working on {home}. Stop with Ctrl+C.", markup=False))
    work(stopped)


def refuse_weakness(home: Home) -> None:
    """Ends the command where the installation is meant for a company and not safe for it: one line for each reason."""
    from carteira.book.production import weaknesses

    found = weaknesses(home)
    for weakness in found:
        errors.print(f"carteira: {weakness}", markup=False)
    if found:
        raise typer.Exit(REFUSED)


def announcement(as_json: bool, login: tuple[str, str] | None, **data: Any) -> Callable[[str], None]:
    """What says where the book is served, and the `login` of a person who was just made."""
    user, password = login or (None, None)

    def announce(address: str) -> None:
        found = {**data, "address": address, "user": user, "password": password}
        emit(as_json, found, lambda: _print(address, login))

    return announce


def _print(address: str, login: tuple[str, str] | None) -> None:
    console.print(f"Carteira is at {address}  (stop with Ctrl+C)")
    if login:
        console.print(f"Sign in as {login[0]} with the password {login[1]}", markup=False)


def serve_book(host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serves the open book until SIGTERM or Ctrl+C, then leaves the program; `announce` is called with its address."""
    import uvicorn
    from a2wsgi import WSGIMiddleware
    from django.core.wsgi import get_wsgi_application

    listening = _listen(host, port)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit())
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    application = WSGIMiddleware(get_wsgi_application(), workers=8)  # type: ignore[arg-type]
    config = uvicorn.Config(
        application,
        log_level="warning",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=LAST_ANSWERS_SECONDS,
    )
    with BackgroundWorker():
        announce(f"http://{host}:{listening.getsockname()[1]}/")
        uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise CarteiraError("port_taken", hint="choose_a_port", port=port) from error
    return listening
