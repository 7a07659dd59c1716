"""What the book does by itself: the nightly run where something has changed, and tidying."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from carteira.book.book import Book
from carteira.book.models import Run
from carteira.jobs import actions
from carteira.jobs.models import Job
from carteira.jobs.worker import work_once
from carteira.warehouse.scratch import Scratch

pytestmark = pytest.mark.django_db(transaction=True)

ORDERS = "order_id,customer,ordered_at,product_id,quantity,unit_price\n1,A,2026-01-05,x,1,10.00\n"


def done(kind: str) -> dict[str, object]:
    """What came of a new job of that kind."""
    job = actions.ask(kind, {})
    assert work_once()
    job.refresh_from_db()
    assert (job.state, job.error_code) == ("done", "")
    assert job.result is not None
    return job.result


def test_the_night_runs_the_book_as_it_was_run_last_where_something_has_changed(
    book: Book, write: Callable[[str, str], Path]
) -> None:
    assert done("nightly_run") == {"run_id": None}
    book.load("orders", write("orders.csv", ORDERS))
    first = book.run(window="year")
    assert done("nightly_run") == {"run_id": None}
    book.set("discount_rate", "0.2")
    night = done("nightly_run")["run_id"]
    assert night != first.id
    assert Run.objects.get(id=night).window == "year"
    assert done("nightly_run") == {"run_id": None}


def test_tidying_removes_what_killed_processes_left_in_the_scratch_folder(book: Book) -> None:
    left = book.home.scratch / "left"
    left.mkdir(parents=True)
    left.with_suffix(".lock").touch()
    (left / "spilled").touch()
    with Scratch(book.home.scratch) as mine:
        left.mkdir(exist_ok=True)
        left.with_suffix(".lock").touch()
        assert done("tidy") == {"jobs": 0}
        assert {path.stem for path in book.home.scratch.iterdir()} == {Path(mine).name}


def test_tidying_removes_the_uploads_of_loads_that_are_done_and_jobs_that_ended_long_ago(book: Book) -> None:
    uploads = book.home.uploads
    uploads.mkdir()
    for name in ("done", "waits"):
        (uploads / f"{name}.data").touch()
    over, recent, _ = (actions.ask("load", {"path": f"/elsewhere/{name}.data"}) for name in ("done", "done", "waits"))
    now = timezone.now()
    for job, days in ((over, 91), (recent, 89)):
        Job.objects.filter(id=job.id).update(state="done", finished_at=now - timedelta(days=days))
    Job.objects.filter(state="waiting").update(not_before=now + timedelta(days=1))
    assert done("tidy") == {"jobs": 1}
    assert [path.name for path in uploads.iterdir()] == ["waits.data"]
    assert not Job.objects.filter(id=over.id).exists()
    assert Job.objects.filter(id=recent.id).exists()
