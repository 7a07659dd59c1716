"""Reads of the book as it was last published."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from django.conf import settings

from carteira.accounts.access import MIN_GROUP, Access
from carteira.book.choices import RunState
from carteira.book.home import Home
from carteira.book.models import Load, Run
from carteira.book.restricted import OVERLAID, WHOLE, rows_reach, schema_of, views, with_assigned_owners
from carteira.errors import CarteiraError
from carteira.identify.queries import assignments, newest_ownership, ownership
from carteira.warehouse import storage
from carteira.warehouse.engine import Engine


class PublishedTables:
    """The tables of one published run as one access sees them. `run` says as of when, over which window, in which
    currency; `names` are the tables that may be seen."""

    def __init__(self, opened: "_OpenRun", access: Access) -> None:
        self.run = opened.run
        self.access = access
        self.names = opened.names_for(access)
        self._opened = opened

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> pa.Table:
        """The result of one SELECT over the run's tables; `?` are filled from `parameters`.

        Who may see no customer gets totals only: a result needs a column `customers`, and what stands for fewer than
        MIN_GROUP of them is left out. Raises `not_allowed` for any other question of theirs.
        """
        found = self._opened.query(sql, parameters, self.access)
        return _large_groups(found) if self.access.aggregates_only else found


def _large_groups(found: pa.Table) -> pa.Table:
    """The rows without the small groups, and without so many of the next larger that all left out together make
    MIN_GROUP too: the difference from a total must not tell a small group."""
    if "customers" not in found.column_names:
        raise CarteiraError("not_allowed", hint="ask_your_administrator")
    counts = np.asarray(found["customers"].to_numpy(), dtype=np.int64)
    order = np.argsort(counts, kind="stable")
    before = np.concatenate([[0], np.cumsum(counts[order])[:-1]]) if len(counts) else counts
    small = (counts[order] < MIN_GROUP) | ((before > 0) & (before < MIN_GROUP))
    return found.filter(pa.array(np.isin(np.arange(len(counts)), order[~small])))


class _OpenRun:
    """The engine over one run's tables, shared by everybody in this process."""

    def __init__(self, home: Home, run: Run) -> None:
        self.run = run
        self._engine = Engine(memory_limit="2GB", schema=WHOLE)
        self._columns: dict[str, dict[str, str]] = {}
        self._schemas: dict[str, tuple[str, ...]] = {WHOLE: tuple(run.manifest)}
        self._lock = threading.Lock()
        self._owners_of = self._assigned_of = -1
        for name, version in run.manifest.items():
            stored = storage.open_table(home.computed(name), version)
            if stored is None:
                raise CarteiraError("warehouse_damaged", hint="restore_a_backup", table=name)
            self._engine.register_stored(name, stored)
            if name in OVERLAID:
                self._engine.register_stored(f"computed_{name}", stored)
        self._engine.seal(home.path)

    def names_for(self, access: Access) -> tuple[str, ...]:
        """The tables that the access may see, its views made where nobody with the same rights came before."""
        with self._lock:
            newest = newest_ownership()
            self._follow_assignments(newest)
            if not rows_reach(access).everything:
                self._follow_owners(newest)
            schema = schema_of(access)
            if schema not in self._schemas:
                self._schemas[schema] = self._make_views(schema, access)
            return self._schemas[schema]

    def query(self, sql: str, parameters: Sequence[Any], access: Access) -> pa.Table:
        return self._engine.query(sql, parameters, schema_of(access))

    def _make_views(self, schema: str, access: Access) -> tuple[str, ...]:
        self._engine.create_schema(schema)
        made = views(access, {name: self._columns_of(name) for name in self.run.manifest})
        for name, select in made.items():
            self._engine.execute(f'CREATE VIEW "{schema}"."{name}" AS {select}')
        return tuple(made)

    def _columns_of(self, name: str) -> dict[str, str]:
        if name not in self._columns:
            found = self._engine.query(f'DESCRIBE "{name}"').to_pylist()
            self._columns[name] = {row["column_name"]: row["column_type"] for row in found}
        return self._columns[name]

    def _follow_assignments(self, newest: int) -> None:
        """Shows customers under the owner and team that they were given here, rather than in the files."""
        if newest == self._assigned_of:
            return
        self._engine.register_rows("assigned", assignments())
        for name in OVERLAID:
            self._engine.execute(f'CREATE OR REPLACE VIEW "{name}" AS {with_assigned_owners(name)}')
        self._assigned_of = newest

    def _follow_owners(self, newest: int) -> None:
        """Takes over who owns whom from the register of customers, as far as that changed."""
        if newest == self._owners_of:
            return
        changed = ownership(since=self._owners_of)
        if self._owners_of < 0:
            self._engine.register_rows("ownership", changed)
        else:
            self._engine.change_rows("ownership", changed, "customer_id")
        self._owners_of = newest


def published_run() -> Run | None:
    """The newest published run, or None before the first."""
    return Run.objects.filter(state=RunState.PUBLISHED).order_by("-id").first()


def tables(access: Access) -> PublishedTables:
    """The tables of the newest published run, as the access may see them.

    Raises `not_allowed` for who may see neither customers nor totals, `not_run_yet` before the first run. They are kept
    open in this process until a newer run is published.
    """
    if not access.aggregates_only:
        access.check("customers", "read")
    run = published_run()
    if run is None:
        raise CarteiraError("not_run_yet", hint="run_first")
    return PublishedTables(_open(Path(settings.CARTEIRA_HOME), run), access)


def loads() -> list[Load]:
    """Every load, the newest first."""
    return list(Load.objects.select_related("created_by").order_by("-id"))


_opened: dict[tuple[Path, int], _OpenRun] = {}
_opening = threading.Lock()


def _open(home: Path, run: Run) -> _OpenRun:
    with _opening:
        key = (home, run.id)
        if key not in _opened:
            _opened.clear()
            _opened[key] = _OpenRun(Home(home), run)
        return _opened[key]
