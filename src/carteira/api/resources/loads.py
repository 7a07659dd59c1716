"""Loads: files that were brought in, and taking them back."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpResponse
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile
from pydantic import BaseModel

from carteira.api.authentication import ApiRequest
from carteira.api.fields import After, Limit, OneOf, PathNumber
from carteira.api.idempotency import Keeping
from carteira.api.operations import PREFIX, Answers, operation
from carteira.api.paging import Page, first, link_next, newest_first, page
from carteira.api.receiving import path_of
from carteira.api.resources.jobs import LINKS as JOB_LINKS
from carteira.api.resources.jobs import JobShown
from carteira.api.resources.jobs import shown as job_shown
from carteira.book import queries
from carteira.book.asking import ask_load, undo_load
from carteira.book.loading import DEFAULT_SOURCE
from carteira.book.sent_files import Checked, check_file, load_arguments
from carteira.book.sent_files import rejections as rejections_of
from carteira.errors import CarteiraError
from carteira.messages import sentence
from carteira.warehouse.facts import FACTS

if TYPE_CHECKING:
    from carteira.book.models import Load

router = Router(tags=["loads"])
TableName = Annotated[str, OneOf(tuple(FACTS))]
Sent = Annotated[UploadedFile, File(..., description="CSV, XLSX or Parquet, also as .gz or .zip.")]
Table = Annotated[TableName, Form(...)]
Source = Annotated[str, Form(DEFAULT_SOURCE, min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$")]
MappingText = Annotated[
    str, Form("", max_length=100_000, description="Which column is which, as TOML; empty: by name.")
]
LINKS = {name: {"operationId": name, "parameters": {"load_id": "$response.body#/id"}} for name in ("load", "undo")}


class LoadShown(BaseModel):
    """A load: lines = accepted + rejected; replaced are the records of earlier loads that it took the place of."""

    id: int
    table: str
    source: str
    file_name: str
    state: str
    lines: int
    accepted: int
    rejected: int
    replaced: int
    created_by: int | None
    created_at: datetime
    undone_at: datetime | None


class Rejection(BaseModel):
    """A line that was not accepted: the first reason, the file's column and its value."""

    line: int
    code: str
    reason: str
    column: str | None
    value: str | None


class Check(BaseModel):
    """What loading the file would do, with the first rejected lines."""

    lines: int
    accepted: int
    rejected: int
    replaced: int
    columns: dict[str, str]
    reasons: dict[str, int]
    rejections: list[Rejection]


@operation(
    router,
    "GET",
    "/loads",
    scope="loads:read",
    answers=Answers(Page[LoadShown], headers=["Link"], links=first("load", "load_id")),
)
def loads(request: ApiRequest, response: HttpResponse, limit: Limit, cursor: After) -> Page[LoadShown]:
    """The loads, the newest first."""
    return page(request, response, newest_first(queries.loads(), cursor, limit), limit, shown)


@operation(
    router,
    "POST",
    "/loads",
    scope="loads:create",
    answers=Answers(JobShown, 202, "Asked for", headers=["Location"], links=JOB_LINKS),
)
def send_file(
    request: ApiRequest, response: HttpResponse, file: Sent, table: Table, source: Source, mapping: MappingText
) -> Status[JobShown]:
    """Send a file, which is then loaded in the background."""
    arguments = load_arguments(path_of(file), file.name or "", table, source, mapping)
    job = ask_load(request.auth.access, request.auth.user, arguments)
    response.headers["Location"] = f"{PREFIX}/jobs/{job.pk}"
    return Status(202, job_shown(job))


@operation(router, "POST", "/loads/check", scope="loads:create", keeping=Keeping.NOT, answers=Answers(Check))
def check_sent_file(request: ApiRequest, file: Sent, table: Table, source: Source, mapping: MappingText) -> Check:
    """See what loading a file would do; nothing is kept of it."""
    path = path_of(file)
    try:
        return _checked(check_file(request.auth.access, path, file.name or "", table, source, mapping))
    finally:
        path.unlink(missing_ok=True)


@operation(router, "GET", "/loads/{int:load_id}", scope="loads:read", answers=Answers(LoadShown, links=LINKS))
def load(request: ApiRequest, load_id: PathNumber) -> LoadShown:
    """One load."""
    return shown(_found(load_id))


@operation(
    router, "GET", "/loads/{int:load_id}/rejections", scope="loads:read",
    answers=Answers(Page[Rejection], headers=["Link"]),
)  # fmt: skip
def rejections(
    request: ApiRequest, response: HttpResponse, load_id: PathNumber, limit: Limit, cursor: After
) -> Page[Rejection]:
    """The lines of a load that were not accepted, with the reason of each."""
    found = rejections_of(request.auth.access, _found(load_id).pk, cursor or 0, limit + 1)
    following = found[limit - 1]["line"] if len(found) > limit else None
    link_next(request, response, following)
    return Page(items=[_rejection(row) for row in found[:limit]], next=following)


@operation(
    router,
    "POST",
    "/loads/{int:load_id}/undo",
    scope="loads:delete",
    keeping=Keeping.SEPARATELY,
    answers=Answers(LoadShown),
)
def undo(request: ApiRequest, load_id: PathNumber) -> LoadShown:
    """Take a load back: the facts stand as they did before it, and count so from the next run."""
    return shown(undo_load(request.auth.access, request.auth.user, load_id))


def shown(found: "Load") -> LoadShown:
    return LoadShown(
        id=found.pk,
        table=found.table,
        source=found.source,
        file_name=found.file_name,
        state=found.state,
        lines=found.lines,
        accepted=found.accepted,
        rejected=found.rejected,
        replaced=found.replaced,
        created_by=found.created_by_id,
        created_at=found.created_at,
        undone_at=found.undone_at,
    )


def _found(load_id: int) -> "Load":
    found = next((each for each in queries.loads() if each.pk == load_id), None)
    if found is None:
        raise CarteiraError("not_found")
    return found


def _rejection(row: dict[str, Any]) -> Rejection:
    return Rejection(**row, reason=sentence(CarteiraError(row["code"])))


def _checked(found: Checked) -> Check:
    report = found.report
    return Check(
        lines=report.lines,
        accepted=report.accepted,
        rejected=report.rejected,
        replaced=report.replaced,
        columns=dict(found.mapping.columns),
        reasons=dict(report.reasons),
        rejections=[_rejection(row) for row in report.rejections],
    )
