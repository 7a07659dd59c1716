"""Customers as files, written in the background for whoever asked."""

from dataclasses import replace
from typing import Annotated

from django.http import FileResponse, HttpResponse, HttpResponseBase
from ninja import Router, Status
from pydantic import Field

from carteira.accounts.choices import Permission
from carteira.api import figures
from carteira.api.authentication import ApiRequest
from carteira.api.fields import OneOf, PathNumber, example
from carteira.api.operations import PREFIX, Answers, operation
from carteira.api.resources.jobs import LINKS as JOB_LINKS
from carteira.api.resources.jobs import JobShown, shown, visible
from carteira.api.selecting import FIGURE_SCHEMA, SORT, SORT_SCHEMA, Meant, selection_of
from carteira.book.exports import Wanted, ask_export, finished_file
from carteira.book.queries import tables as published_tables
from carteira.book.settings import minor_factor
from carteira.book.sheets import ENDINGS
from carteira.differentiate.selection_parts import parts_of

router = Router(tags=["customers"])
SCOPE = Permission.EXPORT.value
FILE = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}


class NewExport(Meant):
    """Which customers, in which order, with which figures (all that you may see, where none are named)."""

    model_config = example(conditions={"profit__lt": "0"}, fields=["name", "profit"], format="csv")

    format: Annotated[str, OneOf(tuple(ENDINGS))] = "csv"
    sort: Annotated[str, Field(json_schema_extra=SORT_SCHEMA)] = SORT
    fields: list[str] = Field(default_factory=list, max_length=100, json_schema_extra={"items": FIGURE_SCHEMA})


@operation(
    router,
    "POST",
    "/customers/exports",
    scope=SCOPE,
    refusals=[409],
    answers=Answers(
        JobShown,
        202,
        "Asked for",
        headers=["Location"],
        links={**JOB_LINKS, "exported": {"operationId": "exported", "parameters": {"job_id": "$response.body#/id"}}},
    ),
)
def export(request: ApiRequest, response: HttpResponse, body: NewExport) -> Status[JobShown]:
    """Ask for customers as a file. `csv_excel` opens in an Excel with a decimal comma; `parquet` is for data tools."""
    access = request.auth.access
    access.check("customers", "read")
    tables = published_tables(access)
    sort, descending = figures.check_sort(access, body.sort)
    selection = replace(selection_of(tables, body), sort=sort, descending=descending)
    parts = parts_of(selection, minor_factor(tables.run.currency))
    columns = figures.check_shown(access, body.fields)
    job = ask_export(access, request.auth.user, Wanted(parts, body.format, "customers", columns))
    response.headers["Location"] = f"{PREFIX}/jobs/{job.pk}"
    return Status(202, shown(job))


@operation(router, "GET", "/jobs/{int:job_id}/file", scope=SCOPE, refusals=[409], answers=Answers(None, others=FILE))
def exported(request: ApiRequest, job_id: PathNumber) -> HttpResponseBase:
    """The file that an export wrote, for whoever asked for it, for seven days."""
    job = visible(request, job_id)
    path = finished_file(request.auth.access, request.auth.user, job)
    name = f"{job.arguments['name']}{path.suffix}"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream")
