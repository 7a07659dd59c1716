"""Who holds the lease works on the job, and nobody else can say anything of it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from carteira.errors import CarteiraError
from carteira.jobs import actions, handlers
from carteira.jobs.choices import JobState
from carteira.jobs.keeper import Keeper
from carteira.jobs.models import Job, Worker
from carteira.jobs.presence import Presence, dead
from carteira.jobs.queries import workers
from carteira.jobs.stopping import LeaseLost
from tests.jobs.conftest import Clock

pytestmark = pytest.mark.django_db(transaction=True)


def taken() -> Job:
    job = actions.take()
    assert job is not None
    return job


def test_a_job_is_taken_once_the_oldest_first() -> None:
    asked = [actions.ask("count", {}) for _ in range(2)]
    assert [taken(), taken()] == asked
    assert actions.take() is None


def test_a_lease_that_ran_out_is_free_and_a_renewed_one_is_not(clock: Clock) -> None:
    actions.ask("count", {})
    job = taken()
    clock.pass_by(seconds=50)
    actions.renew(job)
    clock.pass_by(seconds=50)
    assert actions.take() is None
    clock.pass_by(seconds=10)
    again = taken()
    assert (again.id, again.lease, again.attempts) == (job.id, 2, 2)
    assert again.started_at == job.started_at


@pytest.mark.parametrize(
    "write",
    [
        actions.renew,
        actions.put_back,
        lambda job: actions.report(job, "counting", 1, 2),
        lambda job: actions.finish(job, {}),
        lambda job: actions.fail(job, CarteiraError("nothing_loaded")),
    ],
)
def test_a_slow_worker_can_say_nothing_of_a_job_that_another_took_over(
    clock: Clock, write: Callable[[Job], None]
) -> None:
    actions.ask("count", {})
    slow = taken()
    clock.pass_by(seconds=61)
    other = taken()
    before = Job.objects.values().get()
    with pytest.raises(LeaseLost):
        write(slow)
    assert Job.objects.values().get() == before
    actions.finish(other, {"sum": 1})
    with pytest.raises(LeaseLost):
        write(slow)


def test_a_job_that_kills_its_worker_three_times_is_given_up(clock: Clock) -> None:
    bad, good = actions.ask("count", {}), actions.ask("count", {})
    for _ in range(3):
        assert taken() == bad
        clock.pass_by(seconds=61)
    assert taken() == good
    bad.refresh_from_db()
    assert (bad.state, bad.error_code, bad.error_hint) == (JobState.FAILED, "job_gave_up", "see_the_log")
    assert "begun 3 times" in str(CarteiraError(bad.error_code, **bad.error_arguments))


def test_jobs_of_one_lane_are_done_one_at_a_time_in_their_order(clock: Clock) -> None:
    handlers.register("first_lane", "", lane="one")
    first, second = (actions.ask("first_lane", {}) for _ in range(2))
    other = actions.ask("count", {})
    assert [taken(), taken()] == [first, other]
    assert actions.take() is None
    held = Job.objects.get(id=first.id)
    actions.put_back(held, actions.LEASE)
    assert actions.take() is None
    clock.pass_by(seconds=61)
    again = taken()
    assert again == first
    actions.finish(again, {})
    assert taken() == second


def test_a_worker_is_known_while_it_works(clock: Clock) -> None:
    with Keeper():
        assert [(worker.pid > 0, worker.host != "") for worker in workers()] == [(True, True)]
        assert dead() == []
        clock.pass_by(seconds=61)
        assert workers() == []
    assert not Worker.objects.exists()


PRESENT = """
import sys
from django.conf import settings
settings.configure(CARTEIRA_HOME=sys.argv[1])
from carteira.jobs.presence import Presence
print(Presence().token, flush=True)
sys.stdin.read()
"""


def test_the_jobs_of_a_process_that_died_are_free_at_once(home: Path, clock: Clock) -> None:
    command = [sys.executable, "-c", PRESENT, str(home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        token = process.stdout.readline().strip()
        worker = Worker.objects.create(token=token, host="here", pid=process.pid, seen_at=clock.now)
        job = actions.ask("count", {})
        assert actions.take(worker) == job
        assert actions.take() is None
        process.kill()
        process.wait()
    assert taken() == job
    assert not Worker.objects.exists()
    assert list((home / "workers").iterdir()) == []


def test_of_a_worker_elsewhere_only_the_lease_tells(clock: Clock) -> None:
    worker = Worker.objects.create(token="0" * 32, host="elsewhere", pid=1, seen_at=clock.now)
    job = actions.ask("count", {})
    assert actions.take(worker) == job
    assert actions.take() is None
    clock.pass_by(seconds=61)
    assert taken() == job


def test_what_a_worker_holds_without_knowing_is_its_own_at_once(clock: Clock) -> None:
    mine, other = (
        Worker.objects.create(token=f"{number:032}", host="elsewhere", pid=number, seen_at=clock.now)
        for number in (1, 2)
    )
    job = actions.ask("count", {})
    assert actions.take(mine) == job  # and the answer to the commit is lost
    assert actions.take(other) is None
    again = actions.take(mine)
    assert again == job
    assert again.lease == 2


def test_who_leaves_is_not_dead_but_gone(home: Path) -> None:
    present = Presence()
    assert dead() == []
    present.leave()
    assert dead() == []
    assert list((home / "workers").iterdir()) == []
