"""The API about people, teams, roles, keys, the audit trail and the settings."""

from collections.abc import Mapping
from typing import Any

from carteira.accounts.actions import people
from tests.access.row import EVERYBODYS_EMAIL, Row, makes, marks
from tests.access.world import World

API = "/api/v1"
LATEST = {"If-Match": "*"}
USER, ALICE = f"{API}/users/<int:user_id>", f"{API}/users/{{users[alice].pk}}"
TEAM, EMPTY = f"{API}/teams/<int:team_id>", f"{API}/teams/{{numbers[team Vazio]}}"
ROLE, OWN = f"{API}/roles/<code>", f"{API}/roles/proprio"
TOKEN, ALICES = f"{API}/tokens/<int:token_id>", f"{API}/tokens/{{numbers[key of alice]}}"
PASSWORD = "another long enough one"
NEW_USER = {
    "name": "novo", "password": PASSWORD, "email": "novo@x.test", "roles": ["seller"],
    "team_ids": ["{=numbers.team South}"],
}  # fmt: skip


def without_password(world: World, name: str) -> Mapping[str, Any]:
    """Somebody who was added and has not chosen a password yet."""
    return {"person": people.add_user("sem", None, roles=["seller"]).pk}


ROWS = [
    Row("GET", f"{API}/users", "read people", f"{API}/users", shows=EVERYBODYS_EMAIL),
    Row(
        "POST", f"{API}/users", "change people", f"{API}/users", json=NEW_USER,
        changes=makes("accounts_user", "accounts_user_roles", "accounts_user_teams"),
    ),
    Row("GET", USER, "read people", ALICE, shows=marks("person", "alice")),
    Row(
        "PATCH", USER, "change people", ALICE, headers=LATEST, json={"roles": ["administrator"]},
        changes=makes("accounts_user_roles"), shows=marks("person", "alice"),
    ),
    Row(
        "POST", f"{USER}/password", "change people", f"{ALICE}/password", json={"password": PASSWORD},
        changes=makes("accounts_user", "accounts_token"),
    ),
    Row(
        "POST", f"{USER}/invitation", "change people", f"{API}/users/{{person}}/invitation",
        given=without_password, changes=makes("accounts_user"), note="a link",
    ),
    Row("GET", f"{API}/teams", "read people", f"{API}/teams", note="names of teams"),
    Row(
        "POST", f"{API}/teams", "change people", f"{API}/teams", json={"name": "Nova"},
        changes=makes("accounts_team", "jobs_job"),
    ),
    Row("GET", TEAM, "read people", EMPTY, note="its name"),
    Row(
        "PATCH", TEAM, "change people", EMPTY, headers=LATEST, json={"parent_id": "{=numbers.team South}"},
        changes=makes("accounts_team", "jobs_job"),
    ),
    Row(
        "DELETE", TEAM, "change people", EMPTY, headers=LATEST, changes=makes("accounts_team", "jobs_job"),
    ),
    Row("GET", f"{API}/roles", "read people", f"{API}/roles", note="what roles include"),
    Row(
        "POST", f"{API}/roles", "change people", f"{API}/roles", json={"code": "mais", "name": "Mais"},
        changes=makes("accounts_role"),
    ),
    Row("GET", ROLE, "read people", OWN, note="what it includes"),
    Row(
        "PUT", ROLE, "change people", OWN, headers=LATEST, json={"name": "Outro", "permissions": ["export"]},
        changes=makes("accounts_role"),
    ),
    Row("DELETE", ROLE, "change people", OWN, headers=LATEST, changes=makes("accounts_role")),
    Row("GET", f"{API}/tokens", "by session or key", f"{API}/tokens", note="names and scopes of keys"),
    Row(
        "POST", f"{API}/tokens", "read customers", f"{API}/tokens", changes=makes("accounts_token"),
        json={"name": "programa", "scopes": ["customers:read"], "days": 7},
    ),
    Row("GET", TOKEN, "read people or Alice", ALICES, note="name and scopes"),
    Row("DELETE", TOKEN, "change people or Alice", ALICES, changes=makes("accounts_token")),
    Row("GET", f"{API}/audit", "read audit", f"{API}/audit", note="who did what"),
    Row("GET", f"{API}/settings", "manage settings", f"{API}/settings", note="the settings"),
    Row(
        "PATCH", f"{API}/settings", "manage settings", f"{API}/settings", headers=LATEST,
        json={"discount_rate": 0.31}, changes=makes("book_setting"),
    ),
]  # fmt: skip
