"""Work that survives: taken once, taken over from a dead worker, and told how it ended."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from carteira.errors import CarteiraError
from carteira.jobs import actions, handlers
from carteira.jobs.choices import JobState
from carteira.jobs.models import Job
from carteira.jobs.progress import Progress
from carteira.jobs.worker import work_once

pytestmark = pytest.mark.django_db(transaction=True)


def counted(job: Job, progress: Progress) -> dict[str, Any]:
    progress("counting", 2, 3)
    return {"sum": job.arguments["first"] + 1}


def refused(job: Job, progress: Progress) -> dict[str, Any]:
    raise CarteiraError("book_is_busy", hint="wait_and_try_again")


def broken(job: Job, progress: Progress) -> dict[str, Any]:
    raise ZeroDivisionError


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    functions = {"count": counted, "refuse": refused, "break": broken}
    monkeypatch.setattr("carteira.jobs.worker.handler_of", functions.__getitem__)


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
    assert (job.state, job.error_code, job.error_hint) == (JobState.FAILED, "book_is_busy", "wait_and_try_again")


def test_a_programming_error_is_one_clear_message() -> None:
    job = actions.ask("break", {})
    work_once()
    job.refresh_from_db()
    assert (job.state, job.error_code) == (JobState.FAILED, "job_failed")


def test_a_job_is_taken_once() -> None:
    actions.ask("count", {"first": 1})
    assert actions.take() is not None
    assert actions.take() is None


def test_a_job_of_a_dead_worker_is_taken_over() -> None:
    job = actions.ask("count", {"first": 1})
    actions.take()
    Job.objects.filter(id=job.id).update(lease_until=timezone.now() - timedelta(seconds=1))
    again = actions.take()
    assert again is not None
    assert again.id == job.id


def test_a_renewed_lease_keeps_the_job() -> None:
    job = actions.ask("count", {"first": 1})
    actions.take()
    Job.objects.filter(id=job.id).update(lease_until=timezone.now() - timedelta(seconds=1))
    actions.renew(job)
    assert actions.take() is None


def test_handlers_are_found_by_their_path() -> None:
    handlers.register("test", "carteira.jobs.actions.take")
    assert handlers.handler_of("test") is actions.take
