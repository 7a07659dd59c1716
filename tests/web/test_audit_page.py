"""The page of the audit trail: filters, words, whether it is whole, and the file that no spreadsheet calculates."""

import ast
import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from carteira.accounts import audit
from carteira.accounts.actions import people
from carteira.accounts.models import AuditEntry, User
from carteira.web.people.audit_words import ACTIONS, DETAILS
from tests.accounts.cast import make_cast
from tests.accounts.signing_in import ENGLISH
from tests.accounts.test_audit import without_triggers
from tools.repository import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> dict[str, User]:
    return make_cast()


@pytest.fixture
def eva(cast: dict[str, User], client: Client) -> Client:
    client.force_login(cast["eva"])
    return client


def shown(client: Client, **wanted: Any) -> list[AuditEntry]:
    page = client.get("/settings/audit/", wanted, headers=ENGLISH)
    assert page.status_code == 200
    return [entry for entry, *_ in page.context["entries"]]


def test_it_works(eva: Client, cast: dict[str, User]) -> None:
    people.change_user("bob", roles=["director"], teams=["South"], by=cast["root"])
    page = eva.get("/settings/audit/", headers=ENGLISH).content.decode()
    row = page.partition("<tbody>")[2].partition("</tr>")[0]
    for words in ("Person changed", "bob", "Director", "South"):
        assert words in row
    assert shown(eva)[0].action == "user_changed"


def test_filters_add_up(eva: Client, cast: dict[str, User]) -> None:
    root, dora = cast["root"], cast["dora"]
    audit.record(root, "exported", rows=1)
    audit.record(dora, "exported", rows=2)
    audit.record(root, "run", run=3)
    assert {entry.actor for entry in shown(eva, person=root.pk)} == {"root"}
    assert {entry.details["rows"] for entry in shown(eva, action="exported")} == {1, 2}
    assert [entry.details for entry in shown(eva, action="exported", person=root.pk)] == [{"rows": 1}]
    today = timezone.localdate()
    assert shown(eva, since=today.isoformat(), until=today.isoformat(), action="run")
    assert shown(eva, until=(today - timedelta(days=2)).isoformat()) == []
    assert shown(eva, since=(today + timedelta(days=2)).isoformat()) == []


@pytest.mark.parametrize(
    "nonsense",
    [{"person": "1 OR 1=1"}, {"person": "9" * 30}, {"action": "'; DROP TABLE x;--"}, {"action": "a\0b"},
     {"since": "yesterday"}, {"until": "9999-12-31"}, {"until": "0001-01-01"}, {"before": "x"}, {"before": "9" * 40}],
)  # fmt: skip
def test_nonsense_in_the_address_breaks_nothing(eva: Client, nonsense: dict[str, str]) -> None:
    shown(eva, **nonsense)
    assert eva.get("/settings/audit/export.csv", nonsense).status_code == 200


def test_earlier_entries_are_a_page_further(eva: Client) -> None:
    for number in range(150):
        audit.record(None, "exported", rows=number)
    first = eva.get("/settings/audit/", {"action": "exported"})
    second = eva.get("/settings/audit/", {"action": "exported", "before": first.context["older"]})
    rows = [entry.details["rows"] for page in (first, second) for entry, *_ in page.context["entries"]]
    assert rows == list(range(149, -1, -1))


def test_the_verdict_stands_on_top(eva: Client) -> None:
    assert "every seal right" in eva.get("/settings/audit/verdict/", headers=ENGLISH).content.decode()
    without_triggers()
    broken = AuditEntry.objects.order_by("id")[2]
    AuditEntry.objects.filter(pk=broken.pk).update(action="nothing")
    page = eva.get("/settings/audit/verdict/", headers=ENGLISH).content.decode()
    assert f"broken at entry {broken.pk}" in page


def lines(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))


def test_the_file_holds_what_is_shown_and_is_told_itself(eva: Client, cast: dict[str, User]) -> None:
    audit.record(cast["root"], "exported", rows=7)
    answer = eva.get("/settings/audit/export.csv", {"action": "exported"}, headers=ENGLISH)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="audit-trail.csv"'
    header, *rows = lines(answer)
    assert header[:5] == ["id", "at", "actor_id", "actor", "action"]
    assert [row[3:5] for row in rows] == [["root", "exported"]]
    assert AuditEntry.objects.filter(action="audit_exported", actor="eva", details={"rows": 1}).exists()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\uff1d1", " =cmd|' /C calc'!A0"])
def test_no_spreadsheet_calculates_it(eva: Client, text: str) -> None:
    audit.record(None, text[:60], note="x")
    rows = lines(eva.get("/settings/audit/export.csv"))
    actions = [row[4] for row in rows[1:]]
    assert {"\t=1": "'\t'=1"}.get(text, f"'{text}") in actions
    assert text not in actions


def test_only_who_may_see_the_trail_sees_it(cast: dict[str, User]) -> None:
    for name in ("alice", "dora", "nina"):
        client = Client()
        client.force_login(cast[name])
        for path in ("", "verdict/", "export.csv"):
            assert client.get(f"/settings/audit/{path}").status_code == 403, (name, path)


def test_the_number_of_queries_does_not_grow(eva: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(90):
        audit.record(None, "exported", rows=number)
    eva.get("/settings/audit/")
    with django_assert_max_num_queries(22):
        eva.get("/settings/audit/")
    assert connection.vendor in ("sqlite", "postgresql")


def recorded() -> dict[str, set[str]]:
    """Every action that the program tells the trail, with the names of its details, read from the code."""
    found: dict[str, set[str]] = {}
    for path in (ROOT / "src" / "carteira").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("audit.record", "record"):
                action = node.args[1] if len(node.args) > 1 else None
                if isinstance(action, ast.Constant) and isinstance(action.value, str):
                    names = {keyword.arg for keyword in node.keywords if keyword.arg}
                    found.setdefault(action.value, set()).update(names)
    return found


def test_every_action_of_the_program_has_its_words() -> None:
    assert sorted(set(recorded()) - set(ACTIONS)) == []


def test_every_detail_of_the_program_has_its_words() -> None:
    assert sorted({name for names in recorded().values() for name in names} - set(DETAILS)) == []
