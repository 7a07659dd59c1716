"""Work in the background that a list asked for: how far it is, and what came of it."""

from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from carteira.accounts.access import access_of
from carteira.book.exports import finished_file
from carteira.jobs.choices import JobState
from carteira.jobs.queries import job_of
from carteira.web.lists.answers import is_part
from carteira.web.loads.job_view import UNDONE_YET
from carteira.web.refused import sentence_of

KINDS = ("export", "assign", "put_back")
TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".parquet": "application/vnd.apache.parquet",
}


def work(request: HttpRequest, job_id: int) -> HttpResponse:
    """The state of a job, for whoever asked for it."""
    job = _own_job(request, job_id)
    template = "web/customers/work_state.html" if is_part(request) else "web/customers/work.html"
    return render(request, template, work_context(request, job))


def file(request: HttpRequest, job_id: int) -> FileResponse:
    """The file that an export wrote."""
    job = _own_job(request, job_id)
    path = finished_file(access_of(request.user), request.user, job)
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"{job.arguments['name']}{path.suffix}",
        content_type=TYPES[path.suffix],
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def work_address(job_id: int) -> str:
    return reverse("customers:work", args=(job_id,))


def work_context(request: HttpRequest, job: Any) -> dict[str, Any]:
    """What the state of a job is shown with."""
    context = {
        "job": job,
        "working": job.state in UNDONE_YET,
        "result": job.result or {},
        "kind": Path((job.result or {}).get("file", "")).suffix.lstrip(".").upper(),
    }
    if job.state == JobState.FAILED:
        context["problem"] = sentence_of(job.error_code, job.error_hint, job.error_arguments)
    return context


def _own_job(request: HttpRequest, job_id: int) -> Any:
    job = job_of(job_id)
    if job is None or job.kind not in KINDS or job.created_by_id != request.user.pk:
        raise Http404
    return job
