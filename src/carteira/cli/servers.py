"""Commands that keep running: serve and worker."""

import os
import signal
from collections.abc import Callable
from typing import Annotated, Any

import typer

from carteira.book.home import Home
from carteira.cli.background import set_by, work
from carteira.cli.beside import Beside, Program
from carteira.cli.exits import REFUSED
from carteira.cli.opened import the_book
from carteira.cli.output import AsJson, console, emit, errors

HOST = "127.0.0.1"
MOST_PROCESSES = 4


def add_to(app: typer.Typer) -> None:
    app.command("serve")(serve)
    app.command("worker")(worker)


def serve(
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="The address to listen on; 0.0.0.0 for all.")] = HOST,
    port: Annotated[int, typer.Option(metavar="NUMBER", help="The port to listen on; 0 for a free one.")] = 8000,
    processes: Annotated[
        int | None, typer.Option(min=1, metavar="NUMBER", help="How many processes answer; one for each core, up to 4.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Serve the pages until stopped.

    Processes beside it answer too and do background work. Where nobody can sign in yet, it makes a person and prints
    the password.
    """
    refuse_weakness(the_book().home)
    from carteira.accounts.actions.people import first_user

    serve_book(host, port, announcement(as_json, first_user()), processes or _usual_processes())


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


def serve_book(host: str, port: int, announce: Callable[[str], None], processes: int = 1) -> None:
    """Serves the open book until SIGTERM or Ctrl+C; `announce` is called with its address."""
    from carteira.cli.pages import listen, server

    listening = listen(host, port)
    serving = server()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, serving.stop)
    others = [Program("carteira.cli.pages", listening.fileno())] * (processes - 1)
    with Beside(Program("carteira.cli.background"), *others):
        announce(f"http://{host}:{listening.getsockname()[1]}/")
        serving.run(sockets=[listening])


def _usual_processes() -> int:
    """One for each core that this process may use, MOST_PROCESSES at most."""
    return min(len(os.sched_getaffinity(0)), MOST_PROCESSES)
