"""Work in the background: how far it is, and how it ended."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from carteira.accounts.access import access_of
from carteira.book.asking import ask_run
from carteira.book.choices import Window
from carteira.book.job_access import cancel_job, may_cancel, visible_jobs
from carteira.book.queries import loads, published_run
from carteira.errors import CarteiraError
from carteira.jobs.choices import JobState
from carteira.web import formats
from carteira.web.loads.uploads import find
from carteira.web.loads.words import stage_words
from carteira.web.navigation import address
from carteira.web.refused import refusal, sentence_of

UNDONE_YET = frozenset({JobState.WAITING, JobState.RUNNING})


@require_POST
def run(request: HttpRequest) -> HttpResponse:
    """Asks for a run of the book; one that is on its way already is shown instead."""
    window = request.POST.get("window", "")
    wanted = window if window in Window.values else Window.TWELVE_MONTHS.value
    job = ask_run(access_of(request.user), request.user, wanted)
    return redirect("loads:job", job_id=job.id)


def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """A load or a run while it works, and its result."""
    found = _shown(request, job_id)
    context = {"job": found, "working": found.state in UNDONE_YET, "cancelled": found.state == JobState.CANCELLED}
    if context["working"]:
        context |= _progress(request, found)
    elif found.state == JobState.FAILED:
        context |= {
            "problem": sentence_of(
                found.error_code,
                found.error_hint,
                {**found.error_arguments, "file": found.arguments.get("file_name", "")},
            ),
            "upload": _upload(request, found),
        }
    elif found.state == JobState.DONE:
        context |= _result(found)
    return render(request, "web/loads/job.html", context)


@require_POST
def cancel(request: HttpRequest, job_id: int) -> HttpResponse:
    """Cancels a load or a run; its page says what came of it, also where it had ended before."""
    found = _shown(request, job_id)
    try:
        cancel_job(access_of(request.user), request.user, found)
    except CarteiraError as error:
        if error.code != "job_ended":
            return refusal(request, error)
    return redirect("loads:job", job_id=job_id)


def _shown(request: HttpRequest, job_id: int) -> Any:
    """The load or run of that number, where this person may see it."""
    found = visible_jobs(access_of(request.user), request.user).filter(id=job_id, kind__in=("load", "run")).first()
    if found is None:
        raise Http404
    return found


def _result(found: Any) -> dict[str, Any]:
    if found.kind == "run":
        return {"published": published_run(), "portfolio": address("portfolio"), "took": _seconds(found)}
    loaded = next((load for load in loads() if load.id == (found.result or {}).get("load_id")), None)
    return {"load": loaded, "windows": Window.choices}


def _progress(request: HttpRequest, found: Any) -> dict[str, Any]:
    total = found.total
    if found.kind == "load" and (upload := _upload(request, found)) and upload.report:
        total = total or upload.report.get("lines")
    seconds = _seconds(found)
    rate = found.done / seconds if seconds >= 1 and found.done else 0
    details = []
    if found.kind == "load" and rate:
        details.append(_("%(lines)s lines per second") % {"lines": formats.number_short(rate, formats.active_locale())})
    if rate and total and found.kind == "load":
        details.append(time_left((total - found.done) / rate))
    return {
        "label": stage_words(found.stage) if found.stage else _("Waiting for its turn"),
        "total": total,
        "detail": " · ".join(details),
        "may_cancel": found.cancel_asked_at is None and may_cancel(access_of(request.user), request.user, found),
    }


def time_left(seconds: float) -> str:
    """How long it will still take, in words."""
    if seconds < 10:
        return _("a few seconds left")
    if seconds < 90:
        rounded = round(seconds / 10) * 10
        return ngettext("about %(count)s second left", "about %(count)s seconds left", rounded) % {"count": rounded}
    minutes = round(seconds / 60)
    return ngettext("about %(count)s minute left", "about %(count)s minutes left", minutes) % {"count": minutes}


def _seconds(found: Any) -> float:
    if found.started_at is None:
        return 0.0
    return float(((found.finished_at or timezone.now()) - found.started_at).total_seconds())


def _upload(request: HttpRequest, found: Any) -> Any:
    """The upload that a load job loads, if this person sent it."""
    token = found.arguments.get("path", "").rpartition("/")[2].removesuffix(".data")
    return find(token, request.user.pk or 0) if token else None
