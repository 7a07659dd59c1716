"""kill -9 at any moment: what was acknowledged is there once, the rest once or not at all, and the work completes.

Ten kills per database, each of a client and one or two workers at once: at a random time, or just before or after
something became durable. `make test-faults` plays 50 such scenarios on each database, 500 kills; a failing one is
replayed with its seed, as in CARTEIRA_FAULT_SEEDS=17.
"""

from pathlib import Path

from tests.faults.shims import built
from tests.faults.workshop import Workshop

KILLS = 10


def test_nothing_acknowledged_is_lost_or_done_twice(
    seed: int, kind: str, workshop: Workshop, tmp_path: Path, library_folder: Path
) -> None:
    with workshop.scenario(tmp_path, kind, seed, built("killpoints", library_folder)) as scenario:
        for number in range(KILLS):
            scenario.kill_once(number)
        found = scenario.settle()
    assert found["wrong"] == []
    assert found["acknowledged"]["asked"] >= KILLS / 2
