"""`carteira`: the commands, and how a refusal is told: one line, and a non-zero exit status."""

import os
import sys
from typing import Annotated

import django
import typer

from carteira.errors import CarteiraError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "carteira.settings")
try:
    django.setup()
except CarteiraError as error:
    sys.exit(f"carteira: {error}")

from django.utils import translation

translation.activate("en")  # as the commands themselves; the pages speak each reader's language

from carteira import __version__  # noqa: E402
from carteira.cli import backups, books, checks, demo, files, jobs, library, servers, show, tokens, users  # noqa: E402
from carteira.cli.exits import FAILED, REFUSED  # noqa: E402
from carteira.cli.opened import acting  # noqa: E402
from carteira.cli.output import console, errors  # noqa: E402
from carteira.environment import value  # noqa: E402
from carteira.jobs.failures import refusal_of  # noqa: E402

app = typer.Typer(
    name="carteira",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for module in (demo, books, files):
    module.add_to(app)
app.add_typer(show.app, name="show")
for module in (servers, checks, backups):
    module.add_to(app)
app.add_typer(jobs.app, name="jobs")
app.add_typer(users.app, name="user")
app.add_typer(tokens.app, name="token")
app.add_typer(library.app, name="library")


def _say_version(wanted: bool) -> None:
    if wanted:
        console.print(f"carteira {__version__}")
        raise typer.Exit


@app.callback()
def program(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    person: Annotated[str, typer.Option("--as", metavar="USER", help="See and do only what this person may.")] = "",
) -> None:
    """The one-to-one CRM: who your customers are, what each is worth, what to do for each.

    It works on the book in the folder CARTEIRA_HOME (default: carteira-home, in the current folder).
    """
    acting.set(person)


def main() -> None:
    """Runs the command that the program was called with."""
    try:
        app()
    except CarteiraError as error:
        errors.print(f"carteira: {error}", markup=False)
        sys.exit(REFUSED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(REFUSED)
    except Exception as error:
        if value("CARTEIRA_DEBUG"):
            raise
        if refusal := refusal_of(error):
            errors.print(f"carteira: {refusal}", markup=False)
            sys.exit(REFUSED)
        errors.print(
            f"carteira: something went wrong inside the program ({type(error).__name__}); nothing half-done was kept. "
            "Set CARTEIRA_DEBUG=1 to see where.",
            markup=False,
        )
        sys.exit(FAILED)
