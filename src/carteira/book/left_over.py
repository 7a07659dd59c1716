"""Data files that no version has which is still read: a killed or undone load left them, or an old run."""

import time
from collections.abc import Iterator
from pathlib import Path

from carteira.book.choices import RunState
from carteira.book.home import Home
from carteira.book.models import Run
from carteira.book.pipeline import COMPUTED
from carteira.warehouse.facts import FACTS
from carteira.warehouse.versions import at_version

KEPT_RUNS = 2
"""Published runs whose tables stay on disk: the newest, and the one before it for readers that still look at it."""
AGE = 24 * 3600
"""Seconds for which a file stays that no version has any more: somebody may be reading it."""


def kept_runs() -> list[Run]:
    """The runs whose tables are still read, the newest first."""
    return list(Run.objects.filter(state=RunState.PUBLISHED).order_by("-id")[:KEPT_RUNS])


def kept_versions(name: str) -> list[int]:
    """The versions of a computed table that are still read."""
    return sorted({run.manifest[name] for run in kept_runs() if name in run.manifest})


def left_over_files(home: Home) -> list[Path]:
    """The files, of facts and of computed tables, that were written AGE ago or before.

    Raises `warehouse_damaged` where a table with old files cannot be read: then nobody knows which of them it has.
    """
    return list(_unused(home, time.time() - AGE))


def remove_left_over(home: Home) -> None:
    """Removes them. Call it with the book's lock held, and while nobody copies the files: then nobody needs one."""
    for path in left_over_files(home):
        path.unlink()


def _unused(home: Home, before: float) -> Iterator[Path]:
    for name in FACTS:
        yield from _files_without(home.facts(name), [None], before)
    for name in COMPUTED:
        yield from _files_without(home.computed(name), [None, *kept_versions(name)], before)


def _files_without(folder: Path, versions: list[int | None], before: float) -> Iterator[Path]:
    """The data files of the folder that were written before a moment and that none of the versions has; None is the
    newest."""
    old = [path for path in folder.rglob("*.parquet") if path.stat().st_mtime < before]
    if not old:
        return
    found = [at_version(folder, version) for version in versions]
    used = {name for table in found if table is not None for name in table.sizes}
    for path in old:
        name = path.relative_to(folder).as_posix()
        if not name.startswith("_") and name not in used:
            yield path
