"""Which function does which kind of job. Rooms register theirs when the application starts.

A handler may be killed at any moment and is then called again, so its effect must count once. Where the effect is a
row, `actions.finish` belongs in the transaction that writes it; where it is a file, `whole_file` of `jobs.files`.
"""

from collections.abc import Callable
from typing import Any

from django.utils.module_loading import import_string

from carteira.jobs.models import Job
from carteira.jobs.progress import Progress

Handler = Callable[[Job, Progress], dict[str, Any]]
_paths: dict[str, str] = {}
_lanes: dict[str, str] = {}
_moments: dict[str, str] = {}


def register(kind: str, path: str, *, lane: str = "", when: str = "") -> None:
    """Makes the function at the dotted path do the jobs of this kind. It is imported at the first job.

    Jobs of one `lane` are done one at a time, in the order in which they were asked for. `when`, as `jobs.when` reads
    it, makes a schedule of the kind's name: the work is asked for by itself, without arguments, until people change it.
    """
    _paths[kind] = path
    _lanes[kind] = lane
    if when:
        _moments[kind] = when


def handler_of(kind: str) -> Handler:
    """The function that does this kind of job; what it gives is kept as the job's result."""
    handler: Handler = import_string(_paths[kind])
    return handler


def lane_of(kind: str) -> str:
    """The lane of this kind of job, "" for none."""
    return _lanes.get(kind, "")


def ready_made() -> dict[str, str]:
    """When each kind of work that is asked for by itself is due, as long as people do not change it."""
    return dict(_moments)
