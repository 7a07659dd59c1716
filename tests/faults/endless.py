"""`carteira worker`, with work that never ends by itself: one kind tells its progress, the other does not."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import carteira.cli.main
from carteira.jobs.handlers import register

if TYPE_CHECKING:
    from carteira.jobs.models import Job
    from carteira.jobs.progress import Progress


def telling(job: "Job", progress: "Progress") -> dict[str, Any]:
    Path(job.arguments["begun"]).touch()
    while True:
        progress("endless", 1, None)
        time.sleep(0.01)


def silent(job: "Job", progress: "Progress") -> dict[str, Any]:
    Path(job.arguments["begun"]).touch()
    while True:
        time.sleep(1)


def main() -> None:
    register("telling", "tests.faults.endless.telling")
    register("silent", "tests.faults.endless.silent")
    sys.argv = ["carteira", "worker"]
    carteira.cli.main.main()
