"""How commands speak: plain lines for people, one JSON document for programs, progress while they work."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table

from carteira.jobs.progress import Progress

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]

SHORT, ENDLESS = 10, 1000
"""Characters: of a text that is not folded, and of a line that goes to a file or another program."""

console = Console(soft_wrap=True, highlight=False, width=None if sys.stdout.isatty() else ENDLESS)
errors = Console(stderr=True, soft_wrap=True, highlight=False)


def emit(as_json: bool, data: Any, text: Callable[[], None]) -> None:
    """Prints `data` as JSON, or calls `text` to print it for a person."""
    if as_json:
        sys.stdout.write(json.dumps(data, default=_plain, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    else:
        text()


def table(title: str, columns: list[str], rows: list[list[str]], numbers_from: int = 1) -> None:
    """Prints a table whose columns from `numbers_from` on are figures. A narrow terminal folds texts, never figures."""
    drawn = Table(title="\n" + title, title_justify="left", box=None, pad_edge=False, collapse_padding=True)
    for position, name in enumerate(columns):
        longest = max((len(row[position]) for row in rows), default=0)
        if position >= numbers_from:
            drawn.add_column(name, justify="right", min_width=longest)
        else:
            drawn.add_column(name, overflow="fold", min_width=min(longest, SHORT))
    for row in rows:
        drawn.add_row(*row)
    console.print(drawn)


@contextmanager
def shown_progress(hidden: bool) -> Iterator[Progress]:
    """A progress bar on the terminal's error stream while the block runs; none where nobody looks."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=errors, transient=True, disable=hidden or not errors.is_terminal) as bar:
        task = bar.add_task("", total=None)

        def report(stage: str, done: int, total: int | None) -> None:
            bar.update(task, description=stage.replace("_", " "), completed=done, total=total)

        yield report


def major(minor: int | None, factor: int) -> str:
    """Minor units as a plain decimal number: 123456 with factor 100 is 1,234.56; nothing where it is not known."""
    if minor is None:
        return ""
    digits = len(str(factor)) - 1
    return f"{Decimal(minor) / factor:,.{digits}f}"


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return str(value)
