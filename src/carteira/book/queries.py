"""Reads of the book as it was last published."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.conf import settings

from carteira.book.choices import RunState
from carteira.book.home import Home
from carteira.book.models import Load, Run
from carteira.errors import CarteiraError
from carteira.warehouse import storage
from carteira.warehouse.engine import Engine


class PublishedTables:
    """The tables of one published run, for reading. `run` says as of when, over which window, in which currency."""

    def __init__(self, home: Home, run: Run) -> None:
        self.run = run
        self._engine = Engine(memory_limit="2GB")
        self.names = tuple(run.manifest)
        for name, version in run.manifest.items():
            stored = storage.open_table(home.computed(name), version)
            if stored is None:
                raise CarteiraError("warehouse_damaged", hint="restore_a_backup", table=name)
            self._engine.register_stored(name, stored)

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> pa.Table:
        """The result of one SELECT over the run's tables; `?` are filled from `parameters`."""
        return self._engine.query(sql, parameters)


def published_run() -> Run | None:
    """The newest published run, or None before the first."""
    return Run.objects.filter(state=RunState.PUBLISHED).order_by("-id").first()


def tables() -> PublishedTables:
    """The tables of the newest published run. Raises `not_run_yet` before the first.

    They are kept open in this process until a newer run is published.
    """
    run = published_run()
    if run is None:
        raise CarteiraError("not_run_yet", hint="run_first")
    return _open(Path(settings.CARTEIRA_HOME), run)


def loads() -> list[Load]:
    """Every load, the newest first."""
    return list(Load.objects.select_related("created_by").order_by("-id"))


_opened: dict[tuple[Path, int], PublishedTables] = {}
_opening = threading.Lock()


def _open(home: Path, run: Run) -> PublishedTables:
    with _opening:
        key = (home, run.id)
        if key not in _opened:
            _opened.clear()
            _opened[key] = PublishedTables(Home(home), run)
        return _opened[key]
