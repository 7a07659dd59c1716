"""What the book does in the background: loads and runs that a page asked for, the nightly run, and tidying.

Each says that its job is done in the transaction that makes its effect count: killed before, it has changed nothing and
is done again; killed after, it is not.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from carteira.book import exports, former_owners, loading, running
from carteira.book.choices import Window
from carteira.book.home import Home
from carteira.book.owners import follow_published_owners
from carteira.book.queries import published_run
from carteira.errors import CarteiraError
from carteira.jobs.actions import finish, forget_finished
from carteira.jobs.progress import Progress
from carteira.jobs.queries import done_arguments
from carteira.jobs.stopping import NotNow
from carteira.warehouse.scratch import remove_left

if TYPE_CHECKING:
    from carteira.jobs.models import Job

BUSY = timedelta(seconds=5)
"""How long a job waits that found the book busy with a command."""
KEPT = timedelta(days=90)
"""How long jobs are kept after their end."""


def load(job: "Job", progress: Progress) -> dict[str, Any]:
    """Loads an uploaded file, then removes it. Arguments: table, path, source, file_name, mapping (TOML text), and
    lines where a dry run counted them."""
    from carteira.warehouse.files import Mapping

    given = job.arguments
    path = _upload(given)
    lines = given.get("lines")
    with _when_the_book_is_free():
        report = loading.load(
            _home(),
            given["table"],
            path,
            source=given["source"],
            mapping=Mapping.from_toml(given["mapping"]),
            user=job.created_by,
            file_name=given["file_name"],
            progress=lambda stage, done, total: progress(stage, done, total or lines),
            together=_finishing(job, "load_id"),
        )
    path.unlink(missing_ok=True)
    return {"load_id": report.load_id}


def run(job: "Job", progress: Progress) -> dict[str, Any]:
    """Runs the book. Arguments: window."""
    return _run(job, job.arguments["window"], progress)


def nightly_run(job: "Job", progress: Progress) -> dict[str, Any]:
    """Runs the book as it was run last, if loads or settings have changed since."""
    if not running.has_news():
        return {"run_id": None}
    last = published_run()
    return _run(job, last.window if last else Window.TWELVE_MONTHS, progress)


def tidy(job: "Job", progress: Progress) -> dict[str, Any]:
    """Removes jobs that ended long ago, files whose load was killed between its end and their removal, what killed
    processes left in the scratch folder, and the files of lists that nobody can fetch or undo any more."""
    for given in done_arguments("load"):
        _upload(given).unlink(missing_ok=True)
    remove_left(_home().scratch)
    exports.remove_old()
    former_owners.remove_old()
    return {"jobs": forget_finished(timezone.now() - KEPT)}


def follow_owners(job: "Job", progress: Progress) -> dict[str, Any]:
    """Gives customers the people and teams that the files name, after one of these changed."""
    return {"customers": follow_published_owners()}


def _run(job: "Job", window: str, progress: Progress) -> dict[str, Any]:
    with _when_the_book_is_free():
        done = running.run(_home(), window=window, progress=progress, together=_finishing(job, "run_id"))
    return {"run_id": done.id}


def _finishing(job: "Job", name: str) -> Callable[[int], None]:
    """Says that the job is done, with the id that it made as its result."""
    return lambda made: finish(job, {name: made})


@contextmanager
def _when_the_book_is_free() -> Iterator[None]:
    """Puts the job off where a command is at work on the book."""
    try:
        yield
    except CarteiraError as error:
        if error.code != "book_is_busy":
            raise
        raise NotNow(BUSY) from error


def _upload(given: dict[str, Any]) -> Path:
    """The file that a load's arguments name; the folder may have moved since: restored elsewhere."""
    return _home().uploads / Path(given["path"]).name


def _home() -> Home:
    return Home(Path(settings.CARTEIRA_HOME))
