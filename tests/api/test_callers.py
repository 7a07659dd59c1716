"""Who may call: keys with scopes that end, and sessions of browsers that cannot be misused."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from carteira.accounts.actions import people
from carteira.accounts.actions.tokens import LONGEST_DAYS, make_token, revoke_token
from carteira.accounts.models import Token, User
from carteira.api import authentication
from tests.accounts.cast import make_cast
from tests.api.calling import V1, Caller, fill, key_of

PROBLEM = "application/problem+json"


@pytest.fixture
def cast(book: Any) -> Iterator[dict[str, User]]:
    """The cast alone: nothing here needs a customer."""
    cache.clear()
    yield make_cast()
    cache.clear()


@pytest.fixture
def calling_with_customers(book: Any, cast: dict[str, User]) -> Callable[..., Caller]:
    fill(book)
    return lambda name, *given: Caller(key_of(cast[name], *given))


def status(key: str, path: str = "/me") -> int:
    return Caller(key).get(path).status_code


def test_it_works(cast: dict[str, User]) -> None:
    found = Caller(key_of(cast["alice"])).get("/me").json()
    assert (found["user"], found["levels"]["customers:edit"], found["permissions"]) == ("alice", "own", ["see_tax_ids"])


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer cart_unknown", "Basic YTpi", "cart_x", "Bearer \xe9\xff"])
def test_without_a_right_key_nobody_enters(cast: dict[str, User], header: str) -> None:
    answer = Client().get(V1 + "/me", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == PROBLEM
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="carteira"')


def test_a_wrong_key_is_not_saved_by_a_session(cast: dict[str, User]) -> None:
    client = Client()
    client.force_login(cast["alice"])
    assert client.get(V1 + "/me").status_code == 200
    assert client.get(V1 + "/me", headers={"Authorization": "Bearer cart_unknown"}).status_code == 401


def test_a_key_does_what_its_scopes_say(cast: dict[str, User]) -> None:
    key = key_of(cast["root"], "users:read")
    assert status(key, "/users") == 200
    assert status(key, "/audit") == 403
    assert Caller(key).post("/teams", {"name": "West"}).status_code == 403
    assert Caller(key).get("/me").json()["scopes"] == ["users:read"]


def test_a_key_never_does_more_than_its_person(cast: dict[str, User]) -> None:
    key = key_of(cast["root"], "users:read")
    people.add_user("second", None, roles=["administrator"])
    people.change_user("root", roles=["seller"])
    assert status(key, "/users") == 403


def test_keys_end(cast: dict[str, User]) -> None:
    token, key = make_token(cast["alice"], "test", ["customers:read"], 1)
    assert status(key) == 200
    Token.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert status(key) == 401
    Token.objects.filter(pk=token.pk).update(expires_at=timezone.now() + timedelta(days=LONGEST_DAYS))
    revoke_token(token)
    assert status(key) == 401


def test_a_key_ends_with_its_person(cast: dict[str, User]) -> None:
    key = key_of(cast["alice"])
    people.change_user("alice", active=False)
    assert status(key) == 401


def test_a_new_password_ends_keys_and_sessions(cast: dict[str, User]) -> None:
    key = key_of(cast["alice"])
    client = Client()
    client.force_login(cast["alice"])
    people.change_password("alice", "another horse battery")
    assert status(key) == 401
    assert client.get(V1 + "/me").status_code == 401


def test_what_a_browser_sends_needs_the_csrf_token(cast: dict[str, User]) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast["root"])
    body = {"data": '{"name": "West"}', "content_type": "application/json"}
    assert browser.get(V1 + "/teams").status_code == 200
    refused = browser.post(V1 + "/teams", **body)
    assert (refused.status_code, refused.headers["Content-Type"]) == (403, PROBLEM)
    browser.cookies["csrftoken"] = token = "x" * 32
    assert browser.post(V1 + "/teams", **body, headers={"X-CSRFToken": token}).status_code == 201
    foreign = {"X-CSRFToken": token, "Origin": "https://elsewhere.example"}
    assert browser.post(V1 + "/teams", **body, headers=foreign).status_code == 403


def test_a_key_needs_no_csrf_token(cast: dict[str, User]) -> None:
    caller = Caller(key_of(cast["root"]), enforce_csrf_checks=True)
    assert caller.post("/teams", {"name": "West"}).status_code == 201


def test_who_guesses_keys_is_kept_waiting_and_nobody_else(cast: dict[str, User]) -> None:
    key = key_of(cast["alice"])
    for _ in range(authentication.ATTEMPTS):
        assert status("cart_guess") == 401
    answer = Caller("cart_guess").get("/me")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, str(authentication.WINDOW_SECONDS))
    assert status(key) == 200
    elsewhere = Client(REMOTE_ADDR="192.0.2.7").get(V1 + "/me", headers={"Authorization": "Bearer cart_guess"})
    assert elsewhere.status_code == 401


def test_a_key_cannot_make_keys(cast: dict[str, User]) -> None:
    body = {"name": "more", "scopes": ["customers:read"], "days": 30}
    refused = Caller(key_of(cast["alice"])).post("/tokens", body)
    assert (refused.status_code, refused.json()["code"]) == (403, "tokens_need_a_person")
    browser = Caller()
    browser.client.force_login(cast["alice"])
    made = browser.post("/tokens", body)
    assert made.status_code == 201
    assert status(made.json()["key"], "/customers") == 409
    assert browser.post("/tokens", {**body, "scopes": ["users:edit"]}).json()["code"] == "bad_scope"


def test_everybody_sees_and_revokes_the_own_keys_alone(cast: dict[str, User]) -> None:
    alice, bob, root = (Caller(key_of(cast[name])) for name in ("alice", "bob", "root"))
    (mine,) = alice.get("/tokens").json()["items"]
    assert mine["user_id"] == cast["alice"].pk
    assert bob.get(f"/tokens/{mine['id']}").status_code == 404
    assert bob.send("DELETE", f"/tokens/{mine['id']}").status_code == 404
    assert len(root.get("/tokens").json()["items"]) == 3
    assert alice.send("DELETE", f"/tokens/{mine['id']}").status_code == 204
    assert alice.get("/me").status_code == 401
    assert root.get(f"/tokens/{mine['id']}").status_code == 404


def test_a_key_without_the_scope_for_tax_ids_sees_them_masked(calling_with_customers: Callable[..., Caller]) -> None:
    plain = (
        calling_with_customers("root", "customers:read", "see_margins").get("/tables/customer_golden").json()["items"]
    )
    whole = calling_with_customers("root").get("/tables/customer_golden").json()["items"]
    assert "11222333000181" in {row["tax_id"] for row in whole}
    assert "••••••••••••81" in {row["tax_id"] for row in plain}
