"""A clock that stands still, a folder for the book, and work of every sort."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from carteira.errors import CarteiraError
from carteira.jobs.models import Job
from carteira.jobs.progress import Progress
from carteira.jobs.stopping import NotNow


class Clock:
    """What every part of the program takes for the present moment."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("django.utils.timezone.now", made)
    return made


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.CARTEIRA_HOME = tmp_path
    return tmp_path


def counted(job: Job, progress: Progress) -> dict[str, Any]:
    progress("counting", 2, 3)
    return {"sum": job.arguments["first"] + 1}


def refused(job: Job, progress: Progress) -> dict[str, Any]:
    raise CarteiraError("nothing_loaded", hint="load_first")


def broken(job: Job, progress: Progress) -> dict[str, Any]:
    raise ZeroDivisionError


def busy(job: Job, progress: Progress) -> dict[str, Any]:
    raise NotNow(timedelta(seconds=5))


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[..., dict[str, Any]]]:
    """The handlers by kind; a test may add its own."""
    functions: dict[str, Callable[..., dict[str, Any]]] = {
        "count": counted, "refuse": refused, "break": broken, "busy": busy,
    }  # fmt: skip
    monkeypatch.setattr("carteira.jobs.worker.handler_of", functions.__getitem__)
    return functions
