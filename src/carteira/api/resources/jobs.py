"""Work in the background: how far it is, how it ended, and cancelling it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel

from carteira.api.authentication import SIGNED_IN, ApiRequest
from carteira.api.fields import After, Limit, PathNumber
from carteira.api.operations import Answers, operation
from carteira.api.paging import Page, first, newest_first, page
from carteira.book.job_access import cancel_job, visible_jobs
from carteira.errors import CarteiraError
from carteira.messages import sentence

if TYPE_CHECKING:
    from carteira.jobs.models import Job

router = Router(tags=["jobs"])
RESULTS = ("load_id", "run_id", "rows", "customers")
LINKS = {name: {"operationId": name, "parameters": {"job_id": "$response.body#/id"}} for name in ("job", "cancel")}


class JobShown(BaseModel):
    """A job. `done` of `total` units at `rate` units per second; `result` names what it made; `error_code` and `error`
    say why it came to nothing."""

    id: int
    kind: str
    state: str
    stage: str
    done: int
    total: int | None
    rate: float | None
    result: dict[str, int | None] | None
    error_code: str
    error: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    cancel_asked_at: datetime | None


@operation(
    router,
    "GET",
    "/jobs",
    scope=SIGNED_IN,
    answers=Answers(Page[JobShown], headers=["Link"], links=first("job", "job_id")),
)
def jobs(request: ApiRequest, response: HttpResponse, limit: Limit, cursor: After) -> Page[JobShown]:
    """Your jobs and the book's loads and runs, the newest first."""
    found = visible_jobs(request.auth.access, request.auth.user)
    return page(request, response, newest_first(found, cursor, limit), limit, shown)


@operation(router, "GET", "/jobs/{int:job_id}", scope=SIGNED_IN, answers=Answers(JobShown, links=LINKS))
def job(request: ApiRequest, job_id: PathNumber) -> JobShown:
    """One job."""
    return shown(visible(request, job_id))


@operation(router, "POST", "/jobs/{int:job_id}/cancel", scope=SIGNED_IN, answers=Answers(JobShown))
def cancel(request: ApiRequest, job_id: PathNumber) -> JobShown:
    """Cancel a job: one that waits at once, one at work when it next reports how far it is."""
    return shown(cancel_job(request.auth.access, request.auth.user, visible(request, job_id)))


def visible(request: ApiRequest, job_id: int) -> "Job":
    """The job, where the caller may see it. Raises `not_found`."""
    found = visible_jobs(request.auth.access, request.auth.user).filter(pk=job_id).first()
    if found is None:
        raise CarteiraError("not_found")
    return found


def shown(found: "Job") -> JobShown:
    result = found.result
    return JobShown(
        id=found.pk,
        kind=found.kind,
        state=found.state,
        stage=found.stage,
        done=found.done,
        total=found.total,
        rate=found.rate,
        result=result and {name: result[name] for name in RESULTS if name in result},
        error_code=found.error_code,
        error=_error(found),
        created_at=found.created_at,
        started_at=found.started_at,
        finished_at=found.finished_at,
        cancel_asked_at=found.cancel_asked_at,
    )


def _error(found: "Job") -> str:
    if not found.error_code:
        return ""
    given = {**found.error_arguments, "file": found.arguments.get("file_name", "")}
    return sentence(CarteiraError(found.error_code, **given))
