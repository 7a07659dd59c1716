"""The disk fills up in the middle of the work: one clear line, nothing half done, and it goes on once there is room."""

import random
from pathlib import Path
from typing import Any

from tests.faults.scenario import Scenario
from tests.faults.shims import required
from tests.faults.workshop import Workshop

ROUNDS = 2
"""With more, a job that was killed in two of them would have the next client wait for it with nobody at work."""
MOST_BYTES = 300_000
CUSTOMERS = 20_000


def full_after(scenario: Scenario, number: int) -> dict[str, str]:
    """The environment in which the disk has room for so many more bytes."""
    flag = scenario.folder / "full"
    flag.touch()
    given: dict[str, Any] = {"FULL_FOLDER": scenario.home, "FULL_WHILE": flag, "FULL_AFTER": number}
    return {name: str(value) for name, value in given.items()}


def test_work_goes_on_when_there_is_room_again(
    seed: int, kind: str, workshop: Workshop, tmp_path: Path, library_folder: Path
) -> None:
    library = required("diskfull", library_folder)
    with workshop.scenario(tmp_path, kind, seed, library) as scenario:
        for number in range(ROUNDS):
            chance = random.Random(f"disk {seed}/{number}")
            client = scenario.client(number, chance)
            client.ended_within(1.0)
            client.kill()
            worker = scenario.start(["worker"], **full_after(scenario, chance.randint(1, MOST_BYTES)))
            worker.ended_within(4.0)
            worker.kill()
            (tmp_path / "full").unlink()
        found = scenario.settle()
    assert found["wrong"] == []


def test_a_command_says_that_the_disk_is_full(workshop: Workshop, tmp_path: Path, library_folder: Path) -> None:
    library = required("diskfull", library_folder)
    file = tmp_path / "customers.csv"
    file.write_text("source_id,name\n" + "".join(f"{n},N{n * 7919}\n" for n in range(CUSTOMERS)), encoding="ascii")
    words = ["load", "customers", str(file)]
    with workshop.scenario(tmp_path, library=library) as scenario:
        assert scenario.start(["command", *words], **full_after(scenario, 100_000)).statuses() == [1]
        assert scenario.output.splitlines() == [
            "carteira: The book's disk is full. Nothing was changed: free some space, or take another disk."
        ]
        (tmp_path / "full").unlink()
        assert f"{CUSTOMERS:,} accepted" in scenario.carteira(*words)
