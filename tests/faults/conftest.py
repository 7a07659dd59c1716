"""Both databases, and the seeds of this session."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.database import postgresql
from tests.faults.workshop import Workshop

SEEDS = "CARTEIRA_FAULT_SEEDS"
"""Which scenarios of kills are played: `17` replays one, `1-50` is what `make test-faults` plays. Default: 1."""


def seeds() -> list[int]:
    first, _, last = os.environ.get(SEEDS, "1").partition("-")
    return list(range(int(first), int(last or first) + 1))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", seeds())


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    found = Workshop(tmp_path_factory.mktemp("workshop"))
    yield found
    found.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """The sort of database; PostgreSQL's is skipped where it is not installed."""
    if request.param == "postgresql" and postgresql.find_binaries() is None:
        pytest.skip("PostgreSQL is not installed")
    found: str = request.param
    return found


@pytest.fixture(scope="session")
def library_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("libraries")
