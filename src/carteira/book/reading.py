"""The reading copy of each run: what pages open by customer, sort, filter and search. Made with the run, or where it is
missing at the first look at the run."""

import logging

from carteira.book.home import Home
from carteira.differentiate.reading import READING
from carteira.warehouse.engine import Engine
from carteira.warehouse.reading_copy import attach_copy, write_copy

log = logging.getLogger(__name__)


def make_copy(home: Home, run_id: int, engine: Engine) -> None:
    """Writes the copy of the run whose tables the engine has."""
    write_copy(engine, home.reading_copy(run_id), READING)


def open_copy(home: Home, run_id: int, engine: Engine) -> dict[str, str]:
    """Makes the run's copy readable; one that is missing or cannot be read is made anew.

    Gives the SELECT of each table that is read from it, by name.
    """
    found = attach_copy(engine, home.reading_copy(run_id))
    if set(found) != {table.name for table in READING}:
        if found:
            engine.execute("DETACH copied")
        make_copy(home, run_id, engine)
        found = attach_copy(engine, home.reading_copy(run_id))
    card = f"SELECT * EXCLUDE (folded_name) FROM {found['customer_list']}"
    return {**{name: f"SELECT * FROM {table}" for name, table in found.items()}, "customer_card": card}


def keep_copies(home: Home, run_ids: list[int]) -> None:
    """Removes the copies of all other runs, and what a killed process left unfinished."""
    kept = {home.reading_copy(run_id).name for run_id in run_ids}
    for path in home.reading_copy(0).parent.glob("*"):
        if path.name not in kept:
            path.unlink(missing_ok=True)
