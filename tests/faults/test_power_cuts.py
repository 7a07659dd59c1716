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
CONTROLS, CONTROL_SYNC = 10, 40
CUT = 137


def wrong_after_cut(
    workshop: Workshop, folder: Path, library: Path, seed: int, *, victim: str = "victim", last: int = LAST_SYNC
) -> list[object]:
    """Cuts the power once while the victim works; what is then wrong, with all that had been acknowledged."""
    chance = random.Random(f"power {seed}")
    folder.mkdir()
    synced = folder / "synced"
    with workshop.scenario(folder, library=library) as scenario:
        shutil.copytree(scenario.home, synced)
        cut = {"CUT_FOLDER": scenario.home, "CUT_SYNCED": synced, "CUT_ARMED": scenario.armed}
        words = map(str, (scenario.home, scenario.log, scenario.armed, chance.random()))
        environment = {name: str(path) for name, path in cut.items()} | {"CUT_AT": str(chance.randint(1, last))}
        assert scenario.start([f"faults.{victim}", *words], **environment).statuses() in ([CUT], [0]), scenario.output
        survive(scenario.home, synced, chance)
        wrong: list[object] = scenario.settle()["wrong"]
    return wrong


@pytest.fixture
def library(library_folder: Path) -> Path:
    return required("powercut", library_folder)


def test_a_power_cut_loses_nothing_acknowledged(seed: int, workshop: Workshop, tmp_path: Path, library: Path) -> None:
    assert wrong_after_cut(workshop, tmp_path / "cut", library, seed) == []


@pytest.mark.long
@pytest.mark.parametrize("number", range(100, 100 + LONG_RUN))
def test_forty_power_cuts_lose_nothing_acknowledged(
    number: int, workshop: Workshop, tmp_path: Path, library: Path
) -> None:
    assert wrong_after_cut(workshop, tmp_path / "cut", library, number) == []


def test_the_same_loses_something_where_the_database_is_not_synced_at_each_commit(
    workshop: Workshop, tmp_path: Path, library: Path
) -> None:
    cuts = (
        wrong_after_cut(workshop, tmp_path / f"cut-{number}", library, number, victim="careless", last=CONTROL_SYNC)
        for number in range(1, 1 + CONTROLS)
    )
    assert any(" is gone" in str(wrong) for wrong in cuts)
