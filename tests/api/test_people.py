"""People, teams, roles, settings and the trail over the interface: the same rules as everywhere."""

from typing import Any

import pytest

from carteira.accounts.links import person_of_key
from carteira.accounts.models import Role, Team, User
from carteira.accounts.queries import audit_entries
from tests.accounts.cast import PASSWORD, make_cast
from tests.api.calling import Caller, key_of


@pytest.fixture
def cast(book: Any) -> dict[str, User]:
    return make_cast()


@pytest.fixture
def root(cast: dict[str, User]) -> Caller:
    return Caller(key_of(cast["root"]))


def changed(caller: Caller, path: str, body: Any, method: str = "PATCH") -> Any:
    return caller.send(method, path, body, If_Match=caller.get(path).headers["ETag"])


def test_it_works(root: Caller, cast: dict[str, User]) -> None:
    south = Team.objects.get(name="South").pk
    body = {"name": "fred", "password": PASSWORD, "full_name": "Fred Lima", "roles": ["seller"], "team_ids": [south]}
    made = root.post("/users", body)
    assert made.status_code == 201
    address = f"/users/{made.json()['id']}"
    assert root.get(address).json() == made.json()
    assert User.objects.get(username="fred").check_password(PASSWORD)
    assert changed(root, address, {"roles": ["auditor"], "team_ids": []}).json()["roles"] == ["auditor"]
    assert changed(root, address, {"active": False}).json()["active"] is False
    assert [each.action for each in audit_entries()[:3]] == ["user_changed", "user_changed", "user_added"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"name": "ALICE"}, 409, "user_exists"),
        ({"name": "fred", "password": "password123"}, 422, "weak_password"),
        ({"name": "fred", "password": "short"}, 422, "invalid"),
        ({"name": "fred", "roles": ["king"]}, 422, "unknown_role"),
        ({"name": "fred", "team_ids": [99]}, 422, "no_such_team"),
        ({"name": "fred", "email": "nothing"}, 422, "bad_email"),
        ({"name": "fred", "employee": "Alice Prado"}, 409, "employee_taken"),
        ({"name": "fred lima"}, 422, "invalid"),
    ],
)
def test_a_person_that_cannot_be(root: Caller, body: dict[str, Any], status: int, code: str) -> None:
    before = User.objects.count()
    answer = root.post("/users", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert User.objects.count() == before


def test_the_last_administrator_stays(root: Caller, cast: dict[str, User]) -> None:
    for body in ({"roles": []}, {"active": False}):
        answer = changed(root, f"/users/{cast['root'].pk}", body)
        assert (answer.status_code, answer.json()["code"]) == (409, "last_administrator")
    assert root.get("/me").status_code == 200


def test_a_new_password_ends_what_was(root: Caller, cast: dict[str, User]) -> None:
    alice = Caller(key_of(cast["alice"]))
    assert root.post(f"/users/{cast['alice'].pk}/password", {"password": "another horse battery"}).status_code == 204
    assert alice.get("/me").status_code == 401
    assert root.post("/users/999/password", {"password": "another horse battery"}).status_code == 404


def test_nobody_gives_away_more_than_they_have(cast: dict[str, User]) -> None:
    role = Role.objects.create(code="clerk", levels={"users": {"read": 3, "create": 3, "edit": 3, "delete": 3}})
    cast["nina"].roles.set([role])
    nina = Caller(key_of(cast["nina"]))
    for answer in (
        nina.post("/users", {"name": "fred", "roles": ["administrator"]}),
        changed(nina, f"/users/{cast['nina'].pk}", {"roles": ["administrator"]}),
        nina.post(f"/users/{cast['root'].pk}/password", {"password": "another horse battery"}),
        nina.post("/roles", {"code": "king", "name": "King", "permissions": ["erase"]}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "beyond_own_access")
    assert not User.objects.filter(username="fred").exists()
    assert not Role.objects.filter(code="king").exists()


def test_roles(root: Caller, cast: dict[str, User]) -> None:
    body = {
        "code": "caller",
        "name": "Caller",
        "levels": {"customers": {"read": "team"}},
        "permissions": ["see_tax_ids"],
        "field_rules": {"customers": {"email": "masked"}},
    }
    made = root.post("/roles", body)
    assert (made.status_code, made.json()["levels"]) == (201, body["levels"])
    assert root.post("/roles", body).json()["code"] == "role_exists"
    content = {name: value for name, value in body.items() if name not in ("code", "permissions")}
    assert changed(root, "/roles/caller", content, "PUT").json()["permissions"] == []
    cast["nina"].roles.set([Role.objects.get(code="caller")])
    assert changed(root, "/roles/caller", None, "DELETE").json()["code"] == "role_in_use"
    cast["nina"].roles.clear()
    assert changed(root, "/roles/caller", None, "DELETE").status_code == 204
    assert root.get("/roles/caller").status_code == 404
    assert changed(root, "/roles/seller", {"name": "Seller"}, "PUT").json()["code"] == "ready_made_role"
    wrong = root.post("/roles", {"code": "odd", "name": "Odd", "levels": {"stars": {"read": "all"}}})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "bad_role")


def test_teams(root: Caller) -> None:
    sales = Team.objects.get(name="Sales").pk
    west = root.post("/teams", {"name": "West", "parent_id": sales}).json()["id"]
    assert changed(root, f"/teams/{west}", {"parent_id": None}).json() == {
        "id": west,
        "name": "West",
        "parent_id": None,
    }
    assert changed(root, f"/teams/{sales}", {"parent_id": sales}).json()["code"] == "team_below_itself"
    assert changed(root, f"/teams/{sales}", None, "DELETE").json()["code"] == "team_has_teams"
    assert changed(root, f"/teams/{west}", None, "DELETE").status_code == 204


def test_settings_change_all_or_none(root: Caller) -> None:
    assert root.get("/settings").json()["discount_rate"]["value"] == 0.12
    for body, status, code in (
        ({"discount_rate": 0.2, "colour": "red"}, 422, "unknown_setting"),
        ({"discount_rate": 0.2, "horizon_years": -1}, 422, "bad_setting"),
        ({"discount_rate": 0.2, "currency": "USD"}, 409, "fixed_setting"),
    ):
        answer = changed(root, "/settings", body)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert root.get("/settings").json()["discount_rate"]["value"] == 0.12
    found = changed(root, "/settings", {"discount_rate": 0.2, "horizon_years": 5}).json()
    assert (found["discount_rate"]["value"], found["horizon_years"]["value"]) == (0.2, 5)


def test_the_trail_is_paged_and_filtered(root: Caller, cast: dict[str, User]) -> None:
    for name in ("One", "Two", "Three"):
        root.post("/teams", {"name": name})
    page = root.get(f"/audit?action=team_added&actor_id={cast['root'].pk}&limit=2").json()
    assert [row["action"] for row in page["items"]] == ["team_added"] * 2
    rest = root.get(f"/audit?action=team_added&actor_id={cast['root'].pk}&limit=2&cursor={page['next']}").json()
    assert (len(rest["items"]), rest["next"]) == (1, None)
    assert Caller(key_of(cast["eva"])).get("/audit").status_code == 200
    assert Caller(key_of(cast["alice"])).get("/audit").status_code == 403


def test_an_invitation_is_shown_once(root: Caller, cast: dict[str, User]) -> None:
    person = root.post("/users", {"name": "fred", "roles": ["seller"]}).json()["id"]
    made = root.post(f"/users/{person}/invitation", None, Idempotency_Key="invite-fred-once")
    again = root.post(f"/users/{person}/invitation", None, Idempotency_Key="invite-fred-once")
    assert (made.status_code, made.json()["days"], again.json()["link"]) == (201, 7, None)
    key = made.json()["link"].partition("#")[2]
    invited = person_of_key(key)
    assert invited is not None
    assert invited.pk == person
    assert root.post(f"/users/{person}/password", {"password": PASSWORD}).status_code == 204
    assert root.post(f"/users/{person}/invitation", None).json()["code"] == "already_has_password"
    assert person_of_key(key) is None
