"""A PostgreSQL server that tests may cut off, stop and start again. It keeps what it has acknowledged."""

import subprocess
from pathlib import Path

from tests.database import postgresql

TEMPLATE = "new_book"
"""The database that holds a new book, to be copied."""


class Server:
    """A running server, and its databases: one for each book."""

    def __init__(self, binaries: Path, address: str) -> None:
        self._binaries, self._address = binaries, address
        self.folder = Path(address.partition("host=")[2])
        self._count = 0
        self.query("ALTER ROLE ALL SET synchronous_commit = on")  # goes before what the server was started with
        assert self.query("SHOW synchronous_commit") == "on"

    def template(self) -> str:
        """The address of the empty database of which the others will be copies."""
        return self._created(TEMPLATE, "template1")

    def new_database(self) -> str:
        """The address of a new copy of the template."""
        self._count += 1
        return self._created(f"book{self._count}", TEMPLATE)

    def query(self, statement: str, database: str = "postgres") -> str:
        words = ["--no-psqlrc", "--tuples-only", "--command", statement, database]
        command = [self._binaries / "psql", "--host", self.folder, *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    def cut_off_everybody(self) -> None:
        """Ends the process of every connection to a book."""
        self.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'book%'")

    def crash(self) -> None:
        """Stops the server without letting it end anything, and starts it again."""
        words = [
            "restart",
            "--wait",
            "--mode=immediate",
            "--pgdata",
            self.folder / "data",
            "--log",
            self.folder / "log",
        ]
        user = postgresql.unprivileged_user()
        identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        command = [self._binaries / "pg_ctl", *words]
        subprocess.run(command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL, **identity)

    def _created(self, name: str, template: str) -> str:
        self.query(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self._address.replace("/carteira?", f"/{name}?")
