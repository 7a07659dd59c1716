"""What the interface for programs does in the background."""

from typing import TYPE_CHECKING, Any

from carteira.api.idempotency import forget_old_answers
from carteira.jobs.progress import Progress

if TYPE_CHECKING:
    from carteira.jobs.models import Job


def tidy(job: "Job", progress: Progress) -> dict[str, Any]:
    """Removes the answers that were kept for longer than anybody repeats a request. Takes no arguments."""
    return {"answers": forget_old_answers()}
