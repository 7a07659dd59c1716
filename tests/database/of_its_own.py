"""A database for processes that a test starts: of the kind that the tests run on, and empty."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

ADDRESS = "CARTEIRA_DATABASE_URL"


@contextmanager
def environment() -> Iterator[dict[str, str]]:
    """The environment of processes that have a database of their own; a server's is dropped at the end."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("CARTEIRA_")}
    address = os.environ.get(ADDRESS)
    if not address:
        yield own
        return
    name = f"own_{secrets.token_hex(4)}"
    on_server(f"CREATE DATABASE {name}")
    try:
        yield own | {ADDRESS: address.replace("/carteira?", f"/{name}?")}
    finally:
        on_server(f"DROP DATABASE {name} WITH (FORCE)")


def on_server(statement: str) -> None:
    """Executes a statement on the server of the tests, outside of any of their databases."""
    import psycopg

    with psycopg.connect(os.environ[ADDRESS].replace("/carteira?", "/postgres?"), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]
