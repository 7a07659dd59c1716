"""What belongs to somebody else is as what was never there: by its number, its key or its name, alone or below
something of one's own, nothing tells the two apart, and nothing of it changes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from carteira.accounts.access import access_of
from carteira.book import assigning
from carteira.book.exports import Wanted, ask_export
from carteira.differentiate.actions import remove_view, save_view
from carteira.differentiate.conditions import Condition
from carteira.differentiate.listing import Selection
from carteira.identify.actions import Target
from carteira.jobs import actions as jobs
from carteira.jobs.worker import work_once
from tests.access.fingerprint import written
from tests.access.marks import Marks, text_of
from tests.access.template import undone
from tests.access.world import World
from tests.attacks.twins import FLEETING

pytestmark = pytest.mark.django_db

ABSENT = 997
API = "/api/v1"
NOISE = ("accounts_cacheentry", "accounts_auditentry", "accounts_audithead", "django_session", "last_used_at")


@dataclass(frozen=True)
class Way:
    """A call in which {} stands for the number or key of a record."""

    method: str
    path: str
    form: dict[str, Any] | None = None
    json: Any = None
    headers: dict[str, str] = field(default_factory=dict)

    def call(self, client: Client, record: object) -> Any:
        cache.clear()
        content: dict[str, Any] = {}
        if self.json is not None:
            content = {"data": _put(self.json, record), "content_type": "application/json"}
        elif self.form is not None:
            content = {"data": _put(self.form, record)}
        return getattr(client, self.method)(self.path.format(record), headers=self.headers, **content)


def _put(value: Any, record: object) -> Any:
    if isinstance(value, dict):
        return {name: _put(each, record) for name, each in value.items()}
    if isinstance(value, list):
        return [_put(each, record) for each in value]
    return record if value == "{}" else value


LATEST = {"If-Match": "*"}
TO_NOBODY = {"owner": "none", "team": "", "query": ""}
CUSTOMER = [
    *(Way("get", f"/customers/{{}}/{part}") for part in ("", "panel/", "story/", "orders/", "orders/?page=2")),
    *(Way("get", f"{API}/customers/{{}}{part}") for part in ("", "/story", "/orders", "/assignment", "/story?limit=1")),
    Way("patch", f"{API}/customers/{{}}/assignment", json={"owner_id": None}, headers=LATEST),
    *(Way("get", f"{API}/tables/{name}?customer_id={{}}") for name in ("customer_golden", "timeline", "order_lines")),
    Way("get", f"{API}/customers?customer_id={{}}"),
    Way("get", f"{API}/customers?customer_id__in={{}}"),
    Way("get", f"{API}/customers?parent_customer_id={{}}"),
    Way("get", "/customers/?customer_id__in={}"),
    Way("get", f"{API}/customers/totals?customer_id={{}}"),
    Way("post", f"{API}/search", json={"text": "{}"}),
    Way("post", f"{API}/customers/assignments/preview", json={"owner_id": None, "customer_ids": ["{}"]}),
    Way("post", f"{API}/customers/assignments", json={"owner_id": None, "customer_ids": ["{}"]}),
    Way("post", "/customers/assign/", form={**TO_NOBODY, "customer": "{}"}),
    Way("post", "/customers/assign/", form={**TO_NOBODY, "customer": "{}", "confirmed": "1"}),
    Way("post", "/customers/export/", form={"customer": "{}", "query": ""}),
]
JOB = [
    *(Way("get", path) for path in ("/customers/work/{}/", "/customers/work/{}/file/", "/loads/jobs/{}/")),
    *(Way("get", f"{API}/jobs/{{}}{part}") for part in ("", "/file")),
    Way("post", f"{API}/jobs/{{}}/cancel"),
]
VIEW = [
    Way("get", "/customers/?view={}"),
    Way("get", "/customers/?from={}&category=mvc"),
    Way("post", "/customers/views/{}/", form={"name": "Mine", "audience": "me"}),
    Way("post", "/customers/views/{}/", form={"query": "category=mvc"}),
    Way("post", "/customers/views/{}/remove/"),
    Way("post", "/customers/views/{}/back/"),
    Way("post", "/customers/views/first/", form={"view": "{}"}),
]
KEY = [
    Way("get", f"{API}/tokens/{{}}"),
    Way("delete", f"{API}/tokens/{{}}"),
    Way("post", "/account/tokens/{}/"),
    Way("post", "/settings/tokens/{}/revoke/"),
]
PERSON = [
    *(Way("get", path) for path in ("/settings/people/{}/", f"{API}/users/{{}}")),
    Way("post", "/settings/people/{}/change/", form={"full_name": "X", "active": "on"}),
    Way("post", "/settings/people/{}/link/"),
    Way("patch", f"{API}/users/{{}}", json={"full_name": "X"}, headers=LATEST),
    Way("post", f"{API}/users/{{}}/password", json={"password": "a long enough one"}),
]
LOAD = [
    *(Way("get", f"/loads/{{}}/{part}") for part in ("", "rejections.csv")),
    *(Way("get", f"{API}/loads/{{}}{part}") for part in ("", "/rejections")),
    *(Way("post", path) for path in ("/loads/{}/undo/", f"{API}/loads/{{}}/undo")),
]
RUN = [Way("get", f"{API}/runs/{{}}")]
UNDO = [
    Way("post", "/customers/assign/{}/undo/"),
    Way("post", f"{API}/customers/assignments/undo", json={"token": "{}"}),
]

EVERYBODY = ("alice", "bob", "charlie", "dora", "eva", "nina", "mara", "ines")
SOME = ("alice", "dora", "eva", "nina", "ines")
CUSTOMERS_OF_OTHERS = {"aurora": ("charlie", "nina"), "boreal": ("alice",), "112": ("bob", "dora")}


@pytest.fixture(scope="module")
def records(world: World) -> dict[str, object]:
    """Records of Root's and Alice's, by name."""
    root, alice = world.users["root"], world.users["alice"]
    export = ask_export(access_of(root), root, Wanted([], "csv", "clientes"))
    while work_once():
        pass
    gone = save_view(access_of(alice), "customers", "Fora", [("category", "mvc")], "me", None)
    remove_view(access_of(alice), "customers", gone.pk)
    boreal = Selection(conditions=(Condition("customer_id", "in", (world.customers["boreal"],)),))
    token = assigning.assign(access_of(root), root, boreal, Target(None, world.numbers["team North"])).token
    return {
        "export": export.pk, "waiting export": jobs.ask("export", {}, root).pk,
        "follow": jobs.ask("follow_owners", {}).pk, "removed view": gone.pk, "undo": token,
    }  # fmt: skip


def cases(world: World, records: dict[str, object]) -> Iterator[tuple[str, Way, object]]:
    """Who calls what, with the record of another."""
    for customer, names in CUSTOMERS_OF_OTHERS.items():
        ways = CUSTOMER if customer == "aurora" else CUSTOMER[::3]
        yield from ((name, way, world.customers[customer]) for name in names for way in ways)
    groups: list[tuple[list[Way], list[object], tuple[str, ...]]] = [
        (JOB, [records["export"], records["waiting export"], records["follow"]], SOME),
        (VIEW, [world.numbers["Visao secreta"], records["removed view"]], ("bob", "charlie", "dora", "mara", "nina")),
        (VIEW, [world.numbers["Visao do Sul"]], ("charlie", "mara", "ines", "nina")),
        (KEY, [world.numbers["key of root"]], ("alice", "bob", "dora", "mara", "ines", "nina")),
        (PERSON, [world.users["root"].pk], ("alice", "bob", "dora", "mara", "ines", "nina")),
        (LOAD, [world.numbers["load of customers"]], ("alice", "bob", "charlie", "dora", "nina")),
        (RUN, [1], ("nina",)),
        (UNDO, [records["undo"]], EVERYBODY),
    ]
    for ways, numbers, names in groups:
        yield from ((name, way, number) for number in numbers for name in names for way in ways)


class Asker:
    """Asks for records, and says what was answered without what differs each time."""

    def __init__(self, world: World) -> None:
        self.clients = {name: world.client(name, raise_request_exception=False) for name in EVERYBODY}

    def said(self, name: str, way: Way, record: object, other: object) -> tuple[str, list[str], str]:
        with undone(), written() as statements:
            answer = way.call(self.clients[name], record)
            raw = text_of(answer)
        text = f"{answer.status_code}\n{raw}"
        for pattern, replacement in FLEETING:
            text = pattern.sub(replacement, text)
        for number in (record, other):
            text = re.sub(rf"(?<![\w.]){re.escape(str(number))}(?![\w.])", "#", text)
        text = re.sub(r'(?im)^content-length: .*$|"token": ?"[^"]*"', "", text)
        wrote = [sql for sql in statements if not any(noise in sql for noise in NOISE)]
        return text, wrote, raw


def test_what_is_anothers_is_as_what_was_never_there(world: World, records: dict[str, object]) -> None:
    asker = Asker(world)
    marks = Marks(world)
    told, changed, shown, asked = [], [], [], 0
    for name, way, record in cases(world, records):
        absent: object = "A" * 22 if isinstance(record, str) else ABSENT
        there, wrote, raw = asker.said(name, way, record, absent)
        never, wrote_never, raw_never = asker.said(name, way, absent, record)
        asked += 1
        case = f"{name} {way.method} {way.path} {way.form or way.json or ''} {record}"
        told += [case] if there != never or there.startswith("5") else []
        changed += [case] if len(wrote) != len(wrote_never) else []
        shown += [case] if there != never and marks.seen(raw) - marks.seen(raw_never) else []
    assert asked > 250
    assert (told, changed, shown) == ([], [], [])


def test_whose_it_is_can_tell(world: World, records: dict[str, object]) -> None:
    """The asking does see a difference: Root's and Alice's own answers are others than those for what is not there."""
    asker = Asker(world)
    asker.clients["root"] = world.client("root", raise_request_exception=False)
    own: list[tuple[str, Way, object]] = [
        ("root", JOB[0], records["export"]), ("root", JOB[3], records["export"]),
        ("root", KEY[0], world.numbers["key of root"]), ("root", LOAD[0], world.numbers["load of customers"]),
        ("alice", VIEW[4], world.numbers["Visao secreta"]), ("alice", VIEW[5], records["removed view"]),
        ("root", PERSON[0], world.users["root"].pk), ("root", UNDO[0], records["undo"]),
        *(("alice", way, world.customers["aurora"]) for way in (*CUSTOMER[:4], *CUSTOMER[5:9])),
    ]  # fmt: skip
    for name, way, record in own:
        absent: object = "A" * 22 if isinstance(record, str) else ABSENT
        assert asker.said(name, way, record, absent)[0] != asker.said(name, way, absent, record)[0], way


def test_a_cursor_of_another_listing_leads_to_nothing_more(world: World) -> None:
    charlie = world.client("charlie")
    for number in world.customers.values():
        answer = charlie.get(f"{API}/customers?limit=500&fields=customer_id,name&cursor={number}")
        assert "Aurora" not in answer.content.decode()
        assert "Central" not in answer.content.decode()


def test_a_key_for_repeating_is_each_callers_own(world: World) -> None:
    headers = {"Idempotency-Key": "the-same"}
    body = {"fields": ["name"], "format": "csv"}
    answers = [
        world.client(name).post(f"{API}/customers/exports", body, content_type="application/json", headers=headers)
        for name in ("root", "dora", "mara")
    ]
    assert [answer.status_code for answer in answers] == [202, 202, 202]
    assert len({answer.json()["id"] for answer in answers}) == 3
    assert not [answer for answer in answers if "Idempotency-Replayed" in answer.headers]
    again = world.client("root").post(
        f"{API}/customers/exports", body, content_type="application/json", headers=headers
    )
    assert again.json()["id"] == answers[0].json()["id"]
    assert "Idempotency-Replayed" in again.headers
