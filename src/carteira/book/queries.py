"""Reads of the book as it was last published."""

import threading
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings
from django.db import connection

from carteira.accounts.access import MIN_GROUP, Access
from carteira.book import settings as book_settings
from carteira.book.choices import RunState
from carteira.book.home import Home
from carteira.book.models import Load, Run
from carteira.book.reading import open_copy
from carteira.book.restricted import (
    OVERLAID,
    WHOLE,
    card_seen,
    rows_reach,
    rows_seen,
    schema_of,
    views,
    with_assigned_owners,
)
from carteira.differentiate.figures import FIGURES, with_every_figure
from carteira.differentiate.queries import card_row
from carteira.errors import CarteiraError
from carteira.identify.queries import assignments, newest_ownership, owners_of, ownership
from carteira.warehouse import storage
from carteira.warehouse.engine import Engine

if TYPE_CHECKING:
    from carteira.customize.options import Options


class PublishedTables:
    """The tables of one published run as one access sees them. `run` says as of when, over which window, in which
    currency; `names` are the tables that may be seen."""

    def __init__(self, opened: "_OpenRun", access: Access) -> None:
        self.run = opened.run
        self.access = access
        self.schema = schema_of(access)
        self.names = opened.names_for(access, self.schema)
        self._opened = opened
        self._reached: dict[int, bool] = {}

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> pa.Table:
        """The result of one SELECT over the run's tables; `?` are filled from `parameters`.

        Who may see no customer gets totals only: a result needs a column `customers`, and what stands for fewer than
        MIN_GROUP of them is left out. Raises `not_allowed` for any other question of theirs.
        """
        found = self._opened.engine.query(sql, parameters, self.schema)
        return _large_groups(found) if self.access.aggregates_only else found

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """The few rows of one SELECT, sooner than by `query`. Raises as `query`."""
        if self.access.aggregates_only:
            return list(self.query(sql, parameters).to_pylist())
        return self._opened.engine.rows(sql, parameters, self.schema)

    def rows_once(self, sql: str) -> list[dict[str, Any]]:
        """The same, remembered for everybody with the same rights until an owner changes."""
        return self._opened.rows_once(sql, self)

    @property
    def options(self) -> "Options | None":
        """What could be done with each customer, whoever may see it; None where the run has no plan."""
        return self._opened.options

    def card(self, golden: Mapping[str, Any]) -> dict[str, Any] | None:
        """The card of the customer whose golden record this is, as the access sees it.

        It is one indexed row of the operational database, found sooner than by a SELECT over the run's tables.
        """
        row = card_row(golden["customer_id"], self.run.card_slot)
        if row is None:
            return None
        return card_seen(self.access, row) | {"owner": golden["owner"], "team": golden["team"]}

    def of_customers(self, name: str, customers: Sequence[int]) -> pa.Table:
        """The rows of these customers in a table of `differentiate.reading.BY_CUSTOMER`: nothing of one out of reach.

        Sooner than any SELECT. Raises `not_allowed` for who gets totals only.
        """
        self.access.check("customers", "read")
        return rows_seen(self.access, name, self._opened.of_customers(name, self._within_reach(customers)))

    def _within_reach(self, customers: Sequence[int]) -> Sequence[int]:
        reach = rows_reach(self.access)
        if reach.everything:
            return customers
        if unknown := [number for number in customers if number not in self._reached]:
            owners = owners_of(unknown)
            self._reached |= {number: number in owners and reach.holds(*owners[number]) for number in unknown}
        return [number for number in customers if self._reached[number]]

    def batches(self, sql: str, parameters: Sequence[Any] = ()) -> pa.RecordBatchReader:
        """The rows of one SELECT as a stream. Raises `not_allowed` for who gets totals only."""
        self.access.check("customers", "read")
        return self._opened.engine.batches(sql, parameters=parameters, schema=self.schema)


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
        self._home = home
        self.engine = Engine(memory_limit="2GB", schema=WHOLE, scratch=home.scratch)
        self._columns: dict[str, dict[str, str]] = {}
        self._schemas: dict[str, tuple[str, ...]] = {WHOLE: tuple(run.manifest)}
        self._lock = threading.Lock()
        self._owners_of = self._assigned_of = -1
        self._remembered: dict[tuple[str, int, str], list[dict[str, Any]]] = {}
        for name, version in run.manifest.items():
            stored = storage.open_table(home.computed(name), version)
            if stored is None:
                raise CarteiraError("warehouse_damaged", hint="restore_a_backup", table=name)
            self._register(name, stored)
        self._register_later_tables()
        self._copy = open_copy(home, run.id, self.engine)
        for name, select in self._copy.selects.items():
            self.engine.execute(f'CREATE OR REPLACE VIEW "{name}" AS {select}')
        for name in OVERLAID:
            self.engine.execute(f'ALTER VIEW "{name}" RENAME TO "computed_{name}"')
        self.engine.seal(home.path)

    def _register(self, name: str, stored: storage.StoredTable) -> None:
        """A card that an earlier version computed gets the figures that have come since, as unknown."""
        if name != "customer_card" or FIGURES.keys() <= set(stored.schema.names):
            self.engine.register_stored(name, stored)
            return
        self.engine.register_stored("earlier_card", stored)
        columns = with_every_figure(stored.schema.names)
        self.engine.execute(f'CREATE VIEW "{name}" AS SELECT {columns} FROM earlier_card')

    def _register_later_tables(self) -> None:
        """A run of an earlier version has no plans and no prices: they are read as empty ones."""
        if not {"product_plan", "customer_action", "customer_price", "customer_remedy"} <= self.run.manifest.keys():
            from carteira.customize.later import LATER

            for name, schema in LATER.items():
                if name not in self.run.manifest:
                    self.engine.register_rows(name, schema.empty_table())

    @cached_property
    def options(self) -> "Options | None":
        from carteira.customize.options import opened

        folder = self._home.options(self.run.id)
        return opened(folder) if folder.is_dir() else None

    def names_for(self, access: Access, schema: str) -> tuple[str, ...]:
        """The tables that the access may see, its views made where nobody with the same rights came before."""
        with self._lock:
            newest = newest_ownership()
            self._follow_assignments(newest)
            if not rows_reach(access).everything:
                self._follow_owners(newest)
            if schema not in self._schemas:
                self._schemas[schema] = self._make_views(schema, access)
            return self._schemas[schema]

    def rows_once(self, sql: str, seen: PublishedTables) -> list[dict[str, Any]]:
        key = (seen.schema, self._assigned_of, sql)
        if key not in self._remembered:
            self._remembered[key] = seen.rows(sql)
        return self._remembered[key]

    def of_customers(self, name: str, customers: Sequence[int]) -> pa.Table:
        """What the copy has of these customers, under the owner and team that they were given here."""
        found = self._copy.by_customer[name].of(customers)
        if name not in OVERLAID or not self._assigned.num_rows:
            return found
        given = self._assigned.filter(pc.is_in(self._assigned["customer_id"], value_set=found["customer_id"]))
        held = {row["customer_id"]: row for row in given.to_pylist()}
        for column in ("owner", "team"):
            shown = [held.get(row["customer_id"], row)[column] for row in found.to_pylist()]
            found = found.set_column(found.schema.get_field_index(column), column, pa.array(shown, pa.string()))
        return found

    def _make_views(self, schema: str, access: Access) -> tuple[str, ...]:
        self.engine.create_schema(schema)
        names = dict.fromkeys((*self.run.manifest, *self._copy.selects))
        made = views(access, {name: self._columns_of(name) for name in names})
        for name, select in made.items():
            self.engine.execute(f'CREATE VIEW "{schema}"."{name}" AS {select}')
        return tuple(name for name in made if name in self.run.manifest)

    def _columns_of(self, name: str) -> dict[str, str]:
        if name not in self._columns:
            found = self.engine.query(f'DESCRIBE "{name}"').to_pylist()
            self._columns[name] = {row["column_name"]: row["column_type"] for row in found}
        return self._columns[name]

    def _follow_assignments(self, newest: int) -> None:
        """Shows customers under the owner and team that they were given here, rather than in the files."""
        if newest == self._assigned_of:
            return
        self._assigned = assignments()
        self.engine.register_rows("assigned", self._assigned)
        for name in OVERLAID:
            shown = with_assigned_owners(name) if self._assigned.num_rows else f'SELECT * FROM "computed_{name}"'
            self.engine.execute(f'CREATE OR REPLACE VIEW "{name}" AS {shown}')
        self._assigned_of = newest
        self._remembered.clear()

    def _follow_owners(self, newest: int) -> None:
        """Takes over who owns whom from the register of customers, as far as that changed."""
        if newest == self._owners_of:
            return
        changed = ownership(since=self._owners_of)
        if self._owners_of < 0:
            self.engine.register_rows("ownership", changed)
        else:
            self.engine.change_rows("ownership", changed, "customer_id")
        self._owners_of = newest


def published_run() -> Run | None:
    """The newest published run, or None before the first."""
    newest = f"SELECT id, finished_at FROM {Run._meta.db_table} WHERE state = %s ORDER BY id DESC LIMIT 1"
    with connection.cursor() as cursor:
        cursor.execute(newest, [RunState.PUBLISHED])
        found = cursor.fetchone()
    return _published(*found) if found else None


@lru_cache(4)
def _published(run_id: int, _finished_at: object) -> Run:
    """A published run, read once: nothing of it changes."""
    return Run.objects.get(id=run_id)


def currency_of(run: Run | None) -> str:
    """The currency of a run, else of the book as it is set up."""
    return run.currency if run else str(book_settings.values()["currency"])


def currency() -> str:
    """The currency of the published run, else of the book as it is set up."""
    return currency_of(published_run())


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


def runs() -> list[Run]:
    """Every run, the newest first."""
    return list(Run.objects.order_by("-id"))


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
