"""Commands that take files in and put files out: load, undo, export."""

from pathlib import Path
from typing import Annotated, Any

import typer

from carteira.book.load_report import LoadReport
from carteira.cli.opened import the_book
from carteira.cli.output import AsJson, console, emit, shown_progress
from carteira.messages import say


def add_to(app: typer.Typer) -> None:
    app.command("load")(load)
    app.command("undo")(undo)
    app.command("export")(export)


def load(
    table: str,
    file: Path,
    source: Annotated[str, typer.Option(help="The system that the file comes from.")] = "main",
    mapping: Annotated[Path | None, typer.Option("--map", help="A TOML file that maps its columns.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be accepted and rejected.")] = False,
    as_json: AsJson = False,
) -> None:
    """Load a CSV, XLSX or Parquet file into one of the canonical tables."""
    book = the_book()
    with shown_progress(as_json) as progress:
        report = book.load(table, file, source, mapping=mapping, dry_run=dry_run, progress=progress)
    emit(as_json, _data(report), lambda: _print(report))


def undo(load_id: int, as_json: AsJson = False) -> None:
    """Take a load back; run the book again to see it without."""
    row = the_book().undo(load_id)
    emit(
        as_json,
        {"load_id": row.id, "table": row.table, "state": str(row.state)},
        lambda: console.print(f"Load {row.id} ({row.file_name} into {row.table}) is undone. Next: carteira run"),
    )


def export(table: str, file: Path, as_json: AsJson = False) -> None:
    """Write a table to a .csv, .parquet or .xlsx file."""
    rows = the_book().export(table, file)
    emit(as_json, {"table": table, "file": str(file), "rows": rows}, lambda: console.print(f"{rows:,} rows in {file}."))


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
        f"{report.rejected:,} rejected."
    )
    for line in report.rejections:
        console.print(
            f"  line {line['line']}: {say(line['code'], line)} ({line['column']}: {line['value']})", markup=False
        )
    if report.rejected > len(report.rejections):
        console.print(f"  and {report.rejected - len(report.rejections):,} more.")
