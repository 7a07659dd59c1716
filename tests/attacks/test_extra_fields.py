"""A form or a body with fields that are none of its own changes what it changes without them, or nothing."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from carteira.book import queries
from tests.access.fingerprint import FLEETING, all_tables, files_of
from tests.access.rights import WHO
from tests.access.row import Row
from tests.access.rows import ROWS
from tests.access.template import undone
from tests.access.world import PEOPLE, World

pytestmark = pytest.mark.django_db

NEVER: Mapping[str, Any] = {
    "id": 1, "pk": 1, "user": 1, "user_id": 1, "created_by": 1, "created_by_id": 1, "actor": "root", "run_id": 99,
    "created_at": "2001-01-01T00:00:00Z", "is_superuser": True, "is_staff": True, "version": 99, "lease": 99,
    "digest": "0" * 64, "hint": "cart_0000", "seal": "0" * 64, "ready_made": True, "state": "done", "revoked_at": None,
    "removed_at": "2001-01-01T00:00:00Z", "date_joined": "2001-01-01T00:00:00Z", "role": "administrator",
    "last_login": "2001-01-01T00:00:00Z", "groups": [1], "user_permissions": [1], "expires": "2999-01-01",
    "expires_at": "2999-01-01T00:00:00Z",
}  # fmt: skip
"""Fields that no form and no operation has."""
ELSEWHERE: Mapping[str, tuple[Any, str]] = {
    "password": ("another long one", "password users/ users people/new sign-in confirm"),
    "scopes": (["users:edit"], "tokens"),
    "owner": ("1", "assign"),
    "team": ("1", "assign"),
    "roles": (["administrator"], "users people"),
    "permissions": (["manage_settings"], "roles"),
    "permission": (["manage_settings"], "roles"),
    "is_active": (False, ""),
    "employee": ("Diana Sem Dono", "users people"),
    "username": ("somebody", "people/new sign-in forgotten"),
}
"""Fields that some have: the value, and parts of the addresses of those."""
VOLATILE = frozenset(
    """created_at updated_at digest hint password token seal at session_key expires_at revoked_at removed_at started_at
    finished_at last_seen cancel_asked_at undone_at arguments content request key not_before due_at path file_format
    last_used_at body id caller declared_at set_at changed_at published_at made_at""".split()
)
"""Columns that differ from one time to the next."""
CHANGING = [row for row in ROWS if (row.form or row.json) and row.changes and row.may != "nobody"]


def extra(row: Row) -> dict[str, Any]:
    found = dict(NEVER)
    for name, (value, legit) in ELSEWHERE.items():
        if not any(part in row.path for part in legit.split()):
            found[name] = value
    return {name: value for name, value in found.items() if name not in (row.form or row.json)}


class Bench:
    """Calls, and tells what the database is afterwards; the book's folder is brought back each time."""

    def __init__(self, world: World, safe: Path) -> None:
        self.world, self.safe = world, safe
        shutil.copytree(world.home, safe)
        self.files = files_of(world.home)

    def after(self, row: Row, *, called: bool = True) -> dict[str, Any]:
        """The database after the call; where it is not `called`, after what the row prepares for it."""
        with undone():
            name = next(name for name in ("root", *PEOPLE) if name in WHO[row.may])
            cache.clear()
            given = row.given(self.world, name) if row.given else {}
            if called:
                assert row.call(self.world, name, given).status_code < 500, row
            found = {table: _plain(rows) for table, rows in all_tables((*FLEETING, "api_keptanswer")).items()}
        self._bring_back()
        queries._opened.clear()
        return found

    def _bring_back(self) -> None:
        now = files_of(self.world.home)
        for name in {name for name in {*now, *self.files} if now.get(name) != self.files.get(name)}:
            if (self.safe / name).is_file():
                (self.world.home / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(self.safe / name, self.world.home / name)
            else:
                (self.world.home / name).unlink(missing_ok=True)


def _plain(rows: list[dict[str, Any]]) -> list[str]:
    """The rows without what differs from one time to the next; of the day of joining the day."""
    return sorted(
        str(
            {
                name: str(value)[:10] if name == "date_joined" else value
                for name, value in row.items()
                if name not in VOLATILE
            }
        )
        for row in rows
    )


@pytest.fixture(scope="module")
def bench(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    return Bench(world, tmp_path_factory.mktemp("safe") / "book")


def test_no_field_of_another_is_taken(bench: Bench) -> None:
    taken = {}
    for row in CHANGING:
        more = extra(row)
        sent = replace(row, form={**row.form, **_texts(more)}) if row.form else replace(row, json={**row.json, **more})
        found, refused = bench.after(sent), bench.after(row, called=False)
        if found not in (refused, bench.after(row)):
            taken[str(row)] = sorted(table for table in found if found[table] != refused[table])
    assert taken == {}


def _texts(fields: Mapping[str, Any]) -> dict[str, Any]:
    """As a form sends them: what is unknown or false not at all."""
    return {name: "on" if value is True else value for name, value in fields.items() if value not in (None, False)}


def test_the_bench_sees_a_field_that_is_taken(bench: Bench) -> None:
    row = next(row for row in CHANGING if row.path.endswith("/people/new/"))
    assert row.form is not None
    other = replace(row, form={**row.form, "employee": "Diana Sem Dono"})
    assert bench.after(other) != bench.after(row)


def test_most_of_what_changes_something_is_tried(bench: Bench) -> None:
    assert len(CHANGING) > 40
    assert all(len(extra(row)) > 25 for row in CHANGING)
