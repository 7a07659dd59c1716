"""A database for processes that a test starts: of the kind that the tests run on, and empty."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

ADDRESS = "CARTEIRA_DATABASE_URL"
EMPTY = "template1"


@contextmanager
def environment(template: str = EMPTY) -> Iterator[dict[str, str]]:
    """The environment of processes that have a database of their own; a server's begins as a copy of the template, and
    is dropped at the end."""
    name = created(template)
    try:
        yield leading_to(name)
    finally:
        if name:
            on_server(f"DROP DATABASE {name} WITH (FORCE)")


def created(template: str = EMPTY) -> str:
    """The name of a new database on the server, a copy of the template; empty where the tests run on SQLite."""
    if not os.environ.get(ADDRESS):
        return ""
    name = f"own_{secrets.token_hex(4)}"
    on_server(f"CREATE DATABASE {name} TEMPLATE {template}")
    return name


def leading_to(name: str) -> dict[str, str]:
    """The environment of processes that use this database of the server, if any."""
    own = {key: value for key, value in os.environ.items() if not key.startswith("CARTEIRA_")}
    return own | {ADDRESS: os.environ[ADDRESS].replace("/carteira?", f"/{name}?")} if name else own


def on_server(statement: str) -> None:
    """Executes a statement on the server of the tests, outside of any of their databases."""
    import psycopg

    with psycopg.connect(os.environ[ADDRESS].replace("/carteira?", "/postgres?"), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]
