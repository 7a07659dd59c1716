"""Administration: people, teams, roles, tokens, the book's settings and the audit trail."""

from collections.abc import Mapping
from typing import Any

from tests.access.row import EVERYBODYS_EMAIL, Row, makes, marks
from tests.access.world import World

BASE = "/settings/"
PERSON, ALICE = f"{BASE}people/<int:user_id>/", f"{BASE}people/{{users[alice].pk}}/"
TEAM, EMPTY = f"{BASE}teams/<int:team_id>/", f"{BASE}teams/{{numbers[team Vazio]}}/"
ROLE, OWN = f"{BASE}roles/<slug:code>/", f"{BASE}roles/proprio/"
PASSWORD = "another long enough one"
NEW_PERSON = {"username": "novo", "password": PASSWORD, "roles": ["seller"], "teams": ["South"], "email": "novo@x.test"}


def without_password(world: World, name: str) -> Mapping[str, Any]:
    """Nina, who has none yet."""
    nina = world.users["nina"]
    nina.set_unusable_password()
    nina.save()
    return {}


ROWS = [
    Row("GET", BASE, "signed in", BASE, note="leads to what one may open"),
    Row("GET", f"{BASE}people/", "read people", f"{BASE}people/", shows=EVERYBODYS_EMAIL),
    Row("POST", f"{BASE}people/find/", "read people", f"{BASE}people/find/", form={"q": "alice"}, note="leads on"),
    Row("GET", f"{BASE}people/new/", "change people", f"{BASE}people/new/", note="an empty form"),
    Row(
        "POST", f"{BASE}people/new/", "change people", f"{BASE}people/new/", form=NEW_PERSON,
        changes=makes("accounts_user", "accounts_user_roles", "accounts_user_teams"),
    ),
    Row("GET", PERSON, "read people", ALICE, shows=marks("person", "alice")),
    Row(
        "POST", f"{PERSON}change/", "change people", f"{ALICE}change/",
        form={"full_name": "Alice Outra", "roles": ["seller"], "teams": ["North"], "employee": "Alice Prado",
              "email": "alice@carteira.test", "active": "on"},
        changes=makes("accounts_user", "accounts_user_teams", "jobs_job"),
    ),
    Row(
        "POST", f"{PERSON}password/", "change people", f"{ALICE}password/", form={"password": PASSWORD},
        changes=makes("accounts_user", "accounts_token"),
    ),
    Row(
        "POST", f"{PERSON}link/", "change people", f"{BASE}people/{{users[nina].pk}}/link/", given=without_password,
        changes=makes("accounts_user"),
    ),
    Row("POST", f"{PERSON}sign-out/", "change people", f"{ALICE}sign-out/", note="ends sessions"),
    Row("POST", f"{PERSON}second-step/", "change people", f"{ALICE}second-step/", note="there is none"),
    Row("GET", f"{BASE}teams/", "read people", f"{BASE}teams/", note="names of teams"),
    Row(
        "POST", f"{BASE}teams/new/", "change people", f"{BASE}teams/new/", form={"name": "Nova", "parent": "Sales"},
        changes=makes("accounts_team", "jobs_job"),
    ),
    Row(
        "POST", TEAM, "change people", EMPTY, form={"name": "Vazio", "parent": "South"},
        changes=makes("accounts_team", "jobs_job"),
    ),
    Row("POST", f"{TEAM}remove/", "change people", f"{EMPTY}remove/", changes=makes("accounts_team", "jobs_job")),
    Row("GET", f"{BASE}roles/", "read people", f"{BASE}roles/", note="names of roles"),
    Row("GET", f"{BASE}roles/new/", "change people", f"{BASE}roles/new/", note="an empty form"),
    Row(
        "POST", f"{BASE}roles/new/", "change people", f"{BASE}roles/new/",
        form={"name": "Mais um", "level:runs:read": "3", "permission": ["export"]}, changes=makes("accounts_role"),
    ),
    Row("GET", ROLE, "read people", f"{BASE}roles/seller/", note="what a role includes"),
    Row("GET", f"{ROLE}change/", "change people", f"{OWN}change/", note="a form"),
    Row(
        "POST", f"{ROLE}change/", "change people", f"{OWN}change/",
        form={"name": "Papel proprio", "level:runs:read": "3", "permission": ["export"]},
        changes=makes("accounts_role"),
    ),
    Row("POST", f"{ROLE}remove/", "change people", f"{OWN}remove/", changes=makes("accounts_role")),
    Row("GET", f"{BASE}tokens/", "read people", f"{BASE}tokens/", note="names of tokens"),
    Row(
        "POST", f"{BASE}tokens/<int:token_id>/revoke/", "change people",
        f"{BASE}tokens/{{numbers[key of alice]}}/revoke/", changes=makes("accounts_token"),
    ),
    Row("GET", f"{BASE}book/", "manage settings", f"{BASE}book/", note="the settings"),
    Row(
        "POST", f"{BASE}book/", "manage settings", f"{BASE}book/", form={"discount_rate": "0.31"},
        changes=makes("book_setting"),
    ),
    Row("GET", f"{BASE}audit/", "read audit", f"{BASE}audit/", note="who did what"),
    Row("GET", f"{BASE}audit/verdict/", "read audit", f"{BASE}audit/verdict/", note="a verdict"),
    Row("GET", f"{BASE}audit/export.csv", "read audit", f"{BASE}audit/export.csv", note="who did what"),
]  # fmt: skip
