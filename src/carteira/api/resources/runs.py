"""Runs: the computations of the whole book."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from django.http import HttpResponse
from ninja import Router, Status
from pydantic import BaseModel

from carteira.api.authentication import ApiRequest
from carteira.api.fields import After, Given, Limit, OneOf, PathNumber, example
from carteira.api.operations import PREFIX, Answers, operation
from carteira.api.paging import Page, first, newest_first, page
from carteira.api.resources.jobs import LINKS as JOB_LINKS
from carteira.api.resources.jobs import JobShown
from carteira.api.resources.jobs import shown as job_shown
from carteira.book import queries
from carteira.book.asking import ask_run
from carteira.book.choices import Window
from carteira.errors import CarteiraError

if TYPE_CHECKING:
    from carteira.book.models import Run

router = Router(tags=["runs"])
WindowName = Annotated[str, OneOf(Window.values)]


class RunShown(BaseModel):
    """A run: its state, the day it stands for, and the loads that it counts."""

    id: int
    state: str
    as_of: date
    window: str
    window_start: date
    currency: str
    loads: list[int]
    started_at: datetime
    finished_at: datetime | None


class NewRun(Given):
    """What to compute: figures of the last 12 months, of the calendar year, or of all time."""

    model_config = example(window="12m")

    window: WindowName = Window.TWELVE_MONTHS.value


@operation(
    router,
    "GET",
    "/runs",
    scope="runs:read",
    answers=Answers(Page[RunShown], headers=["Link"], links=first("run", "run_id")),
)
def runs(request: ApiRequest, response: HttpResponse, limit: Limit, cursor: After) -> Page[RunShown]:
    """The runs, the newest first."""
    return page(request, response, newest_first(queries.runs(), cursor, limit), limit, shown)


@operation(
    router,
    "POST",
    "/runs",
    scope="runs:create",
    answers=Answers(JobShown, 202, "Asked for", headers=["Location"], links=JOB_LINKS),
)
def ask_for_run(request: ApiRequest, response: HttpResponse, body: NewRun) -> Status[JobShown]:
    """Ask for a run; one that waits or works already is answered instead."""
    job = ask_run(request.auth.access, request.auth.user, body.window)
    response.headers["Location"] = f"{PREFIX}/jobs/{job.pk}"
    return Status(202, job_shown(job))


@operation(router, "GET", "/runs/{int:run_id}", scope="runs:read", answers=Answers(RunShown))
def run(request: ApiRequest, run_id: PathNumber) -> RunShown:
    """One run."""
    found = next((each for each in queries.runs() if each.pk == run_id), None)
    if found is None:
        raise CarteiraError("not_found")
    return shown(found)


def shown(found: "Run") -> RunShown:
    return RunShown(
        id=found.pk,
        state=found.state,
        as_of=found.as_of,
        window=found.window,
        window_start=found.window_start,
        currency=found.currency,
        loads=found.loads,
        started_at=found.started_at,
        finished_at=found.finished_at,
    )
