"""The reading copy of each run: what pages sort, filter and search, and what they open by customer.

It is made with the run, or where it is missing at the first look at the run.
"""

import logging
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from carteira.book.home import Home
from carteira.customize import reading as customize
from carteira.customize.reading import OPTIONS, save_options
from carteira.differentiate import reading as differentiate
from carteira.durable import sync_with_name
from carteira.warehouse.engine import Engine
from carteira.warehouse.keyed_rows import KeyedRows, write_rows
from carteira.warehouse.reading_copy import attach_copy, write_copy

LISTS_FILE = "lists.duckdb"
LISTS = (*differentiate.LISTS, *customize.LISTS)
BY_CUSTOMER: Mapping[str, str] = {**differentiate.BY_CUSTOMER, **customize.BY_CUSTOMER}
"""What is opened by customer: the SELECT of each table."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ReadingCopy:
    """An open copy: the SELECT of each table that the engine reads from it, and the tables opened by customer."""

    selects: Mapping[str, str]
    by_customer: Mapping[str, KeyedRows]


def make_copy(home: Home, run_id: int, engine: Engine) -> None:
    """Writes the copy of the run whose tables the engine has, whole or not at all."""
    path = home.reading_copy(run_id)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    _remove(unfinished)
    unfinished.mkdir(parents=True)
    write_copy(engine, unfinished / LISTS_FILE, LISTS)
    for name, select in BY_CUSTOMER.items():
        write_rows(engine, select, unfinished / name)
    save_options(engine, run_id, unfinished / OPTIONS)
    _remove(path)
    try:
        unfinished.rename(path)
    except OSError:  # Another process has made it meanwhile.
        _remove(unfinished)
    sync_with_name(path)


def open_copy(home: Home, run_id: int, engine: Engine) -> ReadingCopy:
    """Makes the run's copy readable; one that is missing or cannot be read is made anew."""
    return _open(home.reading_copy(run_id), engine) or _made_anew(home, run_id, engine)


def keep_copies(home: Home, run_ids: list[int]) -> None:
    """Removes the copies of all other runs, and what a killed process left unfinished."""
    kept = {home.reading_copy(run_id).name for run_id in run_ids}
    for path in home.reading_copy(0).parent.glob("*"):
        if path.name not in kept:
            _remove(path)


def _open(folder: Path, engine: Engine) -> ReadingCopy | None:
    found = attach_copy(engine, folder / LISTS_FILE)
    try:
        by_customer = {name: KeyedRows(folder / name) for name in BY_CUSTOMER}
    except (OSError, EOFError, ValueError, pa.ArrowException):
        by_customer = {}
    if set(found) != {table.name for table in LISTS} or not by_customer:
        if found:
            engine.execute("DETACH copied")
        return None
    card = f"SELECT * EXCLUDE (folded_name) FROM {found['customer_list']}"
    selects = {name: f"SELECT * FROM {table}" for name, table in found.items()}
    return ReadingCopy({**selects, "customer_card": card}, by_customer)


def _made_anew(home: Home, run_id: int, engine: Engine) -> ReadingCopy:
    make_copy(home, run_id, engine)
    made = _open(home.reading_copy(run_id), engine)
    assert made is not None
    return made


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
