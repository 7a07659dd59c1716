"""PostgreSQL cuts connections, crashes and loses answers: the worker connects anew, and all work is done once."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.database import postgresql
from tests.faults.proxy import Proxy
from tests.faults.scenario import Scenario
from tests.faults.server import Server, running

pytestmark = pytest.mark.long

FAULTS = 3
LONGEST_PAUSE_SECONDS = 1.5


@pytest.fixture
def server() -> Iterator[Server]:
    binaries = postgresql.find_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed")
    with running(binaries) as found:
        yield found


def disturbed(scenario: Scenario, fault: Callable[[random.Random], object]) -> list[str]:
    """What is wrong after clients and one worker, which stayed the same process, went through several faults."""
    chance = random.Random(f"faults {scenario.seed}")
    with scenario.worker():
        for number in range(FAULTS):
            client = scenario.client(number, chance)
            client.ended_within(chance.random() * LONGEST_PAUSE_SECONDS)
            fault(chance)
            client.ended_within(LONGEST_PAUSE_SECONDS)
            client.kill()
        found = scenario.check()
    assert found["acknowledged"]["asked"] > 0
    wrong: list[str] = found["wrong"]
    return wrong


def test_connections_are_cut(server: Server, tmp_path: Path, seed: int) -> None:
    with Scenario(tmp_path, server.url, seed) as scenario:
        assert disturbed(scenario, lambda _: server.cut_off_everybody()) == []


def test_the_server_crashes(server: Server, tmp_path: Path, seed: int) -> None:
    with Scenario(tmp_path, server.url, seed) as scenario:
        assert disturbed(scenario, lambda _: server.crash()) == []


def test_the_answer_to_a_commit_is_lost(server: Server, tmp_path: Path, seed: int) -> None:
    (tmp_path / "door").mkdir()
    proxy = Proxy(tmp_path / "door", server.folder)
    address = server.url.replace(str(server.folder), str(tmp_path / "door"))
    with Scenario(tmp_path, address, seed) as scenario:
        wrong = disturbed(scenario, lambda chance: proxy.lose_the_answer_to_commit(chance.randint(1, 12)))
    proxy.close()
    assert wrong == []
    assert proxy.lost > 0
