"""Workers at the same time: each job is taken once, and what is due is asked for once."""

import json
from pathlib import Path

from tests.faults.acknowledged import Log
from tests.faults.workshop import Workshop

JOBS, RACERS = 60, 4
PREPARE = f"""
import carteira, datetime, sys
carteira.open(sys.argv[1])
from carteira.jobs import actions, schedules
from carteira.jobs.models import Schedule
for _ in range({JOBS}):
    actions.ask("race", {{}})
schedules.plan("often", "due", {{}}, "every 24h", "UTC")
Schedule.objects.update(next_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
"""
RESULT = """
import carteira, json, sys
carteira.open(sys.argv[1])
from carteira.jobs.models import Job
done = Job.objects.filter(state="done").values_list("id", flat=True)
print(json.dumps({kind: list(done.filter(kind=kind)) for kind in ("race", "due")}))
"""


def test_workers_at_the_same_time_share_the_work(kind: str, workshop: Workshop, tmp_path: Path) -> None:
    with workshop.scenario(tmp_path, kind) as scenario:
        home, go, log = str(scenario.home), tmp_path / "go", tmp_path / "taken"
        scenario.done("code", PREPARE, home)
        racers = scenario.start(*[["faults.racer", home, str(log), str(go)]] * RACERS)
        go.touch()
        assert racers.statuses() == [0] * RACERS, scenario.output
        done = json.loads(scenario.done("code", RESULT, home))
    taken = sorted(entry["job"] for entry in Log(log).entries("took"))
    assert taken == sorted(done["race"] + done["due"])
    assert (len(done["race"]), len(done["due"])) == (JOBS, 1)
