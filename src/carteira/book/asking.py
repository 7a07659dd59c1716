"""Asking for work in the background, by those who may: the pages and the interface for programs ask here."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from carteira.accounts import audit
from carteira.accounts.access import Access
from carteira.book.choices import Window
from carteira.book.home import Home
from carteira.book.models import Load
from carteira.durable import sync_with_name
from carteira.errors import CarteiraError
from carteira.jobs import actions as jobs
from carteira.jobs.queries import unfinished

if TYPE_CHECKING:
    from carteira.jobs.models import Job


def ask_load(access: Access, user: Any, arguments: dict[str, Any]) -> "Job":
    """A job that loads an uploaded file; `arguments` as `book.handlers.load` takes them. Raises `not_allowed`.

    Job and file survive a power cut.
    """
    access.check("loads", "create")
    sync_with_name(Path(arguments["path"]))
    with transaction.atomic():
        job = jobs.ask("load", arguments, user)
        audit.record(user, "load_asked", job=job.pk, table=arguments["table"])
    return job


def ask_run(access: Access, user: Any, window: str = Window.TWELVE_MONTHS) -> "Job":
    """The job that runs the book: a new one, or the one that already waits or works.

    Raises `not_allowed`, or `bad_window`.
    """
    access.check("runs", "create")
    if window not in Window.values:
        raise CarteiraError("bad_window", window=window)
    waiting = unfinished("run")
    if waiting is not None:
        return waiting
    with transaction.atomic():
        job = jobs.ask("run", {"window": window}, user)
        audit.record(user, "run_asked", job=job.pk, window=window)
    return job


def undo_load(access: Access, user: Any, load_id: int) -> Load:
    """Takes a load back at once. Raises `not_allowed`, and as `loading.undo`."""
    from carteira.book import loading

    access.check("loads", "delete")
    taken_back = loading.undo(Home(Path(settings.CARTEIRA_HOME)), load_id)
    audit.record(user, "load_undone", load=load_id)
    return taken_back


def ask_to_follow_owners(**_: Any) -> None:
    """Gives customers the people and teams that the files name, after one of these changed."""
    jobs.ask("follow_owners", {})
