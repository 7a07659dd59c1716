"""The book that tests of access share, built once and brought back for each module that wants it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from carteira.accounts.models import User
from tests.access.world import World, build
from tests.at_rest import AtRest, at_home, resting


@dataclass(frozen=True)
class Template:
    """The built book, and what is known of it."""

    world: World
    at_rest: AtRest

    def bring_back(self, folder: Path) -> World:
        """The book in a folder of its own and in the database, within the caller's transaction."""
        self.at_rest.bring_back(folder / "book")
        users = {name: User.objects.get(pk=user.pk) for name, user in self.world.users.items()}
        return replace(self.world, home=folder / "book", users=users)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any) -> Template:
    """The book, built once and taken out of the database again."""
    folder = tmp_path_factory.mktemp("template")
    with resting(folder / "book", django_db_blocker) as at_rest:
        world = build(folder)
    return Template(world, at_rest)


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
