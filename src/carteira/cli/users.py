"""Commands on the people who sign in."""

import secrets
from typing import Annotated

import typer

from carteira.accounts import actions, queries
from carteira.cli.opened import the_book
from carteira.cli.output import AsJson, console, emit, table

app = typer.Typer(help="The people who sign in.", no_args_is_help=True)

Password = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Asked for where not given; - makes a random one and prints it.")
]
Name = Annotated[str, typer.Argument(metavar="NAME", help="The name to sign in with.")]


@app.command("add")
def add(name: Name, password: Password = None, as_json: AsJson = False) -> None:
    """Add a person."""
    the_book()
    chosen, shown = _password(password)
    user = actions.add_user(name, chosen)
    emit(as_json, {"user": user.username, "password": shown}, lambda: _say(f"{user.username} may sign in.", shown))


@app.command("password")
def password(name: Name, password: Password = None, as_json: AsJson = False) -> None:
    """Give a person another password."""
    the_book()
    chosen, shown = _password(password)
    user = actions.change_password(name, chosen)
    emit(
        as_json, {"user": user.username, "password": shown}, lambda: _say(f"{user.username} has a new password.", shown)
    )


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the people."""
    the_book()
    people = [{"user": user.username, "active": user.is_active} for user in queries.users()]
    emit(
        as_json,
        people,
        lambda: table(
            "People",
            ["Name", "Active"],
            [[str(p["user"]), "yes" if p["active"] else "no"] for p in people],
            numbers_from=2,
        ),
    )


def _password(given: str | None) -> tuple[str, str | None]:
    """The password, and what of it may be printed: only one that was made here."""
    if given == "-":
        made = secrets.token_urlsafe(12)
        return made, made
    return given or typer.prompt("Password", hide_input=True, confirmation_prompt=True), None


def _say(what: str, shown: str | None) -> None:
    console.print(what + (f" Password: {shown}" if shown else ""), markup=False)
