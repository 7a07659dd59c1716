"""A job is done, refused or broken, and says so."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from carteira.jobs import actions, handlers
from carteira.jobs.choices import JobState
from carteira.jobs.models import Job
from carteira.jobs.worker import work_once
from tests.jobs.conftest import Clock

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_works() -> None:
    job = actions.ask("count", {"first": 1})
    assert work_once()
    job.refresh_from_db()
    assert (job.state, job.result, job.stage, job.done, job.total) == (JobState.DONE, {"sum": 2}, "counting", 2, 3)


def test_no_job_is_no_work() -> None:
    assert not work_once()


def test_a_refusal_is_kept_with_its_reason() -> None:
    job = actions.ask("refuse", {})
    work_once()
    job.refresh_from_db()
    assert (job.state, job.error_code, job.error_hint) == (JobState.FAILED, "nothing_loaded", "load_first")


def test_a_programming_error_is_one_clear_message() -> None:
    job = actions.ask("break", {})
    work_once()
    job.refresh_from_db()
    assert (job.state, job.error_code) == (JobState.FAILED, "job_failed")


def test_what_cannot_be_done_yet_waits_a_little_and_does_not_count_as_an_attempt(clock: Clock) -> None:
    job = actions.ask("busy", {})
    assert work_once()
    assert not work_once()
    clock.pass_by(seconds=6)
    assert work_once()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.WAITING, 0)


def test_a_job_whose_database_went_away_is_begun_again_three_times_at_most(
    clock: Clock, kinds: dict[str, Callable[..., dict[str, Any]]]
) -> None:
    def cut_off(*_: Any) -> dict[str, Any]:
        raise OperationalError("server closed the connection unexpectedly")

    kinds["cut"] = cut_off
    job = actions.ask("cut", {})
    for _ in range(3):
        assert work_once()
        clock.pass_by(seconds=6)
    assert not work_once()
    job.refresh_from_db()
    assert (job.state, job.error_code, job.attempts) == (JobState.FAILED, "job_gave_up", 3)


def test_a_job_that_says_it_is_done_together_with_its_effect_is_done(
    kinds: dict[str, Callable[..., dict[str, Any]]],
) -> None:
    def effect(job: Job, _: Any) -> dict[str, Any]:
        actions.finish(job, {"id": 7})
        return {"id": 7}

    kinds["effect"] = effect
    job = actions.ask("effect", {})
    assert work_once()
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.DONE, {"id": 7})


def test_handlers_are_found_by_their_path() -> None:
    handlers.register("test", "carteira.jobs.actions.take")
    assert handlers.handler_of("test") is actions.take
    assert handlers.lane_of("test") == ""


def test_jobs_that_ended_long_ago_are_forgotten(clock: Clock) -> None:
    for _ in range(2):
        actions.ask("count", {"first": 1})
    assert work_once()
    waiting = Job.objects.get(state=JobState.WAITING)
    clock.pass_by(days=91)
    assert actions.forget_finished(timezone.now()) == 1
    assert list(Job.objects.all()) == [waiting]
