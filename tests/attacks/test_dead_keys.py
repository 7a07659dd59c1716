"""A key that has expired, was revoked, is of somebody who may no longer sign in, is malformed, or lacks the scope,
reads nothing and changes nothing, whatever operation it calls; and a session beside it does not help."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from carteira.accounts.actions import people
from carteira.accounts.actions.tokens import make_token
from carteira.accounts.models import Token
from carteira.api.api import api
from tests.access.fingerprint import files_of, written
from tests.access.marks import Marks, text_of
from tests.access.row import Row, filled
from tests.access.rows import ROWS
from tests.access.template import undone
from tests.access.world import NOBODY, World, scopes_of

pytestmark = pytest.mark.django_db

OPERATIONS = [row for row in ROWS if row.path.startswith("/api/")]
FLEETING = ("accounts_cacheentry", "accounts_auditentry", "accounts_audithead", "django_session", "last_used_at")
"""What a refused call may write to: how often somebody tried."""


def expired(world: World) -> str:
    token, key = make_token(world.users["root"], "old", scopes_of(world.users["root"]), 30)
    Token.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    return f"Bearer {key}"


def revoked(world: World) -> str:
    token, key = make_token(world.users["root"], "ended", scopes_of(world.users["root"]), 30)
    Token.objects.filter(pk=token.pk).update(revoked_at=timezone.now())
    return f"Bearer {key}"


def of_somebody_switched_off(world: World) -> str:
    user = people.add_user("gone", None, roles=["administrator"])
    key = make_token(user, "left", scopes_of(user), 30)[1]
    user.is_active = False
    user.save()
    return f"Bearer {key}"


def right(world: World) -> str:
    return world.keys["root"]


MALFORMED: Mapping[str, Callable[[World], str]] = {
    "nothing": lambda world: "",
    "no key": lambda world: "Bearer ",
    "another scheme": lambda world: f"Basic {right(world)}",
    "the key alone": right,
    "a letter more": lambda world: f"Bearer {right(world)}x",
    "a letter less": lambda world: f"Bearer {right(world)[:-1]}",
    "another case": lambda world: f"Bearer {right(world).swapcase()}",
    "two keys": lambda world: f"Bearer {right(world)},{right(world)}",
    "a digest": lambda world: f"Bearer {Token.objects.get(pk=world.numbers['key of root']).digest}",
    "a hint": lambda world: f"Bearer {Token.objects.get(pk=world.numbers['key of root']).hint}",
    "a NUL": lambda world: f"Bearer {right(world)}\0",
    "SQL": lambda world: "Bearer ' OR 1=1 --",
    "a session": lambda world: f"Bearer {world.cookies['root']}",
}
DEAD = {"expired": expired, "revoked": revoked, "of somebody switched off": of_somebody_switched_off}


class Walk:
    """Calls operations with a key, and tells what came of it."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.marks = Marks(world)

    def call(self, row: Row, key: str, name: str = NOBODY) -> tuple[int, object, list[str], bool]:
        """The status, the marks that were seen, the tables that were written to, and whether a file changed."""
        with undone():
            given = row.given(self.world, "root") if row.given else {}
            world = self.world
            names = {"customers": world.customers, "users": world.users, "numbers": world.numbers, **given}
            client = world.client(name, raise_request_exception=False, headers={"Authorization": key})
            before = files_of(world.home)
            with written() as statements:
                answer = self._answer(client, row, names)
            wrote = [sql for sql in statements if not any(table in sql for table in FLEETING)]
            return answer.status_code, self.marks.seen(text_of(answer)), wrote, files_of(world.home) != before

    def _answer(self, client: Client, row: Row, names: Mapping[str, object]) -> object:
        headers = {key: text.format(**names) for key, text in row.headers.items()}
        content: dict[str, object] = {}
        if row.json is not None:
            content = {"data": filled(row.json, names), "content_type": "application/json"}
        elif row.form is not None:
            content = {"data": filled(row.form, names)}
        cache.clear()
        return getattr(client, row.method.lower())(row.path.format(**names), headers=headers, **content)


@pytest.fixture(scope="module")
def walk(world: World, tmp_path_factory: pytest.TempPathFactory) -> Walk:
    return Walk(world, tmp_path_factory.mktemp("walk"))


def wrong(outcome: tuple[int, object, list[str], bool], status: int) -> bool:
    return outcome != (status, set(), [], False)


@pytest.mark.parametrize("kind", DEAD)
def test_a_dead_key_opens_nothing(walk: Walk, kind: str) -> None:
    key = DEAD[kind](walk.world)
    found = {str(row): walk.call(row, key, "root") for row in OPERATIONS}
    assert {row: outcome for row, outcome in found.items() if wrong(outcome, 401)} == {}


@pytest.mark.parametrize("kind", MALFORMED)
def test_a_malformed_key_opens_nothing(walk: Walk, kind: str) -> None:
    key = MALFORMED[kind](walk.world)
    found = {str(row): walk.call(row, key, "root") for row in OPERATIONS[:: len(OPERATIONS) // 6]}
    assert {row: outcome for row, outcome in found.items() if wrong(outcome, 401)} == {}


def scopes_by_operation() -> Iterator[tuple[tuple[str, str], str]]:
    """The scope that each operation says it needs, by method and path."""
    for path, operations in api.document()["paths"].items():
        for method, operation in operations.items():
            yield (method.upper(), path), operation["x-scope"]


def test_a_key_with_every_other_scope_opens_nothing(walk: Walk) -> None:
    known = dict(scopes_by_operation())
    root = walk.world.users["root"]
    keys: dict[str, str] = {}
    found = {}
    for row in OPERATIONS:
        path = row.route.replace("<int:", "{").replace("<", "{").replace(">", "}")
        scope = known[row.method, path]
        if scope == "signed_in":
            continue
        if scope not in keys:
            others = [each for each in scopes_of(root) if each not in scope.split("|")]
            keys[scope] = make_token(root, "others", others, 30)[1]
        found[str(row)] = walk.call(row, f"Bearer {keys[scope]}")
    assert len(found) > 40
    assert {row: outcome for row, outcome in found.items() if wrong(outcome, 403)} == {}


def test_a_living_key_opens_them(walk: Walk) -> None:
    """The walk does see: with the right key there are marks, writes and changed files."""
    found = [walk.call(row, f"Bearer {right(walk.world)}") for row in OPERATIONS[::3]]
    assert any(seen for _status, seen, _wrote, _files in found)
    assert any(wrote for _status, _seen, wrote, _files in found)
