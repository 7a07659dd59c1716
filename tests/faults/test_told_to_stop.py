"""Servers that are told to stop, or killed: the job in hand is free at once, and no process is left behind."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.scenario import Scenario
from tests.faults.workshop import Workshop
from tests.processes.groups import PATIENCE_SECONDS, wait_until

ASK = """
import carteira, sys
carteira.open(sys.argv[1])
from carteira.jobs.actions import ask
ask(sys.argv[2], {"begun": sys.argv[3]})
"""
LOOK = """
import carteira, json, sys
carteira.open(sys.argv[1])
from carteira.jobs.models import Job, Worker
job = Job.objects.get()
print(json.dumps([job.state, job.attempts, job.lease_until, Worker.objects.count()]))
"""


@pytest.mark.parametrize("work", ["telling", "silent"])
def test_a_worker_that_is_told_to_stop_gives_its_job_back(
    work: str, kind: str, workshop: Workshop, tmp_path: Path
) -> None:
    begun = tmp_path / "begun"
    with workshop.scenario(tmp_path, kind) as scenario:
        scenario.done("code", ASK, str(scenario.home), work, str(begun))
        worker = scenario.start(["faults.endless"])
        scenario.wait_for(begun, worker)
        os.killpg(worker.id, signal.SIGTERM)
        assert worker.statuses() == [0], scenario.output
        assert json.loads(scenario.done("code", LOOK, str(scenario.home))) == ["waiting", 0, None, 0]


@contextmanager
def served(scenario: Scenario) -> Iterator["subprocess.Popen[str]"]:
    """`carteira serve`, once its worker is at work."""
    command = [sys.executable, "-m", "carteira", "serve", "--port", "0", "--json"]
    with subprocess.Popen(command, env=scenario.environment, stdout=subprocess.PIPE, text=True) as process:
        wait_until(scenario.presences)
        try:
            yield process
        finally:
            process.kill()


def test_serve_keeps_a_worker_and_takes_it_along(workshop: Workshop, tmp_path: Path) -> None:
    with workshop.scenario(tmp_path) as scenario:
        with served(scenario) as server:
            first = scenario.presences()
            (worker,) = json.loads(scenario.carteira("jobs", "list", "--json"))["workers"]
            os.kill(worker["pid"], signal.SIGKILL)
            wait_until(lambda: scenario.presences() - first)
            server.terminate()
            assert server.wait(PATIENCE_SECONDS) == 0
            assert not scenario.presences()
        with served(scenario) as server:
            server.kill()
            wait_until(lambda: not scenario.presences())
