"""One process that asks for work and does it, until the power is cut: `python victim.py HOME LOG ARMED SEED`."""

import random
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from carteira.errors import CarteiraError
from tests.faults.acknowledged import Log
from tests.faults.client import Client

STEPS = 40
LEASE = timedelta(seconds=5)
"""It is no worker that is known by a lock: what it had in hand is free once its lease has run out."""


def main() -> None:
    home, log, armed, seed = sys.argv[1:5]
    chance = random.Random(seed)
    client = Client(Path(home), Log(Path(log)), 0, chance)
    from carteira.jobs import actions
    from carteira.jobs.worker import work_once

    actions.LEASE = LEASE
    acts: list[Callable[[], object]] = [
        client.ask_load,
        client.ask_load,
        work_once,
        work_once,
        client.load,
        client.undo,
    ]
    Path(armed).touch()
    for step in range(STEPS):
        try:
            chance.choice(acts)() if step % 20 != 10 else client.ask_run()
        except CarteiraError as refusal:
            client.log.add("refused", code=refusal.code)
    while work_once():
        pass


if __name__ == "__main__":
    main()
