"""Commands on the library of actions and resources."""

from pathlib import Path
from typing import Annotated

import typer

from carteira.accounts.choices import Permission
from carteira.book.queries import currency
from carteira.book.settings import minor_factor
from carteira.cli.opened import the_book
from carteira.cli.output import AsJson, console, emit, table

app = typer.Typer(help="What can be done for customers, and with what means.", no_args_is_help=True)


@app.command("load")
def load(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", help="Tables resources and actions.")],
    as_json: AsJson = False,
) -> None:
    """Put resources and actions into the library.

    Those with the same code are replaced. They count from the next run.
    """
    from carteira.customize.actions import put_library
    from carteira.customize.library_file import read_library

    the_book().access.check_may(Permission.MANAGE_SETTINGS)
    found = read_library(file)
    put_library(found["resources"], found["actions"], minor_factor(currency()))
    counts = {name: len(rows) for name, rows in found.items()}
    words = "{resources} resources and {actions} actions are in the library."
    emit(as_json, counts, lambda: console.print(words.format(**counts), markup=False))


@app.command("show")
def show(as_json: AsJson = False) -> None:
    """Show the library."""
    from carteira.customize.queries import shown_library

    the_book().access.check_may(Permission.SEE_MARGINS)
    found = shown_library(minor_factor(currency()))
    rows = [[row["code"], row["name"], row["goal"], row["channel"]] for row in found["actions"]]
    emit(as_json, found, lambda: table("Actions", ["Code", "Name", "Goal", "Channel"], rows))
