"""Which files of the book's folder belong to a state of its database."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from carteira.book.backup.state import State
from carteira.book.home import MARKER, Home
from carteira.customize.decide.segments import path_of, segments
from carteira.errors import CarteiraError
from carteira.warehouse.versions import TableVersion, at_version, log_up_to, newest_with


@dataclass(frozen=True)
class Member:
    """A file of the folder as a member of the backup."""

    name: str
    path: Path
    size: int


def passing_files(home: Home, state: State, *, last_try: bool) -> list[Member]:
    """The small files that the next undo or job may remove, and those that name the book.

    Raises FileNotFoundError where one is gone already: the state is out of date. On the last try, the file of a job may
    be missing: a worker died after it took the file away.
    """
    paths = [home.path / MARKER, home.path / "secret_key"]
    paths += [home.rejections(load_id) for load_id in sorted(state.rejecting)]
    waiting = [home.uploads / name for name in state.uploads] + [home.path / "exports" / name for name in state.wishes]
    paths += [path for path in waiting if path.exists() or not last_try]
    paths += [path for name in state.uploads if (path := (home.uploads / name).with_suffix(".json")).exists()]
    return [_member(home, path) for path in paths]


def decision_files(home: Home) -> Iterator[Member]:
    """The log of decisions as far as it is written at this moment; a record that is cut counts for nothing."""
    for segment in segments(home.decisions):
        yield _member(home, path_of(home.decisions, segment))


def table_files(home: Home, state: State) -> Iterator[Member]:
    """The files of every table: of facts in a version that has each load of the state and none beyond it, of computed
    tables in the version that the published run names. Raises `warehouse_damaged`."""
    for name in sorted(set(state.loads.values())):
        known = {load_id for load_id, table in state.loads.items() if table == name}
        found = newest_with(home.facts(name), set(state.loaded & known), known)
        if found is not None:
            yield from _files(home, home.facts(name), found)
    for name, version in sorted(state.manifest.items()):
        found = at_version(home.computed(name), version)
        if found is None:
            raise CarteiraError("warehouse_damaged", hint="restore_a_backup", table=name)
        yield from _files(home, home.computed(name), found)


def _files(home: Home, folder: Path, table: TableVersion) -> Iterator[Member]:
    for path in log_up_to(folder, table.version):
        yield _member(home, path)
    for name in sorted(table.sizes):
        yield _member(home, folder / name)


def _member(home: Home, path: Path) -> Member:
    return Member(path.relative_to(home.path).as_posix(), path, path.stat().st_size)
