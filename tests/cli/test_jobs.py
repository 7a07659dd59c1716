"""Work in the background on the command line: who sees which jobs, cancelling, and when work is due by itself."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from carteira.accounts.actions import people
from carteira.accounts.models import AuditEntry, User
from carteira.book.book import Book
from carteira.book.home import Home
from carteira.cli.main import app
from carteira.cli.opened import acting
from carteira.errors import CarteiraError
from carteira.jobs import actions
from carteira.jobs.models import Job
from carteira.jobs.schedules import plan_ready_made
from tests.accounts.cast import make_cast

RUNNER = CliRunner()


@pytest.fixture(autouse=True)
def cast(db: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, User]:
    """Commands work in this process, on the database of the tests."""

    def opened() -> Book:
        return Book(Home(tmp_path), people.named_user(acting.get()) if acting.get() else None)

    settings.CARTEIRA_HOME = tmp_path
    monkeypatch.setattr("carteira.cli.jobs.the_book", opened)
    made = make_cast()
    Job.objects.all().delete()  # what the making of people and teams asked for
    return made


def call(*words: str, person: str = "") -> Any:
    done = RUNNER.invoke(app, ["--as", person, "jobs", *words] if person else ["jobs", *words])
    acting.set("")
    return done


def listed(person: str = "") -> list[tuple[int, str]]:
    jobs = json.loads(call("list", "--json", person=person).stdout)["jobs"]
    return [(job["id"], job["state"]) for job in jobs]


def code_of(done: Any) -> str:
    assert isinstance(done.exception, CarteiraError), done.output
    return done.exception.code


def test_the_list_has_the_newest_first_and_says_that_nobody_works() -> None:
    first, second = actions.ask("run", {"window": "12m"}), actions.ask("load", {})
    assert listed() == [(second.id, "waiting"), (first.id, "waiting")]
    said = call("list").stdout
    assert "Nobody is working: start carteira serve or carteira worker." in said
    assert "waiting" in said


def test_each_person_lists_the_jobs_that_it_may_see(cast: dict[str, User]) -> None:
    run, own = actions.ask("run", {"window": "12m"}), actions.ask("export", {}, cast["alice"])
    hidden = actions.ask("export", {}, cast["bob"])
    assert {number for number, _ in listed("alice")} == {run.id, own.id}
    assert code_of(call("cancel", str(hidden.id), person="alice")) == "unknown_job"
    assert code_of(call("cancel", str(run.id), person="alice")) == "not_allowed"
    assert len(listed()) == 3


def test_a_job_that_waits_is_cancelled_once_and_it_is_in_the_trail() -> None:
    job = actions.ask("run", {"window": "12m"})
    assert call("cancel", str(job.id)).stdout == f"Job {job.id} (run) is cancelled.\n"
    assert listed() == [(job.id, "cancelled")]
    assert code_of(call("cancel", str(job.id))) == "job_ended"
    assert AuditEntry.objects.filter(action="job_cancelled").count() == 1


def test_a_job_in_hand_stops_at_its_next_report() -> None:
    job = actions.ask("run", {"window": "12m"})
    assert actions.take() == job
    assert call("cancel", str(job.id)).stdout == f"Job {job.id} (run) stops at its next report of progress.\n"
    assert json.loads(call("cancel", str(job.id), "--json").stdout) == {"job": job.id, "state": "running"}


def test_a_job_that_is_not_there() -> None:
    assert code_of(call("cancel", "77")) == "unknown_job"


def test_a_schedule_is_changed_and_switched_off_and_on() -> None:
    plan_ready_made("UTC")
    names = [each["name"] for each in json.loads(call("schedules", "--json").stdout)]
    assert {"nightly_run", "tidy"} <= set(names)
    changed = json.loads(call("schedule", "nightly_run", "mon 22:30", "--json").stdout)
    assert (changed["when"], changed["active"]) == ("mon 22:30", True)
    due = datetime.fromisoformat(changed["next_at"])
    assert (due.weekday(), due.hour, due.minute) == (0, 22, 30)
    assert json.loads(call("schedule", "nightly_run", "off", "--json").stdout)["active"] is False
    assert " off" in call("schedules").stdout
    assert json.loads(call("schedule", "nightly_run", "on", "--json").stdout)["when"] == "mon 22:30"


@pytest.mark.parametrize(
    ("words", "person", "code"),
    [
        (("tidy", "at noon"), "", "bad_when"),
        (("unheard_of", "03:00"), "", "unknown_schedule"),
        (("tidy", "off"), "alice", "not_allowed"),
    ],
)
def test_schedules_that_are_refused(words: tuple[str, str], person: str, code: str) -> None:
    plan_ready_made("UTC")
    assert code_of(call("schedule", *words, person=person)) == code
