"""The command that says whether all is well: doctor."""

from typing import Annotated, Any

import typer

from carteira.book.doctor.examination import examine_parts
from carteira.book.doctor.finding import Finding, Level
from carteira.book.doctor.work import trail
from carteira.cli.exits import REFUSED
from carteira.cli.opened import the_book
from carteira.cli.output import AsJson, console, emit
from carteira.messages import say

WORDS = {Level.WELL: "ok   ", Level.NOTE: "note ", Level.WRONG: "WRONG"}


def add_to(app: typer.Typer) -> None:
    app.command("doctor")(doctor)


def doctor(
    audit: Annotated[bool, typer.Option("--audit", help="Check the audit trail instead, entry by entry.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check machine, database, tables, work and backups.

    Exit status 1 where something is wrong.
    """
    book = the_book()
    if audit:
        book.access.check("audit", "read")
    parts = {"trail": [trail()]} if audit else examine_parts(book.home)
    data = [_told(part, found) for part, findings in parts.items() for found in findings]
    emit(as_json, data, lambda: _print(parts))
    if not all(found["ok"] for found in data):
        raise typer.Exit(REFUSED)


def _told(part: str, found: Finding) -> dict[str, Any]:
    return {"ok": found.ok, "level": found.level, "part": part, "code": found.code, **found.arguments}


def _print(parts: dict[str, list[Finding]]) -> None:
    for part, findings in parts.items():
        console.print(say(f"doctor_{part}", {}), markup=False)
        for found in findings:
            console.print(f"  {WORDS[found.level]}  {say(found.code, found.arguments)}", markup=False)
    console.print(_summary([found for findings in parts.values() for found in findings]), markup=False)


def _summary(findings: list[Finding]) -> str:
    wrong = sum(not found.ok for found in findings)
    notes = sum(found.level == Level.NOTE for found in findings)
    return say(
        "doctor_wrong" if wrong else "doctor_notes" if notes else "doctor_well", {"wrong": wrong, "notes": notes}
    )
