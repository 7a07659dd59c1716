"""Building the book takes seconds, bringing it back does not: a built book at rest, and how modules get it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from carteira.accounts.models import User
from tests.access.fingerprint import all_tables
from tests.access.world import World, at_home, build

KEPT = ("accounts_auditentry", "accounts_audithead", "django_migrations")
"""Tables that stay as they are: the trail refuses changes, and the migrations are those of the database."""


@dataclass
class Template:
    """A built book: its folder, and what it has in the database by table."""

    world: World
    rows: dict[str, list[dict[str, Any]]]

    def bring_back(self, folder: Path) -> World:
        """The book in a folder of its own and in the database, within the caller's transaction."""
        home = folder / "book"
        shutil.copytree(self.world.home, home)
        with connection.cursor() as cursor:
            cursor.execute(DEFER[connection.vendor])
            for table in self.rows:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
            for table, rows in self.rows.items():
                _insert(cursor, table, rows)
        users = {name: User.objects.get(pk=user.pk) for name, user in self.world.users.items()}
        return replace(self.world, home=home, users=users)


DEFER = {"postgresql": "SET CONSTRAINTS ALL DEFERRED", "sqlite": "PRAGMA defer_foreign_keys = ON"}


def _insert(cursor: Any, table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        names = ", ".join(connection.ops.quote_name(name) for name in rows[0])
        marks = ", ".join(["%s"] * len(rows[0]))
        insert = f"INSERT INTO {connection.ops.quote_name(table)} ({names}) VALUES ({marks})"
        cursor.executemany(insert, [tuple(row.values()) for row in rows])


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any) -> Template:
    """The book, built once and taken out of the database again."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build(tmp_path_factory.mktemp("template"))
        rows = {name: found for name, found in all_tables().items() if name not in KEPT}
        transaction.set_rollback(True)
    return Template(world, rows)


@pytest.fixture(scope="module")
def world(template: Template, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[World]:
    """The book for one module, with everybody signed in. What a test changes in the database is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        found = template.bring_back(tmp_path_factory.mktemp("world"))
        with at_home(found.home):
            found.sign_in()
            yield found
        transaction.set_rollback(True)


@contextmanager
def undone() -> Iterator[None]:
    """What happens in the block is undone in the database."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
