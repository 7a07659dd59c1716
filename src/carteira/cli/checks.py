"""The command that says whether all is well: doctor."""

import typer

from carteira.book.doctor import Finding, examine
from carteira.cli.exits import REFUSED
from carteira.cli.opened import the_book
from carteira.cli.output import AsJson, console, emit
from carteira.messages import say


def add_to(app: typer.Typer) -> None:
    app.command("doctor")(doctor)


def doctor(as_json: AsJson = False) -> None:
    """Check disk, database, loads, published tables, figures.

    Exit status 1 where something is wrong.
    """
    findings = examine(the_book().home)
    data = [{"ok": found.ok, "code": found.code, **found.arguments} for found in findings]
    emit(as_json, data, lambda: _print(findings))
    if not all(found.ok for found in findings):
        raise typer.Exit(REFUSED)


def _print(findings: list[Finding]) -> None:
    for found in findings:
        console.print(("ok     " if found.ok else "WRONG  ") + say(found.code, found.arguments), markup=False)
