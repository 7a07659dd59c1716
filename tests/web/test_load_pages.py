"""The list of loads and work in the background: what is in the figures, progress in words, and the run button."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from carteira.accounts.actions import people
from carteira.errors import CarteiraError
from carteira.jobs.actions import ask, fail, report, stop, take
from carteira.jobs.queries import unfinished
from carteira.web.loads.job_view import time_left
from tests.accounts.cast import administrator


@pytest.fixture
def browser(db: None, client: Client) -> Iterator[Client]:
    client.force_login(administrator("alice"))
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield client


def test_an_empty_book_says_how_to_begin(browser: Client) -> None:
    page = browser.get("/loads/").content.decode()
    assert "Nothing is loaded yet" in page
    assert 'href="/loads/new/"' in page


def test_a_run_is_asked_for_once(browser: Client) -> None:
    first = browser.post("/loads/run/", {"window": "year"}).headers["Location"]
    assert browser.post("/loads/run/", {"window": "all"}).headers["Location"] == first
    job = unfinished("run")
    assert job is not None
    assert job.arguments == {"window": "year"}
    assert browser.get("/loads/run/").status_code == 405


def test_progress_is_said_in_words(browser: Client) -> None:
    job = ask("run", {"window": "12m"})
    assert "Waiting for its turn" in browser.get(f"/loads/jobs/{job.id}/").content.decode()
    taken = take()
    assert taken is not None
    report(taken, "customer_lifetime", 11, 15)
    page = browser.get(f"/loads/jobs/{job.id}/").content.decode()
    assert "Computing lifetime value" in page
    assert "11 / 15" in page


def test_a_failed_run_says_why_and_what_to_do(browser: Client) -> None:
    ask("run", {"window": "12m"})
    job = take()
    assert job is not None
    fail(job, CarteiraError("nothing_loaded", hint="load_first"))
    page = browser.get(f"/loads/jobs/{job.id}/").content.decode()
    assert "Nothing is loaded yet, so there is nothing to compute. Load customers or orders first." in page


@pytest.mark.parametrize(
    ("kind", "said"), [("run", "The computation was cancelled"), ("load", "The load was cancelled")]
)
def test_work_that_waits_is_cancelled_at_once_and_its_page_says_so(browser: Client, kind: str, said: str) -> None:
    job = ask(kind, {"window": "12m", "file_name": "a.csv", "path": "/a.data"})
    page = f"/loads/jobs/{job.id}/"
    assert f'action="{page}cancel/"' in browser.get(page).content.decode()
    assert browser.post(f"{page}cancel/").headers["Location"] == page
    after = browser.get(page).content.decode()
    assert said in after
    assert "computed" not in after
    assert "hx-get" not in after
    assert browser.post(f"{page}cancel/").headers["Location"] == page
    assert browser.get(f"{page}cancel/").status_code == 405


def test_work_in_hand_is_cancelled_in_a_moment(browser: Client) -> None:
    job = ask("run", {"window": "12m"})
    page = f"/loads/jobs/{job.id}/"
    taken = take()
    browser.post(f"{page}cancel/")
    working = browser.get(page).content.decode()
    assert "It is being cancelled and ends in a moment." in working
    assert "cancel/" not in working
    assert taken is not None
    stop(taken)
    assert "The computation was cancelled" in browser.get(page).content.decode()


def test_who_may_not_cancel_gets_no_button_and_a_refusal(client: Client, db: None) -> None:
    job = ask("run", {"window": "12m"})
    page = f"/loads/jobs/{job.id}/"
    client.force_login(people.add_user("eva", None, roles=["auditor"]))
    assert "cancel/" not in client.get(page).content.decode()
    assert client.post(f"{page}cancel/").status_code == 403
    assert unfinished("run") == job


def test_other_work_has_no_page_here(browser: Client) -> None:
    assert browser.get(f"/loads/jobs/{ask('mail', {}).id}/").status_code == 404
    assert browser.get("/loads/77/").status_code == 404


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(3, "a few seconds left"), (44, "about 40 seconds left"), (100, "about 2 minutes left")],
)
def test_the_time_left_is_rounded_to_what_people_say(seconds: float, words: str) -> None:
    assert time_left(seconds) == words
