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
    from carteira.customize.library_file import load_library

    the_book().access.check_may(Permission.MANAGE_SETTINGS)
    resources, actions = load_library(file, minor_factor(currency()))
    emit(
        as_json,
        {"resources": resources, "actions": actions},
        lambda: console.print(f"{resources} resources and {actions} actions are in the library.", markup=False),
    )


@app.command("show")
def show(as_json: AsJson = False) -> None:
    """Show the library."""
    from carteira.customize.library_file import shown_library

    the_book().access.check_may(Permission.SEE_MARGINS)
    found = shown_library(minor_factor(currency()))
    rows = [[row["code"], row["name"], row["goal"], row["channel"]] for row in found["actions"]]
    emit(as_json, found, lambda: table("Actions", ["Code", "Name", "Goal", "Channel"], rows))
