"""Commands that take files in and put files out: load, undo, export."""

from pathlib import Path
from typing import Annotated, Any

import typer

from carteira.book.load_report import LoadReport
from carteira.book.loading import DEFAULT_SOURCE
from carteira.cli.opened import the_book
from carteira.cli.output import AsJson, console, emit, shown_progress
from carteira.messages import say
from carteira.warehouse.facts import FACTS


def add_to(app: typer.Typer) -> None:
    app.command("load")(load)
    app.command("undo")(undo)
    app.command("export")(export)


def load(
    table: Annotated[str, typer.Argument(metavar="TABLE", help=f"One of {', '.join(FACTS)}.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV (also .gz), XLSX or Parquet file.")],
    source: Annotated[
        str, typer.Option(metavar="NAME", help="The system that the file comes from; its ids are its own.")
    ] = DEFAULT_SOURCE,
    mapping: Annotated[
        Path | None, typer.Option("--map", metavar="FILE", help="A TOML file that says which column is which.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be accepted and rejected; change nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Load a file into one of the canonical tables.

    All or nothing; each line is accepted or rejected with its reason.
    """
    book = the_book()
    with shown_progress(as_json) as progress:
        report = book.load(table, file, source, mapping=mapping, dry_run=dry_run, progress=progress)
    emit(as_json, _data(report), lambda: _print(report))


def undo(
    load_id: Annotated[int, typer.Argument(metavar="LOAD", help="Its number; carteira show loads lists them.")],
    as_json: AsJson = False,
) -> None:
    """Take a load back.

    The published figures stay as they are until the next run.
    """
    row = the_book().undo(load_id)
    emit(
        as_json,
        {"load_id": row.id, "table": row.table, "state": str(row.state)},
        lambda: console.print(
            f"Load {row.id} ({row.file_name} into {row.table}) is undone. Next: carteira run", markup=False
        ),
    )


def export(
    table: Annotated[
        str, typer.Argument(metavar="TABLE", help="A canonical table, or a computed one of the last run.")
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Its ending says the form: .csv, .parquet or .xlsx.")],
    as_json: AsJson = False,
) -> None:
    """Write a table to a file."""
    rows = the_book().export(table, file)
    emit(
        as_json,
        {"table": table, "file": str(file), "rows": rows},
        lambda: console.print(f"{file}: {rows:,} rows of {table}.", markup=False),
    )


def _data(report: LoadReport) -> dict[str, Any]:
    shape = report.file_format
    return {
        "load_id": report.load_id,
        "dry_run": report.load_id is None,
        "table": report.table,
        "source": report.source,
        "file": report.file_name,
        "format": {
            "kind": shape.kind,
            "encoding": shape.encoding,
            "separator": shape.separator,
            "decimal": shape.decimal,
        },
        "lines": report.lines,
        "accepted": report.accepted,
        "rejected": report.rejected,
        "replaced": report.replaced,
        "reasons": dict(report.reasons),
        "rejections": report.rejections,
    }


def _print(report: LoadReport) -> None:
    done = "would be accepted" if report.load_id is None else f"accepted as load {report.load_id}"
    replaced = f", replacing {report.replaced:,} records" if report.replaced else ""
    console.print(
        f"{report.file_name}: {report.lines:,} lines read, {report.accepted:,} {done}{replaced}, "
        f"{report.rejected:,} rejected.",
        markup=False,
    )
    for line in report.rejections:
        console.print(
            f"  line {line['line']}: {say(line['code'], line)} ({line['column']}: {line['value']})", markup=False
        )
    if report.rejected > len(report.rejections):
        console.print(f"  and {report.rejected - len(report.rejections):,} more.")
