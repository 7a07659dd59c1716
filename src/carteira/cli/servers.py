"""Commands that keep running: serve and worker."""

import logging
import socket
import threading
from collections.abc import Callable
from typing import Annotated, Any

import typer

from carteira.cli.opened import the_book
from carteira.cli.output import AsJson, console, emit
from carteira.errors import CarteiraError

HOST = "127.0.0.1"


def add_to(app: typer.Typer) -> None:
    app.command("serve")(serve)
    app.command("worker")(worker)


def serve(
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address to listen on; 0.0.0.0 for all.")] = HOST,
    port: Annotated[int, typer.Option(metavar="NUMBER", help="The port to listen on; 0 for a free one.")] = 8000,
    as_json: AsJson = False,
) -> None:
    """Serve the pages until stopped.

    It does background work too. Where nobody can sign in yet, it makes a person and prints the password.
    """
    the_book()
    from carteira.accounts.actions import first_user

    serve_book(host, port, announcement(as_json, first_user()))


def worker(as_json: AsJson = False) -> None:
    """Do background work until stopped.

    Beside carteira serve, where one process is not enough.
    """
    home = the_book().home.path
    from carteira.jobs.worker import work_until

    emit(as_json, {"home": str(home)}, lambda: console.print(f"Working on {home}. Stop with Ctrl+C.", markup=False))
    try:
        work_until(threading.Event())
    except KeyboardInterrupt:
        return


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
    """Serves the open book until stopped; `announce` is called with its address."""
    import uvicorn
    from a2wsgi import WSGIMiddleware
    from django.core.wsgi import get_wsgi_application

    from carteira.jobs.worker import work_until

    listening = _listen(host, port)
    stopped = threading.Event()
    background = threading.Thread(target=work_until, args=(stopped,), name="worker", daemon=True)
    background.start()
    announce(f"http://{host}:{listening.getsockname()[1]}/")
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    application = WSGIMiddleware(get_wsgi_application(), workers=8)  # type: ignore[arg-type]
    config = uvicorn.Config(application, log_level="warning", lifespan="off")
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        stopped.set()
        background.join(timeout=10)


def _listen(host: str, port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise CarteiraError("port_taken", hint="choose_a_port", port=port) from error
    return listening
