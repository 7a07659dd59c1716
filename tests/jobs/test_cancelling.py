"""A cancelled job ends, at once or at its next report, and never counts as done."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from carteira.errors import CarteiraError
from carteira.jobs import actions
from carteira.jobs.choices import JobState
from carteira.jobs.models import Job
from carteira.jobs.progress import Progress
from carteira.jobs.stopping import Cancelled
from carteira.jobs.worker import work_once
from tests.jobs.conftest import Clock

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_waiting_job_is_cancelled_at_once_and_keeps_who_did_it(clock: Clock) -> None:
    dora = get_user_model().objects.create_user("dora")
    job = actions.cancel(actions.ask("count", {}), dora)
    assert (job.state, job.cancelled_by, job.finished_at) == (JobState.CANCELLED, dora, clock.now)
    assert not work_once()


def test_a_job_that_is_worked_on_stops_at_its_next_report(kinds: dict[str, Callable[..., dict[str, Any]]]) -> None:
    reached: list[str] = []

    def long(job: Job, progress: Progress) -> dict[str, Any]:
        progress("first", 1, 2)
        reached.append("first")
        assert actions.cancel(job).state == JobState.RUNNING
        progress("second", 2, 2)
        reached.append("second")
        return {}

    kinds["long"] = long
    job = actions.ask("long", {})
    assert work_once()
    job.refresh_from_db()
    assert (job.state, job.stage, reached) == (JobState.CANCELLED, "first", ["first"])


def test_what_was_cancelled_before_its_end_is_not_done(kinds: dict[str, Callable[..., dict[str, Any]]]) -> None:
    def silent(job: Job, progress: Progress) -> dict[str, Any]:
        actions.cancel(job)
        with pytest.raises(Cancelled):
            actions.finish(job, {})
        return {}

    kinds["silent"] = silent
    job = actions.ask("silent", {})
    assert work_once()
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.CANCELLED, None)


def test_a_cancelled_job_of_a_dead_worker_is_not_begun_again(clock: Clock) -> None:
    job = actions.ask("count", {})
    assert actions.take() == job
    assert actions.cancel(job).state == JobState.RUNNING
    clock.pass_by(seconds=61)
    assert actions.take() is None
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_a_job_that_its_worker_left_is_cancelled_at_once(clock: Clock) -> None:
    job = actions.ask("count", {})
    assert actions.take() == job
    clock.pass_by(seconds=61)
    assert actions.cancel(job).state == JobState.CANCELLED


def test_it_is_too_late_for_a_job_that_ended() -> None:
    job = actions.ask("count", {"first": 1})
    assert work_once()
    with pytest.raises(CarteiraError) as refusal:
        actions.cancel(job)
    assert refusal.value.code == "job_ended"
    job.refresh_from_db()
    assert (job.state, job.cancel_asked_at) == (JobState.DONE, None)


def test_the_first_who_cancels_is_kept() -> None:
    people = [get_user_model().objects.create_user(name) for name in ("dora", "eva")]
    job = actions.ask("count", {})
    assert actions.take() == job
    for person in people:
        actions.cancel(job, person)
    job.refresh_from_db()
    assert job.cancelled_by == people[0]
