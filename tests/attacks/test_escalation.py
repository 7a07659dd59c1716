"""Nobody gets more than they were given: not through a key, not through people, roles or teams that they may change."""

from typing import Any

import pytest
from django.test import Client

from carteira.accounts.access import access_of
from carteira.accounts.actions import people
from carteira.accounts.actions.roles import save_role
from carteira.accounts.actions.tokens import make_token
from carteira.accounts.models import Role, Team, Token, User
from carteira.jobs import actions as jobs
from tests.access.fingerprint import all_tables
from tests.access.world import World

pytestmark = pytest.mark.django_db


def program(user: User, *scopes: str) -> Client:
    """A program with a key of this person that has these scopes."""
    key = make_token(user, "program", scopes, 30)[1]
    return Client(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=False)


def rights(name: str) -> list[Any]:
    """The person's password, roles, teams, and whether they may sign in."""
    user = User.objects.get(username=name)
    roles = sorted(user.roles.values_list("code", flat=True))
    return [user.password, user.is_active, roles, sorted(user.teams.values_list("name", flat=True)), user.employee]


def test_a_key_for_people_gives_nobody_what_the_key_itself_lacks(world: World) -> None:
    client = program(world.users["root"], "users:read", "users:edit", "users:create")
    before = all_tables()["accounts_user_roles"]
    nina = f"/api/v1/users/{world.users['nina'].pk}"
    etag = client.get(nina).headers["ETag"]
    client.patch(nina, {"roles": ["administrator"]}, content_type="application/json", headers={"If-Match": etag})
    new = {"name": "novo", "password": "a long enough one", "roles": ["seller"]}
    client.post("/api/v1/users", new, content_type="application/json")
    assert all_tables()["accounts_user_roles"] == before


def test_a_key_for_people_takes_over_nobody_who_may_more(world: World) -> None:
    client = program(world.users["root"], "users:read", "users:edit")
    for name in ("root", "alice"):
        before = rights(name)
        address = f"/api/v1/users/{world.users[name].pk}/password"
        client.post(address, {"password": "a long enough one"}, content_type="application/json")
        assert rights(name) == before


def test_a_key_for_people_makes_no_role_that_may_more(world: World) -> None:
    client = program(world.users["root"], "users:read", "users:edit", "users:create")
    role = {"code": "alles", "name": "Alles", "levels": {"customers": {"read": "all"}}, "permissions": ["export"]}
    client.post("/api/v1/roles", role, content_type="application/json")
    assert not Role.objects.filter(code="alles").exists()


def test_a_key_makes_no_key(world: World) -> None:
    client = program(world.users["root"], "customers:read")
    before = len(all_tables()["accounts_token"])
    wanted = {"name": "mehr", "scopes": ["users:edit"], "days": 9}
    assert client.post("/api/v1/tokens", wanted, content_type="application/json").status_code == 403
    assert len(all_tables()["accounts_token"]) == before


def test_a_key_without_scope_cancels_no_work(world: World) -> None:
    job = jobs.ask("run", {"window": "12m"}, world.users["root"])
    program(world.users["root"]).post(f"/api/v1/jobs/{job.pk}/cancel")
    job.refresh_from_db()
    assert job.state == "waiting"
    program(world.users["root"], "runs:read", "runs:create").post(f"/api/v1/jobs/{job.pk}/cancel")
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_a_key_revokes_no_other_key(world: World) -> None:
    client = program(world.users["root"])
    others = world.numbers["key of root"]
    client.delete(f"/api/v1/tokens/{others}")
    assert Token.objects.get(pk=others).revoked_at is None
    own = Token.objects.latest("id")
    client.delete(f"/api/v1/tokens/{own.pk}")
    assert Token.objects.get(pk=own.pk).revoked_at is not None


@pytest.fixture
def paula(world: World) -> Client:
    """Somebody of the South who looks after people, and sees the customers of the own teams."""
    save_role(
        "leader", name="", permissions=[], field_rules={},
        levels={"users": {"read": 3, "create": 3, "edit": 3, "delete": 3}, "customers": {"read": 2}},
    )  # fmt: skip
    user = people.add_user("paula", None, roles=["leader"], teams=["South"])
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def reach_of(name: str) -> tuple[frozenset[int], Any]:
    user = User.objects.get(username=name)
    return access_of(user).teams, user.employee


def test_who_looks_after_people_widens_the_own_reach_by_no_team(world: World, paula: Client) -> None:
    before = reach_of("paula"), list(Team.objects.order_by("id").values())
    north, south = (world.numbers[f"team {name}"] for name in ("North", "South"))
    paula.post(f"/settings/teams/{north}/", {"name": "North", "parent": "South"})
    paula.post(f"/settings/teams/{south}/", {"name": "Sul", "parent": "Sales"})
    paula.post(f"/settings/teams/{north}/", {"name": "South", "parent": "Sales"})
    paula.post("/settings/teams/new/", {"name": "West", "parent": "South"})
    assert (reach_of("paula"), list(Team.objects.order_by("id").values())) == before


def test_who_looks_after_people_takes_no_name_of_an_owner(world: World, paula: Client) -> None:
    own = User.objects.get(username="paula").pk
    form = {"employee": "Diana Sem Dono", "roles": ["leader"], "teams": ["South"], "active": "on"}
    paula.post(f"/settings/people/{own}/change/", form)
    assert reach_of("paula")[1] is None


def test_who_sees_own_customers_only_becomes_nobody_else(world: World) -> None:
    levels = {"users": {"read": 3, "edit": 3}, "customers": {"read": 1}}
    save_role("owner", name="", permissions=[], field_rules={}, levels=levels)
    olga = people.add_user("olga", None, roles=["owner"])
    people.add_user("otto", None, roles=["owner"])
    before = rights("otto")
    client = Client(raise_request_exception=False)
    client.force_login(olga)
    client.post(f"/settings/people/{User.objects.get(username='otto').pk}/password/", {"password": "a long enough one"})
    assert rights("otto") == before


@pytest.mark.parametrize("field", ["roles", "teams"])
def test_who_looks_after_people_joins_nothing_wider(world: World, paula: Client, field: str) -> None:
    own = User.objects.get(username="paula").pk
    wider = {"roles": ["leader", "administrator"], "teams": ["South", "North"]}
    form = {"roles": ["leader"], "teams": ["South"], "active": "on"} | {field: wider[field]}
    before = rights("paula")
    paula.post(f"/settings/people/{own}/change/", form)
    assert rights("paula") == before


def test_who_looks_after_people_takes_over_no_administrator(world: World, paula: Client) -> None:
    before = rights("root")
    root = f"/settings/people/{world.users['root'].pk}/"
    paula.post(f"{root}password/", {"password": "a long enough one"})
    paula.post(f"{root}change/", {"roles": [], "teams": []})
    paula.post(f"{root}link/")
    assert rights("root") == before


def test_a_small_change_is_allowed(world: World, paula: Client) -> None:
    nina = world.users["nina"].pk
    paula.post(f"/settings/people/{nina}/change/", {"full_name": "Nina Nova", "roles": [], "teams": [], "active": "on"})
    assert User.objects.get(pk=nina).get_full_name() == "Nina Nova"
