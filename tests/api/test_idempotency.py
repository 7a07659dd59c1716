"""The same request with the same key works once, and is answered the same each time."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from carteira.accounts.actions import teams
from carteira.accounts.models import AuditEntry, Team, Token, User
from carteira.api import idempotency
from carteira.api.idempotency import HOLD, KEPT_FOR, REPLAYED, forget_old_answers
from carteira.api.models import KeptAnswer
from carteira.book.models import Load
from carteira.jobs.models import Job
from tests.accounts.cast import make_cast
from tests.api.calling import Caller, key_of

ROWS = {"rows": [{"source_id": "1", "name": "Padaria"}, {"source_id": "2", "name": "Mercado"}]}


@pytest.fixture
def cast(book: Any) -> dict[str, User]:
    return make_cast()


@pytest.fixture
def root(cast: dict[str, User]) -> Caller:
    return Caller(key_of(cast["root"]))


def test_it_works(root: Caller) -> None:
    first = root.post("/teams", {"name": "West"}, Idempotency_Key="k")
    again = root.post("/teams", {"name": "West"}, Idempotency_Key="k")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert (again.headers["Location"], again.headers["ETag"]) == (first.headers["Location"], first.headers["ETag"])
    assert (REPLAYED in first.headers, again.headers[REPLAYED]) == (False, "true")
    assert Team.objects.filter(name="West").count() == 1
    assert root.post("/teams", {"name": "West"}).status_code == 409


def test_a_key_stands_for_one_request(root: Caller) -> None:
    root.post("/teams", {"name": "West"}, Idempotency_Key="k")
    for path, body in (("/teams", {"name": "East"}), ("/teams", {"name": "West", "parent_id": 1}), ("/runs", {})):
        answer = root.post(path, body, Idempotency_Key="k")
        assert (answer.status_code, answer.json()["code"]) == (422, "key_for_another_request")
    assert not Team.objects.filter(name="East").exists()
    assert not Job.objects.filter(kind="run").exists()


def test_a_key_is_its_callers_own(root: Caller, cast: dict[str, User]) -> None:
    other = Caller(key_of(cast["root"]))
    root.post("/teams", {"name": "West"}, Idempotency_Key="k")
    assert other.post("/teams", {"name": "East"}, Idempotency_Key="k").status_code == 201


def test_refusals_are_kept_too(root: Caller) -> None:
    refused = root.post("/teams", {"name": "South"}, Idempotency_Key="k")
    assert refused.status_code == 409
    teams.change_team("South", new_name="Southern")
    again = root.post("/teams", {"name": "South"}, Idempotency_Key="k")
    assert (again.status_code, again.content) == (409, refused.content)


def test_errors_inside_are_kept_without_what_they_half_did(root: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str, *_: Any, **__: Any) -> Any:
        Team.objects.create(name=name)
        raise RuntimeError

    monkeypatch.setattr("carteira.api.resources.teams.actions.add_team", broken)
    first = root.post("/teams", {"name": "West"}, Idempotency_Key="k")
    monkeypatch.undo()
    again = root.post("/teams", {"name": "West"}, Idempotency_Key="k")
    assert (first.status_code, again.status_code, again.content) == (500, 500, first.content)
    assert not Team.objects.filter(name="West").exists()


@pytest.mark.parametrize(
    ("body", "status"), [({"name": ""}, 422), ({"name": "West", "parent_id": 999}, 422), ({"nam": "West"}, 422)]
)
def test_a_request_that_does_not_fit_leaves_the_key_free(root: Caller, body: dict[str, Any], status: int) -> None:
    assert root.post("/teams", body, Idempotency_Key="k").status_code == status
    assert root.post("/teams", {"name": "West"}, Idempotency_Key="k").status_code == 201


def test_without_permission_the_key_stays_free(cast: dict[str, User]) -> None:
    alice = Caller(key_of(cast["alice"]))
    assert alice.post("/teams", {"name": "West"}, Idempotency_Key="k").status_code == 403
    assert not KeptAnswer.objects.exists()


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "x" * 256])
def test_a_key_is_visible_text(root: Caller, key: str) -> None:
    answer = root.post("/teams", {"name": "West"}, Idempotency_Key=key)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_idempotency_key")


def test_the_same_job_is_asked_for_once(root: Caller) -> None:
    first = root.post("/runs", {}, Idempotency_Key="k").json()["id"]
    Job.objects.update(state="done")
    assert root.post("/runs", {}, Idempotency_Key="k").json()["id"] == first
    assert root.post("/runs", {}).json()["id"] != first


def test_a_new_key_for_programs_is_shown_once(cast: dict[str, User]) -> None:
    browser = Caller()
    browser.client.force_login(cast["root"])
    body = {"name": "test", "scopes": ["users:read"]}
    first = browser.post("/tokens", body, Idempotency_Key="k").json()
    again = browser.post("/tokens", body, Idempotency_Key="k").json()
    assert first["key"].startswith("cart_")
    assert again == {**first, "key": None}
    assert Token.objects.count() == 1
    assert first["key"].encode() not in b"".join(bytes(row.body) for row in KeptAnswer.objects.all())


def test_rows_are_brought_in_once(root: Caller) -> None:
    first = root.post("/facts/customers", ROWS, Idempotency_Key="k")
    again = root.post("/facts/customers", ROWS, Idempotency_Key="k")
    assert first.status_code == 200
    assert again.content == first.content
    assert Load.objects.count() == 1
    assert root.post("/facts/customers", ROWS).json()["rows"] == [{"state": "replaced", "code": "", "column": ""}] * 2
    assert Load.objects.count() == 2


def test_who_was_killed_after_the_work_gets_the_answer_of_it(root: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(idempotency, "_content", killed)
    with pytest.raises(KeyboardInterrupt):
        root.post("/facts/customers", ROWS, Idempotency_Key="k")
    monkeypatch.undo()
    at_work = root.post("/facts/customers", ROWS, Idempotency_Key="k")
    assert (at_work.status_code, at_work.json()["code"]) == (409, "request_at_work")
    KeptAnswer.objects.update(working_until=timezone.now() - HOLD)
    again = root.post("/facts/customers", ROWS, Idempotency_Key="k")
    assert again.json()["load_id"] == Load.objects.get().pk
    assert [row["state"] for row in again.json()["rows"]] == ["accepted", "accepted"]


def test_who_is_killed_during_the_work_leaves_nothing(root: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: Any, **__: Any) -> Any:
        Team.objects.create(name="half")
        raise KeyboardInterrupt

    monkeypatch.setattr("carteira.api.resources.teams.actions.add_team", killed)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        root.post("/teams", {"name": "West"}, Idempotency_Key="k")
    monkeypatch.undo()
    assert not Team.objects.filter(name="half").exists()
    assert root.post("/teams", {"name": "West"}, Idempotency_Key="k").status_code == 201


def test_a_busy_book_leaves_the_key_free(root: Caller, book: Any) -> None:
    with book.home.locked():
        busy = root.post("/facts/customers", ROWS, Idempotency_Key="k")
    assert (busy.status_code, busy.json()["code"], busy.headers["Retry-After"]) == (409, "book_is_busy", "5")
    assert root.post("/facts/customers", ROWS, Idempotency_Key="k").status_code == 200


def test_questions_keep_no_answer(root: Caller) -> None:
    for _ in range(2):
        assert root.post("/search", {"text": "Aurora"}, Idempotency_Key="k").status_code == 409
    assert root.post("/search", {"text": "Boreal"}, Idempotency_Key="k").json()["code"] == "key_for_another_request"
    assert [bytes(row.body) for row in KeptAnswer.objects.all()] == [b""]


def test_old_answers_are_forgotten(root: Caller) -> None:
    root.post("/teams", {"name": "West"}, Idempotency_Key="old")
    root.post("/teams", {"name": "East"}, Idempotency_Key="new")
    old = KeptAnswer.objects.order_by("pk").first()
    assert old is not None
    KeptAnswer.objects.filter(pk=old.pk).update(created_at=timezone.now() - KEPT_FOR - timedelta(seconds=1))
    assert forget_old_answers() == 1
    assert KeptAnswer.objects.count() == 1


def test_what_was_done_once_is_told_once(root: Caller) -> None:
    for _ in range(3):
        root.post("/teams", {"name": "West"}, Idempotency_Key="k")
    assert AuditEntry.objects.filter(action="team_added", actor="root").count() == 1
