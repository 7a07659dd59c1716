"""An upgrade that is killed at any moment is completed by the next start; several starts at once upgrade once."""

from collections.abc import Callable

import pytest

from tests.book.on_disk import OnDisk

pytestmark = pytest.mark.database
SEED, POINTS = "20262", "5"
CUSTOMERS = 20_000
STARTS = 3


def test_the_next_start_completes_what_a_killed_one_began(unpacked: Callable[..., OnDisk]) -> None:
    book = unpacked(more=CUSTOMERS, moved=False)

    said = book.program("upgrade.kill_migrations", SEED, POINTS)

    assert said.count("killed") > int(POINTS) // 2


def test_several_starts_at_once_upgrade_once(unpacked: Callable[..., OnDisk]) -> None:
    book = unpacked(more=CUSTOMERS)

    started = [book.start("user", "list", "--json") for _ in range(STARTS)]

    ended = [(process.communicate(), process.returncode) for process in started]
    assert [status for _, status in ended] == [0] * STARTS, ended
    assert len({out for (out, _), _ in ended}) == 1
    assert book.wrong() == []
