"""Commands on the people who sign in."""

import secrets
from typing import Annotated, Any

import typer

from carteira.accounts import queries
from carteira.accounts.actions import people
from carteira.accounts.roles import ADMINISTRATOR
from carteira.cli.opened import acting_user
from carteira.cli.output import AsJson, console, emit, table

app = typer.Typer(help="The people who sign in.", no_args_is_help=True)

Password = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Asked for where not given; - makes a random one and prints it.")
]
Name = Annotated[str, typer.Argument(metavar="NAME", help="The name to sign in with.")]
Roles = Annotated[list[str] | None, typer.Option("--role", metavar="ROLE", help="A role; may be given several times.")]
Teams = Annotated[list[str] | None, typer.Option("--team", metavar="TEAM", help="A team; may be given several times.")]
Employee = Annotated[
    str | None, typer.Option(metavar="NAME", help="How the loaded files call this person as the owner of customers.")
]
Email = Annotated[str | None, typer.Option(metavar="ADDRESS", help="Where to write to.")]


@app.command("add")
def add(
    name: Name,
    password: Password = None,
    role: Roles = None,
    team: Teams = None,
    employee: Employee = None,
    email: Email = None,
    as_json: AsJson = False,
) -> None:
    """Add a person.

    The first one is an administrator; others see nothing until they have a role.
    """
    by = acting_user("users", "create")
    chosen, shown = _password(password)
    roles = role or ([] if people.has_administrator() else [ADMINISTRATOR])
    user = people.add_user(
        name, chosen, roles=roles, teams=team or [], employee=employee or "", email=email or "", by=by
    )
    said = f"{user.username} may sign in" + (
        f" as {', '.join(roles)}." if roles else ", and sees nothing without a role."
    )
    emit(as_json, {**_person(user), "password": shown}, lambda: _say(said, shown))


@app.command("change")
def change(
    name: Name,
    role: Roles = None,
    team: Teams = None,
    employee: Employee = None,
    email: Email = None,
    active: Annotated[bool | None, typer.Option("--active/--inactive", help="Whether the person may sign in.")] = None,
    as_json: AsJson = False,
) -> None:
    """Change a person's roles, teams or names.

    What is not given stays as it is.
    """
    by = acting_user("users", "edit")
    user = people.change_user(name, roles=role, teams=team, employee=employee, email=email, active=active, by=by)
    emit(as_json, _person(user), lambda: _say(f"{user.username} is changed.", None))


@app.command("password")
def password(name: Name, password: Password = None, as_json: AsJson = False) -> None:
    """Give a person another password.

    Their sessions end, and their tokens are revoked.
    """
    by = acting_user("users", "edit")
    chosen, shown = _password(password)
    user = people.change_password(name, chosen, by=by)
    emit(
        as_json, {"user": user.username, "password": shown}, lambda: _say(f"{user.username} has a new password.", shown)
    )


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the people."""
    acting_user("users", "read")
    found = [_person(user) for user in queries.users()]
    rows = [[p["user"], ", ".join(p["roles"]), ", ".join(p["teams"]), "yes" if p["active"] else "no"] for p in found]
    emit(as_json, found, lambda: table("People", ["Name", "Roles", "Teams", "Active"], rows, numbers_from=4))


@app.command("roles")
def roles(as_json: AsJson = False) -> None:
    """List the roles."""
    acting_user("users", "read")
    found = [
        {"role": role.code, "ready_made": role.ready_made, "levels": role.levels, "permissions": role.permissions}
        for role in queries.roles()
    ]
    rows = [[role["role"], ", ".join(role["permissions"])] for role in found]
    emit(as_json, found, lambda: table("Roles", ["Role", "May also"], rows, numbers_from=2))


def _person(user: Any) -> dict[str, Any]:
    return {
        "user": user.username,
        "active": user.is_active,
        "roles": sorted(role.code for role in user.roles.all()),
        "teams": sorted(team.name for team in user.teams.all()),
        "employee": user.employee,
    }


def _password(given: str | None) -> tuple[str, str | None]:
    """The password, and what of it may be printed: only one that was made here."""
    if given == "-":
        made = secrets.token_urlsafe(12)
        return made, made
    return given or typer.prompt("Password", hide_input=True, confirmation_prompt=True), None


def _say(what: str, shown: str | None) -> None:
    console.print(what + (f" Password: {shown}" if shown else ""), markup=False)
