"""A page of somebody else makes a signed-in browser send what it likes, and nothing happens."""

import pytest
from django.test import Client

from tests.access import row as rows_module
from tests.access.fingerprint import fingerprint
from tests.access.row import Row
from tests.access.rows import ROWS
from tests.access.template import undone
from tests.access.world import World

pytestmark = pytest.mark.django_db

WRITING = [row for row in ROWS if row.method != "GET" and "{key}" not in str(row.headers)]


@pytest.mark.parametrize("row", WRITING, ids=str)
def test_without_its_token_no_unsafe_request_changes_anything(
    world: World, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    def strict(world: World, name: str, route: str) -> Client:
        return world.client(name, enforce_csrf_checks=True, raise_request_exception=False)

    monkeypatch.setattr(rows_module, "client_of", strict)
    with undone():
        given = row.given(world, "root") if row.given else {}
        before = fingerprint(world.home)
        answer = row.call(world, "root", given)
        after = fingerprint(world.home)
    assert answer.status_code in (401, 403), answer.status_code
    assert after == before
