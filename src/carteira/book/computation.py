"""The working set of one run: the engine, the settings, and every table made so far."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from carteira.book.home import Home
from carteira.book.period import Period
from carteira.book.settings import minor_factor
from carteira.differentiate.listing import condition_on_cards
from carteira.differentiate.selection_parts import selection_of
from carteira.durable import sync_with_name
from carteira.errors import CarteiraError
from carteira.warehouse import storage
from carteira.warehouse.engine import Engine, sql_model
from carteira.warehouse.facts import FACTS

ROOMS = Path(__file__).resolve().parent.parent


class Computation:
    """One run at work. What it stores is invisible to readers until the run's manifest is published."""

    def __init__(
        self,
        home: Home,
        engine: Engine,
        run_id: int,
        period: Period,
        settings: dict[str, Any],
        previous: dict[str, int],
    ) -> None:
        self.home = home
        self.engine = engine
        self.run_id = run_id
        self.period = period
        self.settings = settings
        self.previous = previous
        self.manifest: dict[str, int] = {}
        engine.register_rows("run", self._run_row())

    def register_facts(self, loads: list[tuple[int, str, str]]) -> None:
        """Makes the canonical tables queryable. `loads` that count: (load id, table, source)."""
        for name, table in FACTS.items():
            mine = [(load_id, source) for load_id, table_name, source in loads if table_name == name]
            stored = storage.open_table(self.home.facts(name)) if mine else None
            self.engine.register_facts(table, stored, mine)

    def table(self, name: str, columns: str = "*") -> pa.Table:
        """A table made in this run, whole."""
        return self.engine.query(f'SELECT {columns} FROM "{name}"')

    def same_order(self, *names: str) -> tuple[pa.Table, ...]:
        """Tables of every customer made in this run, row by row of the same customer."""
        return tuple(self.engine.query(f'SELECT * FROM "{name}" ORDER BY customer_id') for name in names)

    def customers_of(self, parts: Iterable[tuple[str, str]]) -> pa.Array:
        """The ids of the customers whom a selection (`differentiate.selection_parts`) names, by this run's cards."""
        selection = selection_of(parts, minor_factor(self.settings["currency"])).selection
        condition, parameters = condition_on_cards(selection)
        found = self.engine.query(f"SELECT customer_id FROM customer_card WHERE {condition}", parameters)
        return found["customer_id"].combine_chunks()

    def previous_table(self, name: str, columns: str = "*") -> pa.Table | None:
        """A table as the run published before this one left it; None where there is none."""
        return self.table(f"previous_{name}", columns) if self.has_previous(name) else None

    def has_previous(self, name: str) -> bool:
        """Makes the published run's table queryable as `previous_<name>`. Says whether there is one."""
        if name not in self.previous:
            return False
        stored = storage.open_table(self.home.computed(name), self.previous[name])
        if stored is not None:
            self.engine.register_stored(f"previous_{name}", stored)
        return stored is not None

    def keep(self, name: str) -> None:
        """Takes over a table of the published run as it is."""
        if name not in self.previous:
            raise CarteiraError("needs_full_run", hint="run_all_first")
        stored = storage.open_table(self.home.computed(name), self.previous[name])
        if stored is None:
            raise CarteiraError("warehouse_damaged", hint="restore_a_backup", table=name)
        self.engine.register_stored(name, stored)
        self.manifest[name] = self.previous[name]

    def store_model(self, room: str, name: str, order_by: tuple[str, ...] = ()) -> int:
        """Computes `<room>/sql/<name>.sql` and stores it. Gives its rows."""
        return self._store(name, sql_model(ROOMS / room, name), order_by)

    def store_table(self, name: str, table: pa.Table | pa.RecordBatchReader) -> int:
        """Stores a table that a calculation made, whole or in pieces. Gives its rows."""
        self.engine.register_rows(f"made_{name}", table)
        rows = self._store(name, f'SELECT * FROM "made_{name}"', ())
        self.engine.forget_rows(f"made_{name}")
        return rows

    def _store(self, name: str, select: str, order_by: tuple[str, ...]) -> int:
        folder = self.home.computed(name)
        path = storage.new_file(folder)
        stamped = (
            f"SELECT *, CAST({self.run_id} AS BIGINT) AS run_id, DATE '{self.period.as_of}' AS as_of FROM ({select}\n)"
        )
        rows = self.engine.copy(stamped, path, order_by)
        sync_with_name(path)
        schema = storage.parquet_schema(path)
        self.manifest[name] = storage.replace(folder, schema, path, rows, self.run_id)
        self.engine.register_stored(name, storage.StoredTable(self.manifest[name], schema, (str(path),)))
        return rows

    def _run_row(self) -> pa.Table:
        """The one-row table `run` that every model can read: the period, and each setting as a column."""
        settings = {
            key: json.dumps(value) if isinstance(value, dict) else value for key, value in sorted(self.settings.items())
        }
        period = self.period
        row: dict[str, Any] = {
            "run_id": self.run_id,
            "as_of": period.as_of,
            "window_start": period.start,
            "window_end": period.as_of,
            "previous_start": period.previous_start,
            "previous_end": period.previous_end,
            "window": str(period.window.value),
            "minor_factor": minor_factor(self.settings["currency"]),
            **settings,
        }
        types = {"assumed_margin": pa.float64()}
        return pa.table({name: pa.array([value], types.get(name) or _arrow_type(value)) for name, value in row.items()})


def _arrow_type(value: Any) -> pa.DataType:
    kinds: tuple[tuple[type, pa.DataType], ...] = (
        (int, pa.int64()), (float, pa.float64()), (date, pa.date32()), (str, pa.string())
    )  # fmt: skip
    return next(arrow for kind, arrow in kinds if isinstance(value, kind))
