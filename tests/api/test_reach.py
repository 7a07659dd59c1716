"""Whoever may not see a customer gets nothing of it, wherever they ask, and changes nothing of it: it is as if it were
not there."""

from collections.abc import Callable
from typing import Any

import pytest

from carteira.accounts.models import User
from carteira.accounts.queries import audit_entries
from carteira.identify.models import Customer
from carteira.jobs import actions
from tests.api.calling import Caller

ABSENT = 999_999
SECRETS = ("Aurora", "aurora", "11222333", "987654321", "12345", "123.45")


@pytest.fixture
def theirs(cast: dict[str, User]) -> int:
    """Alice's customer, whom Charlie must not see."""
    return Customer.objects.get(owner=cast["alice"]).pk


def answers(caller: Caller, customer: int) -> list[Any]:
    """Every way to one customer that there is."""
    body = {"owner_id": None}
    found = [caller.get(f"/customers/{customer}{part}") for part in ("", "/story", "/orders", "/assignment")]
    found.append(caller.send("PATCH", f"/customers/{customer}/assignment", body, If_Match="*"))
    for table in ("customer_card", "customer_golden", "order_lines", "timeline", "customer_links", "customer_profit"):
        found.append(caller.get(f"/tables/{table}?customer_id={customer}"))
    found.append(caller.get(f"/customers?customer_id={customer}"))
    found.append(caller.get(f"/customers/totals?customer_id={customer}"))
    found.append(caller.get(f"/customers?cursor={customer}"))
    return found


def test_a_customer_out_of_reach_is_as_absent_as_one_that_never_was(
    calling: Callable[..., Caller], theirs: int
) -> None:
    charlie = calling("charlie")
    for hidden, absent in zip(answers(charlie, theirs), answers(charlie, ABSENT), strict=True):
        assert hidden.status_code == absent.status_code
        assert hidden.json() == absent.json()
    assert calling("alice").get(f"/customers/{theirs}").status_code == 200


def test_nothing_of_it_is_in_any_answer(calling: Callable[..., Caller], theirs: int) -> None:
    charlie = calling("charlie")
    queries = (
        "limit=500",
        "revenue__gt=123&revenue__lt=124",
        "sort=-name",
        "city=Recife",
        "fields=customer_id&sort=name",
    )
    paths = ["/customers/totals", "/tables", "/jobs", "/me", *(f"/customers?{query}" for query in queries)]
    tables = [row["name"] for row in charlie.get("/tables").json()["items"]]
    said = [charlie.get(path) for path in [*paths, *(f"/tables/{name}?limit=500" for name in tables)]]
    said += [charlie.post("/search", {"text": text}) for text in ("Aurora", "11222333000181", "11987654321")]
    said += [charlie.post("/customers/query", {"text": text}) for text in ("Aurora", "aurora@padaria.com.br")]
    for answer in said:
        assert answer.status_code == 200, answer.content
        assert not [secret for secret in SECRETS if secret in answer.content.decode()], answer.content
        for row in answer.json().get("items", []):
            assert row.get("customer_id") != theirs


def test_counts_are_of_what_is_seen(calling: Callable[..., Caller]) -> None:
    counts = {
        name: calling(name).get("/customers/totals").json().get("customers") for name in ("root", "alice", "charlie")
    }
    assert counts == {"root": 15, "alice": 2, "charlie": 13}
    assert calling("charlie").get("/customers/totals?city=Recife").json()["customers"] == 0


def test_nobody_gives_away_what_is_not_theirs(
    calling: Callable[..., Caller], cast: dict[str, User], theirs: int
) -> None:
    register = list(Customer.objects.order_by("pk").values())
    before = audit_entries().count()
    for name, status in (("charlie", 404), ("bob", 403), ("nina", 403), ("eva", 403)):
        caller = calling(name)
        etag = caller.get(f"/customers/{theirs}/assignment").headers.get("ETag", "*")
        answer = caller.send("PATCH", f"/customers/{theirs}/assignment", {"owner_id": cast[name].pk}, If_Match=etag)
        assert answer.status_code == status, name
    assert list(Customer.objects.order_by("pk").values()) == register
    assert audit_entries().filter(action="customers_assigned").count() == 0
    assert audit_entries().count() == before + 4


def test_who_sees_totals_alone_sees_no_customer(calling: Callable[..., Caller], theirs: int) -> None:
    eva = calling("eva")
    assert {answer.status_code for answer in answers(eva, theirs)} == {403}
    found = eva.get("/portfolio").json()
    assert (found["whale_curve"], found["concentration"], found["reconciliation"]) == (None, None, None)
    assert all(row["customers"] == 0 or row["customers"] >= 10 for row in found["categories"])
    assert eva.post("/search", {"text": "Aurora"}).status_code == 403
    assert eva.get("/facts/customers").status_code == 403


def test_facts_are_for_those_who_see_everything(calling: Callable[..., Caller]) -> None:
    assert calling("root").get("/facts/customers").json()["items"][0]["name"] == "Padaria Aurora"
    for name in ("alice", "dora"):
        assert calling(name).get("/facts/customers").status_code == 403
    assert calling("root", "customers:read", "see_margins").get("/facts/customers").status_code == 403


def test_jobs_are_their_askers_and_the_books(calling: Callable[..., Caller], cast: dict[str, User]) -> None:
    root, alice = calling("root"), calling("alice")
    run = root.post("/runs", {}).json()["id"]
    assert alice.get(f"/jobs/{run}").status_code == 200
    assert alice.post(f"/jobs/{run}/cancel").status_code == 403
    export = actions.ask("export", {}, cast["root"]).pk
    for answer in (alice.get(f"/jobs/{export}"), alice.post(f"/jobs/{export}/cancel")):
        assert answer.status_code == 404
    assert export not in [row["id"] for row in alice.get("/jobs").json()["items"]]
    assert root.post(f"/jobs/{export}/cancel").json()["state"] == "cancelled"
    assert root.post(f"/jobs/{export}/cancel").json()["code"] == "job_ended"
