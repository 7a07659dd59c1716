"""PostgreSQL cuts connections, crashes and loses answers: the worker connects anew, and all work is done once."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.proxy import Proxy
from tests.faults.scenario import Scenario
from tests.faults.workshop import Workshop

FAULTS = 3
LONGEST_PAUSE_SECONDS = 1.5


@pytest.fixture
def scenario(workshop: Workshop, tmp_path: Path, seed: int) -> Iterator[Scenario]:
    with workshop.scenario(tmp_path, "postgresql", seed) as found:
        yield found


def disturbed(
    scenario: Scenario, fault: Callable[[random.Random], object], at_last: Callable[[], object] = lambda: None
) -> list[str]:
    """What is wrong after clients and one worker, which stayed the same process, went through several faults."""
    chance = random.Random(f"faults {scenario.seed}")
    with scenario.worker():
        for number in range(FAULTS):
            client = scenario.client(number, chance)
            client.ended_within(chance.random() * LONGEST_PAUSE_SECONDS)
            fault(chance)
            client.ended_within(LONGEST_PAUSE_SECONDS)
            client.kill()
        at_last()
        found = scenario.check()
    assert found["acknowledged"]["asked"] > 0
    wrong: list[str] = found["wrong"]
    return wrong


def test_connections_are_cut(scenario: Scenario, workshop: Workshop) -> None:
    assert disturbed(scenario, lambda _: workshop.server.cut_off_everybody()) == []


def test_the_server_crashes(scenario: Scenario, workshop: Workshop) -> None:
    assert disturbed(scenario, lambda _: workshop.server.crash()) == []


def test_the_answer_to_a_commit_is_lost(scenario: Scenario, workshop: Workshop, tmp_path: Path) -> None:
    server = workshop.server.folder
    with Proxy(tmp_path / "door", server) as proxy:
        scenario.lead_through(proxy.folder, server)
        assert disturbed(scenario, proxy.lose_a_commit, proxy.lose_nothing) == []
    assert proxy.lost > 0
