"""The book as one object, for notebooks and programs: `book = carteira.open("carteira-home")`."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from django.conf import settings

from carteira.book import export, loading, running
from carteira.book import settings as book_settings
from carteira.book.choices import Window
from carteira.book.home import Home
from carteira.book.load_report import LoadReport
from carteira.book.models import Load, Run
from carteira.book.period import day_of
from carteira.book.queries import loads, published_run, tables
from carteira.errors import CarteiraError
from carteira.jobs.progress import Progress, silent

if TYPE_CHECKING:
    from carteira.warehouse.files import Mapping


class Book:
    """One company's book of customers. Refusals are `CarteiraError`s, and change nothing."""

    def __init__(self, home: Home) -> None:
        self._home = home

    @property
    def home(self) -> Home:
        """Where the book lies."""
        self._check_open()
        return self._home

    def load(
        self,
        table: str,
        file: str | Path,
        source: str = loading.DEFAULT_SOURCE,
        *,
        mapping: "Mapping | str | Path | None" = None,
        dry_run: bool = False,
        progress: Progress = silent,
    ) -> LoadReport:
        """Loads a CSV, XLSX or Parquet file into a canonical table. `mapping` may be a TOML file."""
        from carteira.warehouse.files import Mapping

        given = Mapping.from_toml(Path(mapping)) if isinstance(mapping, str | Path) else mapping
        if dry_run:
            return loading.try_load(self.home, table, Path(file), source=source, mapping=given, progress=progress)
        return loading.load(self.home, table, Path(file), source=source, mapping=given, progress=progress)

    def undo(self, load_id: int) -> Load:
        """Takes a load back."""
        return loading.undo(self.home, load_id)

    def loads(self) -> list[Load]:
        self._check_open()
        return loads()

    def run(
        self,
        *,
        as_of: date | str | None = None,
        window: str = Window.TWELVE_MONTHS,
        only: Sequence[str] = (),
        engine: str = "duckdb",
        progress: Progress = silent,
    ) -> Run:
        """Computes and publishes every table, as of a day (default: the day after the newest fact)."""
        if engine != "duckdb":
            raise CarteiraError("unavailable_engine", engine=engine)
        day = day_of(as_of) if isinstance(as_of, str) else as_of
        return running.run(self.home, as_of=day, window=window, only=only, progress=progress)

    def published(self) -> Run | None:
        self._check_open()
        return published_run()

    def table(self, name: str) -> pa.Table:
        """A canonical table as it now stands, or a computed table of the published run, as Arrow."""
        return export.table(self.home, name)

    def count(self, name: str) -> int:
        """The rows of a computed table of the published run. Raises `unknown_table`."""
        self._check_open()
        published = tables()
        if name not in published.names:
            raise CarteiraError("unknown_table", table=name, known=", ".join(published.names))
        return int(published.query(f'SELECT count(*) AS rows FROM "{name}"')["rows"][0].as_py())

    def export(self, table: str, file: str | Path) -> int:
        """Writes a table to a .csv, .parquet or .xlsx file. Gives its rows."""
        return export.export(self.home, table, Path(file))

    def settings(self) -> dict[str, Any]:
        self._check_open()
        return book_settings.values()

    def set(self, key: str, value: Any) -> Any:
        """Changes a setting; it counts from the next run."""
        self._check_open()
        return book_settings.change(key, value)

    def _check_open(self) -> None:
        """Raises `book_closed` where another book was opened since."""
        if Path(settings.CARTEIRA_HOME) != self._home.path:
            raise CarteiraError("book_closed", hint="open_it_again", home=self._home.path)
