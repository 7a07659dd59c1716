"""The book as one object, for notebooks and programs: `book = carteira.open("carteira-home")`."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from django.conf import settings

from carteira.accounts import audit
from carteira.accounts.access import FULL, access_of
from carteira.accounts.actions.people import named_user
from carteira.accounts.choices import Permission
from carteira.book import export, loading, running
from carteira.book import settings as book_settings
from carteira.book.backup.making import Backup, back_up
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
    """One company's book of customers. Refusals are `CarteiraError`s, and change nothing.

    It is opened as whoever owns its folder, who may do everything; `as_user` gives it as a person may use it.
    """

    def __init__(self, home: Home, user: Any = None) -> None:
        self._home = home
        self.user = user
        self.access = FULL if user is None else access_of(user)

    def as_user(self, name: str) -> "Book":
        """The same book as this person may see and use it. Raises `unknown_user`."""
        self._check_open()
        return Book(self._home, named_user(name))

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

        self.access.check("loads", "create")
        given = Mapping.from_toml(Path(mapping)) if isinstance(mapping, str | Path) else mapping
        if dry_run:
            return loading.try_load(self.home, table, Path(file), source=source, mapping=given, progress=progress)
        report = loading.load(
            self.home, table, Path(file), source=source, mapping=given, user=self.user, progress=progress
        )
        audit.record(self.user, "loaded", load=report.load_id, table=table, accepted=report.accepted)
        return report

    def undo(self, load_id: int) -> Load:
        """Takes a load back."""
        self.access.check("loads", "delete")
        undone = loading.undo(self.home, load_id)
        audit.record(self.user, "load_undone", load=load_id)
        return undone

    def loads(self) -> list[Load]:
        self._check_open()
        self.access.check("loads", "read")
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
        self.access.check("runs", "create")
        if engine != "duckdb":
            raise CarteiraError("unavailable_engine", engine=engine)
        day = day_of(as_of) if isinstance(as_of, str) else as_of
        done = running.run(self.home, as_of=day, window=window, only=only, progress=progress)
        audit.record(self.user, "run", run=done.id)
        return done

    def published(self) -> Run | None:
        self._check_open()
        return published_run()

    def table(self, name: str) -> pa.Table:
        """A canonical table as it now stands, or a computed table of the published run, as Arrow."""
        return export.table(self.home, name, self.access)

    def count(self, name: str) -> int:
        """The rows of a computed table of the published run. Raises `unknown_table`."""
        self._check_open()
        published = tables(self.access)
        if name not in published.names:
            raise CarteiraError("unknown_table", table=name, known=", ".join(published.names))
        return int(published.query(f'SELECT count(*) AS rows FROM "{name}"')["rows"][0].as_py())

    def export(self, table: str, file: str | Path) -> int:
        """Writes a table to a .csv, .parquet or .xlsx file. Gives its rows."""
        self.access.check_may(Permission.EXPORT)
        rows = export.export(self.home, table, Path(file), self.access)
        audit.record(self.user, "exported", table=table, rows=rows)
        return rows

    def backup(self, file: str | Path, *, password: str | None = None, progress: Progress = silent) -> Backup:
        """Puts the whole book into one file, under a password if one is given; only who owns the folder may.

        The command `carteira restore` brings it back. Raises `not_allowed`, and as `making.back_up`.
        """
        if self.user is not None:
            raise CarteiraError("not_allowed", hint="ask_your_administrator")
        made = back_up(self.home, Path(file), password, progress)
        audit.record(self.user, "backed_up", backup=made.checked.digest, bytes=made.size)
        return made

    def settings(self) -> dict[str, Any]:
        self._check_open()
        return book_settings.values()

    def set(self, key: str, value: Any) -> Any:
        """Changes a setting; it counts from the next run."""
        self._check_open()
        self.access.check_may(Permission.MANAGE_SETTINGS)
        changed = book_settings.change(key, value)
        audit.record(self.user, "setting_changed", setting=key)
        return changed

    def _check_open(self) -> None:
        """Raises `book_closed` where another book was opened since."""
        if Path(settings.CARTEIRA_HOME) != self._home.path:
            raise CarteiraError("book_closed", hint="open_it_again", home=self._home.path)
