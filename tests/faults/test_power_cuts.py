"""The power fails at any moment while the book is on SQLite: nothing acknowledged is lost, and the book opens again.

The process writes through a small library that remembers each file as it was at its last sync, and ends it at a sync
that a seed chooses; then everything that was not synced is torn at random.
"""

import random
import shutil
from pathlib import Path

import pytest

from tests.faults.shims import required
from tests.faults.torn import survive
from tests.faults.workshop import Workshop

LONG_RUN = 40
LAST_SYNC = 300
CUT = 137


def cut_and_check(workshop: Workshop, folder: Path, library: Path, seed: int) -> None:
    """Cuts the power once; all that had been acknowledged must be there."""
    chance = random.Random(f"power {seed}")
    folder.mkdir()
    synced = folder / "synced"
    with workshop.scenario(folder, library=library) as scenario:
        shutil.copytree(scenario.home, synced)
        cut = {"CUT_FOLDER": scenario.home, "CUT_SYNCED": synced, "CUT_ARMED": scenario.armed}
        words = map(str, (scenario.home, scenario.log, scenario.armed, chance.random()))
        environment = {name: str(path) for name, path in cut.items()} | {"CUT_AT": str(chance.randint(1, LAST_SYNC))}
        assert scenario.start(["victim", *words], **environment).statuses() in ([CUT], [0]), scenario.output
        survive(scenario.home, synced, chance)
        found = scenario.settle()
    assert found["wrong"] == []


def test_a_power_cut_loses_nothing_acknowledged(
    seed: int, workshop: Workshop, tmp_path: Path, library_folder: Path
) -> None:
    cut_and_check(workshop, tmp_path / "cut", required("powercut", library_folder), seed)


@pytest.mark.long
@pytest.mark.parametrize("number", range(100, 100 + LONG_RUN))
def test_forty_power_cuts_lose_nothing_acknowledged(
    number: int, workshop: Workshop, tmp_path: Path, library_folder: Path
) -> None:
    cut_and_check(workshop, tmp_path / "cut", required("powercut", library_folder), number)
