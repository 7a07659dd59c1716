"""A program: opens an old book again and again, each time killed at another moment of its upgrade, and then whole.

Its words are `SEED POINTS`, its book the old one in CARTEIRA_HOME, a SQLite one as it was unpacked; where
CARTEIRA_DATABASE_URL is set, its rows are moved there each time. A moment is a statement that the upgrade sends to the
database: the process dies just before it, or while the database works on it. The moment when Django is about to note
the first change is always among them.
"""

import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection

import carteira
from carteira.accounts.queries import roles, users
from carteira.accounts.roles import READY_ROLES
from carteira.book.home import Home
from carteira.book.opening import point_at
from tests.upgrade.old_book import move_to_server

HOME = Path(os.environ["CARTEIRA_HOME"])
OLD = HOME.with_name("old")
NOTE = 'INSERT INTO "django_migrations"'
INTO_A_STATEMENT = 0.004
"""Seconds."""


def done(work: Callable[[], object], at: int = 0, *, inside: bool = False) -> tuple[int, int] | None:
    """Does the work in a forked process that is killed at statement `at`: None. Else the statements that it took, and
    which of them noted the first change."""
    heard, said = os.pipe()
    child = os.fork()
    if not child:
        _work(work, at, inside, said)
    os.close(said)
    with os.fdopen(heard) as told:
        text = told.read()
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        return None
    assert status == 0, text
    statements, noting = text.split()
    return int(statements), int(noting)


def _work(work: Callable[[], object], at: int, inside: bool, said: int) -> None:
    seen = noting = 0

    def count(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        nonlocal seen, noting
        seen += 1
        noting = noting or (seen if str(sql).startswith(NOTE) else 0)
        if seen == at and inside:
            signal.setitimer(signal.ITIMER_REAL, INTO_A_STATEMENT)  # its signal ends the process as a kill does
        elif seen == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, *given)

    try:
        with connection.execute_wrapper(count):
            work()
        os.write(said, f"{seen} {noting}".encode())
        os._exit(0)
    except BaseException as error:
        os.write(said, repr(error).encode())
        os._exit(1)


def upgrade() -> None:
    carteira.open(HOME)


def look() -> None:
    """Finds everything that an upgrade must keep or make."""
    book = carteira.open(HOME)
    ready = {role.code: role.levels for role in roles() if role.ready_made}
    assert set(ready) == set(READY_ROLES), ready
    assert all(ready.values()), ready
    people = {person.username: [role.code for role in person.roles.all()] for person in users()}
    assert people == {"ana": ["administrator"], "bruno": ["administrator"]}, people
    assert len(book.loads()) == 7
    assert not book.home.migration_unfinished


def old_again() -> None:
    """Puts the old book back as it was."""
    shutil.rmtree(HOME, ignore_errors=True)
    shutil.copytree(OLD, HOME)
    if address := os.environ.get("CARTEIRA_DATABASE_URL"):
        import psycopg

        with psycopg.connect(address, autocommit=True) as server:
            server.execute("DROP SCHEMA public CASCADE")
            server.execute("CREATE SCHEMA public")
        move_to_server(HOME)


def main() -> None:
    point_at(Home(HOME))
    HOME.rename(OLD)
    done(old_again)
    whole = done(upgrade)
    assert whole
    statements, noting = whole
    assert statements > 50, "there was nothing to upgrade"
    assert noting
    chance = random.Random(int(sys.argv[1]))
    for at in [noting, *chance.sample(range(1, statements + 1), int(sys.argv[2]))]:
        done(old_again)
        killed = done(upgrade, at, inside=at != noting and chance.random() < 0.5) is None
        sys.stdout.write(f"{at} of {statements}: {'killed' if killed else 'was quicker'}\n")
        done(upgrade)
        done(look)
