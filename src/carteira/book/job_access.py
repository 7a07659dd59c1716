"""Which work in the background somebody may see and cancel: the own, and that of the kinds that the roles include."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from carteira.accounts import audit
from carteira.accounts.access import Access
from carteira.errors import CarteiraError
from carteira.jobs import actions
from carteira.jobs.queries import all_jobs, jobs_of

if TYPE_CHECKING:
    from carteira.jobs.models import Job

ASKED_BY: Mapping[str, str] = {
    "load": "loads:create",
    "run": "runs:create",
    "nightly_run": "runs:create",
    "export": "export",
    "assign": "mass_update",
    "put_back": "mass_update",
}
"""What it takes to ask for each kind of work, and so to cancel one's own: a key without that scope does neither."""
SHARED: Mapping[str, tuple[str, str]] = {
    "load": ("loads", "delete"),
    "run": ("runs", "create"),
    "nightly_run": ("runs", "create"),
}
"""Work of the whole book: its kind of record, and the action by which people other than the one who asked cancel it."""


def visible_jobs(access: Access, user: Any) -> "QuerySet[Job]":
    """The jobs that this person may see, the newest first; whoever owns the book's folder (None) sees all."""
    if user is None:
        return all_jobs()
    kinds = [name for name, (kind, _) in SHARED.items() if access.can(kind, "read")]
    return jobs_of(user.pk, kinds)


def may_cancel(access: Access, user: Any, job: "Job") -> bool:
    """Whether this person may cancel a job that `visible_jobs` gave."""
    own = user is not None and job.created_by_id == user.pk and _may_ask(access, job.kind)
    return own or access.can(*SHARED.get(job.kind, ("", "")))


def cancel_job(access: Access, user: Any, job: "Job") -> "Job":
    """Cancels a job that `visible_jobs` gave, and gives it as it then stands. Raises `not_allowed`, `job_ended`."""
    if not may_cancel(access, user, job):
        raise CarteiraError("not_allowed", hint="ask_your_administrator")
    cancelled = actions.cancel(job, user)
    audit.record(user, "job_cancelled", job=job.pk, kind=job.kind)
    return cancelled


def _may_ask(access: Access, job_kind: str) -> bool:
    kind, _, action = ASKED_BY.get(job_kind, "").partition(":")
    return access.can(kind, action) if action else access.may(kind)
