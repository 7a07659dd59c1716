"""What one version of a stored table consists of: its data files, and the part of its log that leads up to it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from deltalake import DeltaTable

from carteira.errors import CarteiraError

LOG = "_delta_log"
LOG_FILE = re.compile(r"(\d{20})\.(?:json|checkpoint\.parquet)")


@dataclass(frozen=True)
class TableVersion:
    """One version of a table: its data files (below the table's folder) with their sizes, and whose loads they are."""

    version: int
    sizes: dict[str, int]
    loads: frozenset[int]


def at_version(folder: Path, version: int | None = None) -> TableVersion | None:
    """The table at `version` (the newest by default), or None where there is no table.

    Raises `warehouse_damaged` where the folder cannot be read as that version of a table.
    """
    if not DeltaTable.is_deltatable(str(folder)):
        return None
    try:
        return _read(folder, version)
    except Exception as error:
        raise CarteiraError("warehouse_damaged", hint="restore_a_backup", table=folder.name) from error


def newest_with(folder: Path, whole: set[int], known: set[int]) -> TableVersion | None:
    """The newest version that has every load of `whole` and none beyond `known`; None where there is no table.

    Raises `warehouse_damaged` where no version is so.
    """
    found = at_version(folder)
    while found is not None and not whole <= found.loads <= known:
        if found.version == 0:
            raise CarteiraError("warehouse_damaged", hint="restore_a_backup", table=folder.name)
        found = at_version(folder, found.version - 1)
    if found is None and whole:
        raise CarteiraError("warehouse_damaged", hint="restore_a_backup", table=folder.name)
    return found


def log_up_to(folder: Path, version: int) -> Iterator[Path]:
    """The files of the table's log that say how it came to `version`, in order."""
    for path in sorted((folder / LOG).iterdir()):
        named = LOG_FILE.fullmatch(path.name)
        if named and int(named[1]) <= version:
            yield path


def missing_files(folder: Path, version: int | None = None) -> list[str]:
    """The data files of a version (the newest by default) that are not there, or not of the size that they were."""
    found = at_version(folder, version)
    return [] if found is None else [path for path, size in found.sizes.items() if _size(folder / path) != size]


def _read(folder: Path, version: int | None) -> TableVersion:
    table = DeltaTable(folder, version=version)
    actions = pa.table(table.get_add_actions(flatten=True))
    sizes = dict(zip(actions["path"].to_pylist(), actions["size_bytes"].to_pylist(), strict=True))
    by_load = "partition.load_id" in actions.column_names
    loads = frozenset(actions["partition.load_id"].to_pylist()) if by_load else frozenset()
    return TableVersion(table.version(), sizes, loads)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else -1
