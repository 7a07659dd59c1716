"""Every refusal is a problem, whoever refuses: none says anything of the inside, and none changes anything."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from carteira.accounts import queries
from carteira.accounts.models import Team, User
from carteira.api.problems import CONTENT_TYPE
from tests.accounts.cast import make_cast
from tests.api.calling import V1, Caller, key_of


@pytest.fixture
def root(book: Any) -> Caller:
    return Caller(key_of(make_cast()["root"]))


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == CONTENT_TYPE
    found: dict[str, Any] = answer.json()
    assert (found["status"], found["code"]) == (status, code)
    assert found["detail"]
    return found


def test_it_works(root: Caller) -> None:
    found = problem(root.post("/teams", {"name": "Sales"}), 409, "team_exists")
    assert found["detail"] == "There is already a team Sales."
    assert found["arguments"] == {"team": "Sales"}


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/", 404, "not_found"),
        ("GET", "", 404, "not_found"),
        ("GET", "/teams/999999", 404, "not_found"),
        ("GET", "/teams/0", 422, "invalid"),
        ("GET", "/teams/-1", 404, "not_found"),
        ("GET", "/teams/99999999999999999999", 422, "invalid"),
        ("GET", "/roles/..%2f..%2fsecret", 404, "not_found"),
        ("PUT", "/teams", 405, "wrong_method"),
        ("TRACE", "/teams", 405, "wrong_method"),
        ("GET", "/teams?limt=5", 422, "unknown_parameter"),
        ("GET", "/teams?limit=5&limit=6", 422, "parameter_repeated"),
        ("GET", "/teams?limit=501", 422, "invalid"),
        ("GET", "/customers", 409, "not_run_yet"),
        ("GET", "/facts/nothing", 422, "invalid"),
    ],
)
def test_addresses(root: Caller, method: str, path: str, status: int, code: str) -> None:
    problem(root.send(method, path), status, code)


def test_a_wrong_method_says_the_right_ones(root: Caller) -> None:
    assert set(root.send("PUT", "/teams").headers["Allow"].split(", ")) == {"GET", "POST"}


@pytest.mark.parametrize(
    ("text", "kind", "status", "code"),
    [
        ('{"name": ', "application/json", 400, "cannot_read_body"),
        ('{"name": NaN}', "application/json", 400, "cannot_read_body"),
        ('{"name": "\\ud800"}', "application/json", 400, "cannot_read_body"),
        ("[" * 100_000, "application/json", 400, "cannot_read_body"),
        ("name=West", "application/x-www-form-urlencoded", 415, "wrong_content_type"),
        ('{"name": "West"}', "text/plain", 415, "wrong_content_type"),
        ("", "application/json", 422, "invalid"),
        ("[]", "application/json", 422, "invalid"),
        ('{"name": "West", "id": 7}', "application/json", 422, "invalid"),
        ('{"name": "a\\u0000b"}', "application/json", 422, "invalid"),
        ('{"name": "West", "parent_id": "1"}', "application/json", 422, "invalid"),
        ('{"name": "West", "parent_id": 999}', "application/json", 422, "no_such_team"),
        ('{"name": "' + "x" * 2**20 + '"}', "application/json", 413, "body_too_large"),
    ],
)
def test_bodies(root: Caller, text: str, kind: str, status: int, code: str) -> None:
    before = Team.objects.count()
    answer = root.client.generic("POST", V1 + "/teams", text, kind, headers=root.headers)
    problem(answer, status, code)
    assert Team.objects.count() == before


def test_what_does_not_fit_is_named(root: Caller) -> None:
    found = problem(root.post("/teams", {"name": "", "colour": "red"}), 422, "invalid")
    assert {(each["place"], each["field"]) for each in found["fields"]} == {("body", "name"), ("body", "colour")}


def test_a_page_outside_the_interface_is_no_problem(root: Caller) -> None:
    assert "problem" not in Client().get("/nowhere/").headers["Content-Type"]


def test_a_wrong_host_is_a_problem(root: Caller) -> None:
    answer = root.client.get(V1 + "/me", headers=root.headers | {"Host": "evil.example"})
    problem(answer, 400, "bad_request")


def test_an_error_inside_says_nothing_of_it(root: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> list[Team]:
        raise RuntimeError("the secret is 42")

    monkeypatch.setattr(queries, "teams", broken)
    found = root.get("/teams")
    problem(found, 500, "inside_error")
    assert b"42" not in found.content


def test_a_busy_database_asks_to_come_again(root: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy() -> list[User]:
        raise OperationalError("database is locked")

    monkeypatch.setattr(queries, "users", busy)
    answer = root.get("/users")
    problem(answer, 503, "database_busy")
    assert answer.headers["Retry-After"] == "5"


def test_no_answer_is_for_everybody(root: Caller) -> None:
    headers = root.get("/me").headers
    assert set(headers["Cache-Control"].split(", ")) == {"private", "no-cache"}
    assert {"Authorization", "Cookie"} <= set(headers["Vary"].split(", "))
    assert "Access-Control-Allow-Origin" not in headers


def test_a_value_that_json_lacks_is_not_sent_back(root: Caller) -> None:
    etag = root.get("/settings").headers["ETag"]
    headers = root.headers | {"If-Match": etag}
    address = V1 + "/settings"
    answer = root.client.generic("PATCH", address, '{"discount_rate": 1e999}', "application/json", headers=headers)
    assert problem(answer, 422, "bad_setting")["arguments"]["value"] == "inf"
    answer = root.client.generic(
        "PATCH", address, '{"country": "%s"}' % ("x" * 9999), "application/json", headers=headers
    )
    assert len(answer.content) < 5000
