"""Commands that keep the book safe: backup and restore."""

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from carteira.book.backup import restoring
from carteira.book.backup.reading import Checked
from carteira.cli.opened import home_path, the_book
from carteira.cli.output import AsJson, console, emit, shown_progress
from carteira.errors import CarteiraError

PasswordFile = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Whose first line is the password of the backup; without it, it has none."),
]


def add_to(app: typer.Typer) -> None:
    app.command("backup")(backup)
    app.command("restore")(restore)


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to put it; an earlier backup there is replaced.")],
    password_file: PasswordFile = None,
    as_json: AsJson = False,
) -> None:
    """Put the whole book into one file.

    Loads, runs and people go on meanwhile. The file is read again to its end before it counts.
    """
    book = the_book()
    started = time.monotonic()
    with shown_progress(as_json) as progress:
        made = book.backup(file, password=_password(password_file), progress=progress)
    data = {"file": str(made.file), "bytes": made.size, **_told(made.checked), **_seconds(started)}
    emit(
        as_json,
        data,
        lambda: console.print(
            f"The book is in {made.file}: {made.size / 2**20:,.1f} MB, {made.checked.files:,} files, checked; "
            f"{data['seconds']:.1f} s. Keep it on another disk, as safe as the book.",
            markup=False,
        ),
    )


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup that carteira backup made.")],
    password_file: PasswordFile = None,
    as_json: AsJson = False,
) -> None:
    """Bring a book back from its backup.

    It goes to CARTEIRA_HOME, an empty or new folder; with CARTEIRA_DATABASE_URL, that database must be empty too.
    """
    started = time.monotonic()
    with shown_progress(as_json) as progress:
        checked = restoring.restore(file, home_path(), _password(password_file), progress)
    data = {"home": str(home_path()), **_told(checked), **_seconds(started)}
    emit(
        as_json,
        data,
        lambda: console.print(
            f"The book of {checked.manifest.made_at} is in {home_path()}; {data['seconds']:.1f} s. "
            "See whether all is well: carteira doctor",
            markup=False,
        ),
    )


def _told(checked: Checked) -> dict[str, Any]:
    manifest = checked.manifest
    return {
        "sha256": checked.digest,
        "under_password": checked.sealed,
        "made_at": manifest.made_at,
        "version": manifest.version,
        "database": manifest.vendor,
        "files": checked.files,
        "loads": manifest.loads,
        "run_id": manifest.run_id,
        "customers": manifest.customers,
    }


def _seconds(started: float) -> dict[str, float]:
    return {"seconds": round(time.monotonic() - started, 3)}


def _password(file: Path | None) -> str | None:
    """The first line of the file, None where none is named. Raises `bad_password_file`."""
    if file is None:
        return None
    try:
        password = file.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
    except (OSError, ValueError) as error:
        raise CarteiraError("bad_password_file", file=file) from error
    if not password:
        raise CarteiraError("bad_password_file", file=file)
    return password
