"""A worker that takes every job it can get, and asks for what is due: `python racer.py HOME LOG GO`."""

import sys
from pathlib import Path

import carteira
from tests.faults.acknowledged import Log


def main() -> None:
    home, log, go = sys.argv[1:4]
    carteira.open(home)
    from carteira.jobs import actions
    from carteira.jobs.schedules import ask_what_is_due

    taken = Log(Path(log))
    while not Path(go).exists():
        pass
    ask_what_is_due()
    while (job := actions.take()) is not None:
        taken.add("took", job=job.id)
        actions.finish(job, {})


if __name__ == "__main__":
    main()
