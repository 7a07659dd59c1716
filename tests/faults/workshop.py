"""What the scenarios of one session share: the processes that start others, a server, and a new book to copy."""

import shutil
import subprocess
import sys
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path

import pytest

from tests.database import postgresql
from tests.faults.scenario import Scenario
from tests.faults.server import Server
from tests.processes.groups import Forge, clean_environment, shared_forge


class Workshop:
    """Makes scenarios. Everything is begun when it is first needed, and ended by `close`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = ExitStack()
        self._forges: dict[Path, Forge] = {}

    def scenario(self, folder: Path, kind: str = "sqlite", seed: int = 0, library: Path | None = None) -> Scenario:
        """A new book on that sort of database; its processes have the library preloaded."""
        forge, url = self._forge(library), self._new_book(kind, folder / "book")
        return Scenario(folder, forge, url, seed, has_kill_points=library is not None)

    @cached_property
    def server(self) -> Server:
        """The PostgreSQL server; without one on this machine the test is skipped."""
        binaries = postgresql.find_binaries()
        if binaries is None:
            pytest.skip("PostgreSQL is not installed")
        return Server(binaries, self._open.enter_context(postgresql.cluster(binaries)))

    def close(self) -> None:
        self._open.close()

    def _forge(self, library: Path | None) -> Forge:
        if library is None:
            return shared_forge()
        if library not in self._forges:
            self._forges[library] = Forge(library)
            self._open.callback(self._forges[library].close)
        return self._forges[library]

    def _new_book(self, kind: str, home: Path) -> str:
        """Puts a new book into `home`, and gives the address of its database."""
        template = self._folder / kind
        if not template.exists():
            given = {"CARTEIRA_HOME": str(template)}
            if kind == "postgresql":
                given["CARTEIRA_DATABASE_URL"] = self.server.template()
            subprocess.run([sys.executable, "-m", "carteira", "init"], env=clean_environment() | given, check=True)
        shutil.copytree(template, home)
        return self.server.new_database() if kind == "postgresql" else ""
