"""What the OpenAPI document says of the interface is complete, and nothing is open by mistake."""

import re
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from ninja import NinjaAPI, Router

from carteira.accounts.actions.tokens import scopes
from carteira.api.api import OPERATIONS, api
from carteira.api.authentication import SIGNED_IN
from carteira.api.operations import PREFIX, declared
from carteira.api.urls import urlpatterns
from tests.accounts.cast import make_cast
from tests.api.calling import V1, Caller, key_of

DOCUMENT: dict[str, Any] = dict(api.document())


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method.upper(), path, found)
        for path, methods in DOCUMENT["paths"].items()
        for method, found in methods.items()
    ]


def test_it_works(db: None) -> None:
    root = make_cast()["root"]
    found = Caller(key_of(root)).get("/openapi.json").json()
    assert (found["openapi"], found["info"]["title"]) == ("3.1.0", "Carteira")
    assert Client().get(V1 + "/openapi.json").status_code == 401


def test_the_document_and_the_table_of_operations_are_the_same() -> None:
    assert {(each.method, each.path, each.scope) for each in OPERATIONS} == {
        (method, path, found["x-scope"]) for method, path, found in operations()
    }


def test_every_address_belongs_to_an_operation() -> None:
    routes = {PREFIX + "/" + re.sub(r"<(\w+:)?", "{", str(each.pattern)).replace(">", "}") for each in urlpatterns}
    assert routes == {each.path for each in OPERATIONS}


def test_every_scope_is_one_that_a_key_may_have() -> None:
    known = {*scopes(), SIGNED_IN}
    assert {scope for each in OPERATIONS for scope in each.scope.split("|")} <= known


def test_an_operation_without_a_scope_stops_the_program() -> None:
    router, made = Router(), NinjaAPI(urls_namespace="without")
    router.get("/open")(lambda request: None)
    made.add_router("", router)
    with pytest.raises(ImproperlyConfigured):
        list(declared(made))


def test_what_is_open_to_everybody_known_is_their_own() -> None:
    assert {each.path.removeprefix(V1) for each in OPERATIONS if each.scope == SIGNED_IN} == {
        "/me",
        "/book",
        "/kinds",
        "/openapi.json",
        "/jobs",
        "/jobs/{job_id}",
        "/jobs/{job_id}/cancel",
        "/tokens",
        "/tokens/{token_id}",
    }


def test_names_are_unique_and_links_lead_to_them() -> None:
    names = [found["operationId"] for _, _, found in operations()]
    assert len(names) == len(set(names))
    parameters = {found["operationId"]: {p["name"] for p in found["parameters"]} for _, _, found in operations()}
    for _, _, found in operations():
        for answer in found["responses"].values():
            for link in answer.get("links", {}).values():
                given = {name.rpartition(".")[2] for name in link.get("parameters", {})}
                assert given <= parameters[link["operationId"]]


def test_every_post_takes_a_key_and_every_conditional_change_a_version() -> None:
    for method, path, found in operations():
        headers = {each["name"] for each in found["parameters"] if each["in"] == "header"}
        assert ("Idempotency-Key" in headers) == (method == "POST"), path
        changes = method in ("PUT", "PATCH", "DELETE") and "/tokens/" not in path
        assert ("If-Match" in headers) == changes, path


def test_every_operation_says_how_it_refuses() -> None:
    for method, _, found in operations():
        refusals = {str(status) for status in found["responses"]}
        assert {"401", "403", "422", "429"} <= refusals
        assert method == "GET" or {"400", "409", "413", "415", "503"} <= refusals
        assert found["summary"]
        assert found["security"]


def test_every_body_refuses_what_it_does_not_know() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    for _, path, found in operations():
        content = found.get("requestBody", {}).get("content", {})
        for kind, body in content.items():
            schema = schemas[body["schema"]["$ref"].rpartition("/")[2]] if "$ref" in body["schema"] else body["schema"]
            if kind == "application/json" and not path.endswith("/settings"):
                assert schema["additionalProperties"] is False, path


def test_nothing_is_made_by_fields_that_nobody_may_set(db: None) -> None:
    root = Caller(key_of(make_cast()["root"]))
    extras = {
        "is_superuser": True,
        "is_staff": True,
        "id": 1,
        "ready_made": True,
        "digest": "x",
        "user_id": 1,
        "owner": 1,
    }
    for path, body in (
        ("/users", {"name": "somebody"}),
        ("/teams", {"name": "West"}),
        ("/roles", {"code": "own", "name": "Own"}),
        ("/runs", {}),
        ("/customers/query", {}),
    ):
        for name, value in extras.items():
            answer = root.post(path, {**body, name: value})
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert "somebody" not in {user["name"] for user in root.get("/users").json()["items"]}
