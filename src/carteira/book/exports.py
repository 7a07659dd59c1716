"""Lists of customers as files, written in the background for whoever asked, and for nobody else."""

import json
import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from carteira.accounts import audit
from carteira.accounts.access import Access, access_of
from carteira.accounts.choices import Permission
from carteira.book.queries import tables
from carteira.book.restricted import schema_of
from carteira.book.selecting import allowed, may_see
from carteira.book.settings import minor_factor
from carteira.book.sheets import ENDINGS, Sheet, fits, write_sheet
from carteira.differentiate import listing
from carteira.differentiate.figures import FIGURES
from carteira.differentiate.listing import Selection
from carteira.differentiate.selection_parts import MONTHS, Parts, selection_of
from carteira.errors import CarteiraError
from carteira.jobs import actions as jobs
from carteira.jobs.files import whole_file
from carteira.jobs.progress import Progress

if TYPE_CHECKING:
    from carteira.jobs.models import Job

KEPT = timedelta(days=7)
"""How long a file can be fetched."""
LONGEST_NAME = 80
RAW = ("reason_arguments",)
"""Figures that only programs read: a file has them where it is for programs."""


@dataclass(frozen=True)
class Wanted:
    """What to write. `parts` name the selection, `columns` the figures (none: every one), `name` becomes the file's.

    `titles` and `words` are as `Sheet` takes them. It may hold words that somebody searched for: it lies in a file
    beside the export and goes with it, rather than in the job.
    """

    parts: Parts
    format: str
    name: str
    columns: Sequence[str] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def ask_export(access: Access, user: Any, wanted: Wanted) -> "Job":
    """A job that writes the file. Raises `not_allowed`, or `bad_export_format`."""
    access.check("customers", "read")
    access.check_may(Permission.EXPORT)
    if wanted.format not in ENDINGS:
        raise CarteiraError("bad_export_format")
    remove_old()
    token = secrets.token_urlsafe(16)
    path = folder() / f"{token}.json"
    path.write_text(json.dumps(asdict(wanted)), encoding="utf-8")
    job = jobs.ask("export", {"token": token, "format": wanted.format, "name": file_name(wanted.name)}, user)
    audit.record(user, "export_asked", job=job.pk, format=wanted.format)
    return job


def write(job: "Job", progress: Progress) -> dict[str, Any]:
    """Writes the file of an export job, with what its person may see now. Done again after a crash, it writes it anew.

    Raises `not_allowed`, `export_gone`, `access_changed`, `too_many_rows_for_xlsx`.
    """
    access = access_of(job.created_by)
    access.check_may(Permission.EXPORT)
    book = tables(access)
    wanted = _wanted(job)
    selection = _selection(access, wanted, book.run.currency)
    sheet = Sheet(wanted.format, book.run.currency, _columns(access, wanted), wanted.titles, wanted.words)
    total = listing.totals(book, selection).customers
    if not fits(sheet, total):
        raise CarteiraError("too_many_rows_for_xlsx", hint="export_csv_instead", rows=total)
    path = folder() / f"{job.pk}-{job.arguments['token']}.{ENDINGS[wanted.format]}"
    with whole_file(path) as unfinished:
        batches = listing.export_rows(book, selection, sheet.columns)
        rows = write_sheet(sheet, batches, unfinished, lambda done: progress("write", done, total))
    result = {"file": path.name, "rows": rows, "bytes": path.stat().st_size, "seen": schema_of(access)}
    with transaction.atomic():
        told = {"rows": rows, "columns": list(sheet.columns), "format": sheet.format}
        audit.record(job.created_by, "exported", job=job.pk, **told)
        jobs.finish(job, result)
    return result


def finished_file(access: Access, user: Any, job: "Job") -> Path:
    """The file of an export job, for the person who asked, as long as this person sees what stands in it.

    Raises `not_allowed` for anybody else, `export_gone` where it was removed, `access_changed` where the person sees
    other customers or figures now than when it was written.
    """
    result = job.result or {}
    if job.kind != "export" or job.created_by_id != user.pk:
        raise CarteiraError("not_allowed", hint="ask_your_administrator")
    access.check_may(Permission.EXPORT)
    if "file" not in result:
        raise CarteiraError("export_gone", hint="export_again")
    if schema_of(access) != result["seen"]:
        raise CarteiraError("access_changed", hint="export_again")
    remove_old()
    path = folder() / Path(result["file"]).name
    if not path.is_file():
        raise CarteiraError("export_gone", hint="export_again")
    audit.record(user, "export_fetched", job=job.pk, rows=result["rows"])
    return path


def remove_old() -> None:
    """Removes what nobody can fetch any more."""
    oldest = (timezone.now() - KEPT).timestamp()
    for path in folder().iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def folder() -> Path:
    """Where exports lie; readable by the system's user only."""
    path = Path(settings.CARTEIRA_HOME) / "exports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def file_name(title: str) -> str:
    """The title as the name of a file without its ending: letters, digits and hyphens, in any language."""
    plain = unicodedata.normalize("NFKC", title).casefold()
    return re.sub(r"[\W_]+", "-", plain).strip("-")[:LONGEST_NAME] or "export"


def _wanted(job: "Job") -> Wanted:
    try:
        given = json.loads((folder() / f"{job.arguments['token']}.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CarteiraError("export_gone", hint="export_again") from error
    return Wanted(**{**given, "parts": [(key, value) for key, value in given["parts"]]})


def _selection(access: Access, wanted: Wanted, currency: str) -> Selection:
    """The selection that was asked for; a wider one, because a condition may no longer be asked, is refused."""
    read = selection_of(wanted.parts, minor_factor(currency))
    selection, left_out = allowed(access, read.selection)
    if left_out or read.wrong:
        raise CarteiraError("access_changed", hint="export_again")
    return selection


def _columns(access: Access, wanted: Wanted) -> list[str]:
    programs = wanted.format == "parquet"
    named = wanted.columns or [name for name in FIGURES if programs or name not in RAW]
    return [name for name in dict.fromkeys(("customer_id", "name", *named)) if name != MONTHS and may_see(access, name)]
