"""Both databases, and the seeds of this session."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.database import postgresql

SEEDS = "CARTEIRA_FAULT_SEEDS"
"""Which scenarios of kills are played: `17` replays one, `1-50` is what `make test-faults` plays. Default: 1."""


def seeds() -> list[int]:
    first, _, last = os.environ.get(SEEDS, "1").partition("-")
    return list(range(int(first), int(last or first) + 1))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", seeds())


@pytest.fixture(scope="session")
def new_database() -> Iterator[Callable[[str], str]]:
    """Gives the address of an empty database: "" for SQLite, a new one on a server of its own for PostgreSQL."""
    with ExitStack() as open_until_the_end:
        servers: list[str] = []
        numbers = iter(range(1_000_000))

        def made(kind: str) -> str:
            if kind == "sqlite":
                return ""
            binaries = postgresql.find_binaries()
            if binaries is None:
                pytest.skip("PostgreSQL is not installed")
            if not servers:
                servers.append(open_until_the_end.enter_context(postgresql.cluster(binaries)))
            name = f"book{next(numbers)}"
            folder = servers[0].partition("host=")[2]
            subprocess.run([binaries / "createdb", "--host", folder, name], check=True)
            return servers[0].replace("/carteira?", f"/{name}?")

        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, new_database: Callable[[str], str]) -> str:
    return new_database(request.param)


@pytest.fixture(scope="session")
def library_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("libraries")
