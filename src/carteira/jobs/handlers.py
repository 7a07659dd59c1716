"""Which function does which kind of job. Rooms register theirs when the application starts."""

from collections.abc import Callable
from typing import Any

from django.utils.module_loading import import_string

from carteira.jobs.models import Job
from carteira.jobs.progress import Progress

Handler = Callable[[Job, Progress], dict[str, Any]]
_paths: dict[str, str] = {}


def register(kind: str, path: str) -> None:
    """Makes the function at the dotted path do the jobs of this kind. It is imported at the first job."""
    _paths[kind] = path


def handler_of(kind: str) -> Handler:
    """The function that does this kind of job; what it gives is kept as the job's result."""
    handler: Handler = import_string(_paths[kind])
    return handler
