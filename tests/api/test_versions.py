"""What a caller holds is not sent again, and what changed meanwhile is not overwritten."""

from collections.abc import Callable
from typing import Any

import pytest

from carteira.accounts.actions import people
from carteira.accounts.models import Role, Team, User
from carteira.book.book import Book
from carteira.book.models import Setting
from carteira.identify.models import Customer
from tests.accounts.cast import make_cast
from tests.api.calling import Caller, key_of


@pytest.fixture
def people_only(book: Any) -> dict[str, User]:
    return make_cast()


@pytest.fixture
def root(people_only: dict[str, User]) -> Caller:
    return Caller(key_of(people_only["root"]))


def test_it_works(root: Caller) -> None:
    team = root.post("/teams", {"name": "West"})
    etag = team.headers["ETag"]
    address = f"/teams/{team.json()['id']}"
    assert root.get(address).headers["ETag"] == etag
    assert root.get(address, If_None_Match=etag).status_code == 304
    changed = root.send("PATCH", address, {"name": "East"}, If_Match=etag)
    assert (changed.status_code, changed.json()["name"]) == (200, "East")
    assert changed.headers["ETag"] == root.get(address).headers["ETag"] != etag


@pytest.mark.parametrize("path", ["/teams", "/roles", "/users", "/me", "/settings", "/facts", "/audit"])
def test_every_answer_has_a_version(root: Caller, path: str) -> None:
    first = root.get(path)
    again = root.get(path, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert root.get(path, If_None_Match='"other"').content == first.content


def conditional(root: Caller) -> list[tuple[str, str, Any]]:
    """Every conditional change: its method, address and a body that fits."""
    team = root.post("/teams", {"name": "West"}).json()["id"]
    root.post("/roles", {"code": "own-role", "name": "Own"})
    user = root.get("/users").json()["items"][0]["id"]
    return [
        ("PATCH", f"/teams/{team}", {"name": "East"}),
        ("DELETE", f"/teams/{team}", None),
        ("PUT", "/roles/own-role", {"name": "Other"}),
        ("DELETE", "/roles/own-role", None),
        ("PATCH", f"/users/{user}", {"full_name": "Another"}),
        ("PATCH", "/settings", {"discount_rate": 0.5}),
    ]


def state() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Team, Role, User, Setting)]


def test_nothing_changes_without_the_version_that_is(root: Caller) -> None:
    for method, address, body in conditional(root):
        before = state()
        missing = root.send(method, address, body)
        assert (missing.status_code, missing.json()["code"]) == (428, "if_match_missing")
        stale = root.send(method, address, body, If_Match='"stale"')
        assert (stale.status_code, stale.json()["code"]) == (412, "changed_meanwhile")
        assert state() == before


def test_with_the_version_that_is_everything_changes_once(root: Caller) -> None:
    for method, address, body in conditional(root):
        etag = root.get(address).headers["ETag"]
        assert root.send(method, address, body, If_Match=etag).status_code in (200, 204)
        assert root.send(method, address, body, If_Match=etag).status_code in (404, 412)


def test_a_person_has_the_version_of_roles_too(root: Caller, people_only: dict[str, User]) -> None:
    address = f"/users/{people_only['alice'].pk}"
    before = root.get(address).headers["ETag"]
    people.change_user("alice", roles=["auditor"])
    assert root.get(address).headers["ETag"] != before


def test_figures_have_the_version_of_their_run_and_owners(
    calling: Callable[..., Caller], cast: dict[str, User], book: Book
) -> None:
    root, alice = calling("root"), calling("alice")
    etag = root.get("/customers").headers["ETag"]
    assert root.get("/customers", If_None_Match=etag).status_code == 304
    assert alice.get("/customers", If_None_Match=etag).status_code == 200
    customer = Customer.objects.get(owner=cast["alice"]).pk
    address = f"/customers/{customer}/assignment"
    given = root.get(address).headers["ETag"]
    body = {"owner_id": cast["bob"].pk}
    assert root.send("PATCH", address, body).status_code == 428
    assert root.send("PATCH", address, body, If_Match=given).json()["owner_id"] == cast["bob"].pk
    assert root.send("PATCH", address, body, If_Match=given).status_code == 412
    after = root.get("/customers", If_None_Match=etag)
    assert after.status_code == 200
    assert {row["owner"] for row in after.json()["items"] if row["customer_id"] == customer} == {"Bob Reis"}
    book.run()
    assert root.get("/customers", If_None_Match=after.headers["ETag"]).status_code == 200
