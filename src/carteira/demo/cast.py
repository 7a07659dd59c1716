"""People of the simulated company who sign in: one for each way of working, so that anybody can see what each sees."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from anyascii import anyascii

from carteira.accounts import queries
from carteira.accounts.actions import people, teams

ROLES = {
    "director": "director",
    "manager": "sales_manager",
    "seller": "seller",
    "supervisor": "service_supervisor",
    "agent": "service_agent",
}
"""The role here of each role that the company's file of employees names; the first person of each signs in."""
OTHERS = {"analyst": "marketing_analyst", "auditor": "auditor"}
"""People who are in no file, by name, with their role."""


@dataclass(frozen=True)
class DemoPerson:
    """Somebody of the demo who signs in under `user`, with the role of that code."""

    user: str
    role: str


def make_people(employees: Iterable[Mapping[str, Any]], password: str) -> list[DemoPerson]:
    """Makes the company's teams and one person for each role, all with the same password. Who is there already gets
    that password. `employees`: rows of the canonical table."""
    rows = list(employees)
    known = {team.name for team in queries.teams()}
    for name in sorted({row["team"] for row in rows if row["team"]} - known):
        teams.add_team(name)
    chosen = _one_of_each(rows)
    present = {user.username for user in queries.users()}
    for person, row in chosen:
        if person.user in present:
            people.change_password(person.user, password)
            continue
        team = [row["team"]] if row.get("team") else []
        people.add_user(person.user, password, roles=[person.role], teams=team, employee=row.get("employee") or "")
    return [person for person, _ in chosen]


def _one_of_each(rows: list[Mapping[str, Any]]) -> list[tuple[DemoPerson, Mapping[str, Any]]]:
    """The first employee of each role, and those in no file."""
    found: dict[str, tuple[DemoPerson, Mapping[str, Any]]] = {}
    for row in rows:
        if row["role"] in ROLES and row["role"] not in found:
            found[row["role"]] = (DemoPerson(_user_name(row["employee"]), ROLES[row["role"]]), row)
    nothing: Mapping[str, Any] = {}
    return [*found.values(), *((DemoPerson(name, role), nothing) for name, role in OTHERS.items())]


def _user_name(employee: str) -> str:
    """ "inês.faria" without its accents: how somebody called Inês Faria signs in."""
    return ".".join(anyascii(employee).lower().split())
