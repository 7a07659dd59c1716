"""Commands that keep running: serve and worker."""

import logging
import socket
import threading
from typing import Annotated

import typer

from carteira.cli.opened import the_book
from carteira.cli.output import console
from carteira.errors import CarteiraError

HOST = "127.0.0.1"


def add_to(app: typer.Typer) -> None:
    app.command("serve")(serve)
    app.command("worker")(worker)


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = HOST,
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8000,
) -> None:
    """Serve the book to browsers, and do background work, until stopped."""
    the_book()
    from carteira.accounts.actions import first_user

    serve_book(host, port, first_user())


def worker() -> None:
    """Do background work until stopped (beside `carteira serve`, where one process is not enough)."""
    the_book()
    from carteira.jobs.worker import work_until

    console.print("Working. Stop with Ctrl+C.")
    try:
        work_until(threading.Event())
    except KeyboardInterrupt:
        return


def serve_book(host: str, port: int, login: tuple[str, str] | None) -> None:
    """Serves the open book; `login` is printed where a person was just made."""
    import uvicorn
    from a2wsgi import WSGIMiddleware
    from django.core.wsgi import get_wsgi_application

    from carteira.jobs.worker import work_until

    listening = _listen(host, port)
    stopped = threading.Event()
    background = threading.Thread(target=work_until, args=(stopped,), name="worker", daemon=True)
    background.start()
    console.print(f"Carteira is at http://{host}:{listening.getsockname()[1]}/  (stop with Ctrl+C)")
    if login:
        console.print(f"Sign in as {login[0]} with the password {login[1]}", markup=False)
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
