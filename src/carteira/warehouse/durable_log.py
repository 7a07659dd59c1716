"""The log of a stored table on the disk: safe from a power cut once written, and mended where one came before.

A cut can tear what was not yet synced. Nothing of that ever counted, but with a torn version in its log no table can be
read.
"""

import json
import re
from pathlib import Path

import pyarrow.parquet as pq
from deltalake import DeltaTable, PostCommitHookProperties

from carteira.durable import sync

LOG = "_delta_log"
VERSION = re.compile(r"(\d{20})\.json")
POINTER = "_last_checkpoint"
CHECKPOINT_EVERY = 100
AT_ONCE = 3
"""So many versions at most are written before they are synced."""

NO_CHECKPOINT = PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False)
"""For every commit: the library's own checkpoints are not synced, and older versions are removed with the first."""


def newest_version(folder: Path) -> int:
    """The newest version of the table in `folder`, -1 where there is none."""
    return max(_versions(folder), default=-1)


def make_durable(folder: Path, after: int) -> None:
    """Syncs every version beyond `after`; now and then also a checkpoint, from which a long log is read quicker."""
    written = {number: path for number, path in _versions(folder).items() if number > after}
    for path in written.values():
        sync(path)
    sync(folder / LOG)
    if any(number % CHECKPOINT_EVERY == 0 for number in written if number):
        DeltaTable(folder).create_checkpoint()
        for path in (*(folder / LOG).glob("*.checkpoint.parquet"), folder / LOG / POINTER, folder / LOG):
            sync(path)


def mend(folder: Path) -> None:
    """Removes what a power cut tore from the end of the log. Only while nobody else writes to the table."""
    versions = _versions(folder)
    newest = max(versions, default=-1)
    for number in range(max(0, newest - AT_ONCE + 1), newest + 1):
        if number not in versions or not _is_whole(versions[number]):
            for torn in range(number, newest + 1):
                (folder / LOG / f"{torn:020d}.json").unlink(missing_ok=True)
            break
    _mend_checkpoint(folder / LOG)


def _mend_checkpoint(log: Path) -> None:
    """Without its checkpoint the table is read from the versions themselves, which all are kept."""
    for path in sorted(log.glob("*.checkpoint.parquet"))[-1:]:
        try:
            pq.read_metadata(path)
        except (OSError, ValueError):
            (log / POINTER).unlink(missing_ok=True)
            path.unlink()


def _versions(folder: Path) -> dict[int, Path]:
    log = folder / LOG
    names = ((VERSION.fullmatch(path.name), path) for path in (log.iterdir() if log.is_dir() else ()))
    return {int(named[1]): path for named, path in names if named}


def _is_whole(path: Path) -> bool:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return bool(lines) and all(isinstance(json.loads(line), dict) for line in lines)
    except ValueError:
        return False
