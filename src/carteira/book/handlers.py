"""What the book does in the background: loads and runs that a page asked for."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from carteira.book import loading, running
from carteira.book.home import Home
from carteira.jobs.progress import Progress

if TYPE_CHECKING:
    from carteira.jobs.models import Job


def load(job: "Job", progress: Progress) -> dict[str, Any]:
    """Loads an uploaded file, then removes it. Arguments: table, path, source, file_name, mapping (TOML text)."""
    from carteira.warehouse.files import Mapping

    given = job.arguments
    path = Path(given["path"])
    report = loading.load(
        _home(),
        given["table"],
        path,
        source=given["source"],
        mapping=Mapping.from_toml(given["mapping"]),
        user=job.created_by,
        file_name=given["file_name"],
        progress=progress,
    )
    path.unlink(missing_ok=True)
    return {"load_id": report.load_id}


def run(job: "Job", progress: Progress) -> dict[str, Any]:
    """Runs the book. Arguments: window."""
    return {"run_id": running.run(_home(), window=job.arguments["window"], progress=progress).id}


def _home() -> Home:
    return Home(Path(settings.CARTEIRA_HOME))
