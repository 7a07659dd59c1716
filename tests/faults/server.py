"""A PostgreSQL server that tests may cut off, stop and start again. It keeps what it has acknowledged."""

import pwd
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.database import postgresql


class Server:
    """A running server. `url` is the address of its database `book`."""

    def __init__(self, binaries: Path, address: str) -> None:
        self._binaries = binaries
        self.folder = Path(address.partition("host=")[2])
        subprocess.run([binaries / "createdb", "--host", self.folder, "book"], check=True)
        self.url = address.replace("/carteira?", "/book?")
        self.query("ALTER SYSTEM SET synchronous_commit = on")
        self.query("SELECT pg_reload_conf()")

    def query(self, statement: str) -> str:
        command = [
            self._binaries / "psql",
            "--host",
            self.folder,
            "--no-psqlrc",
            "--tuples-only",
            "--command",
            statement,
        ]
        return subprocess.run([*command, "book"], check=True, capture_output=True, text=True).stdout.strip()

    def cut_off_everybody(self) -> None:
        """Ends the process of every connection but this one."""
        self.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'book'"
        )

    def crash(self) -> None:
        """Stops the server without letting it end anything, and starts it again."""
        user = postgresql.unprivileged_user()
        subprocess.run(
            [self._binaries / "pg_ctl", "restart", "--wait", "--mode=immediate", "--pgdata", self.folder / "data",
             "--log", self.folder / "log"],
            cwd=self.folder, check=True, stdout=subprocess.DEVNULL, **_as(user),
        )  # fmt: skip


def _as(user: "pwd.struct_passwd | None") -> dict[str, object]:
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


@contextmanager
def running(binaries: Path) -> Iterator[Server]:
    with postgresql.cluster(binaries) as address:
        yield Server(binaries, address)
