"""Commands on the keys of programs."""

from typing import Annotated, Any

import typer

from carteira.accounts import queries
from carteira.accounts.access import access_of
from carteira.accounts.actions import tokens
from carteira.accounts.actions.people import named_user
from carteira.cli.opened import acting_user
from carteira.cli.output import AsJson, console, emit, table
from carteira.errors import CarteiraError

app = typer.Typer(help="The keys of programs that use the API.", no_args_is_help=True)

DAYS = 90


@app.command("make")
def make(
    user: Annotated[str, typer.Argument(metavar="USER", help="As whom the program works.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the key is for.")],
    scope: Annotated[
        list[str] | None,
        typer.Option(metavar="SCOPE", help="kind:action, or a permission; several times. Default: all that USER may."),
    ] = None,
    days: Annotated[int, typer.Option(metavar="NUMBER", help="How long it lives.")] = DAYS,
    as_json: AsJson = False,
) -> None:
    """Make a key and print it.

    It cannot be shown again: the book keeps only its digest.
    """
    by = acting_user("users", "edit")
    person = named_user(user)
    token, key = tokens.make_token(person, name, scope or tokens.scopes_of(access_of(person)), days, by=by)
    emit(as_json, {**_shown(token), "key": key}, lambda: console.print(key, markup=False, soft_wrap=True))


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the keys that were not revoked."""
    acting_user("users", "read")
    found = [_shown(token) for token in queries.tokens() if token.revoked_at is None]
    rows = [[str(row["id"]), row["user"], row["name"], f"{row['hint']}...", row["expires_at"][:10]] for row in found]
    emit(as_json, found, lambda: table("Keys", ["Key", "User", "Name", "Begins", "Until"], rows, numbers_from=5))


@app.command("revoke")
def revoke(
    number: Annotated[int, typer.Argument(metavar="KEY", help="Its number in carteira token list.")],
    as_json: AsJson = False,
) -> None:
    """End a key at once."""
    by = acting_user("users", "edit")
    token = next((each for each in queries.tokens() if each.pk == number and each.revoked_at is None), None)
    if token is None:
        raise CarteiraError("unknown_token", number=number)
    tokens.revoke_token(token, by=by)
    emit(as_json, _shown(token), lambda: console.print(f"The key {token.name} has ended.", markup=False))


def _shown(token: Any) -> dict[str, Any]:
    return {
        "id": token.pk,
        "user": token.user.username,
        "name": token.name,
        "hint": token.hint,
        "scopes": token.scopes,
        "expires_at": token.expires_at.isoformat(),
    }
