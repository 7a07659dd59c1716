"""The third step of the wizard: a dry run, and what it would change; from there the file is loaded."""

import time
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from carteira.accounts.access import access_of
from carteira.book.asking import ask_load
from carteira.book.home import Home
from carteira.book.load_report import LoadReport
from carteira.book.loading import try_load
from carteira.errors import CarteiraError
from carteira.messages import say
from carteira.warehouse.facts import FACTS
from carteira.warehouse.files import Mapping as ColumnMapping
from carteira.warehouse.files import inspect
from carteira.web import formats
from carteira.web.loads import describing
from carteira.web.loads.sending import upload_of
from carteira.web.loads.uploads import Upload, read_json, write_json
from carteira.web.loads.words import TABLES
from carteira.web.refused import sentence_of

SHOWN = 20
REPORT_SECONDS = 0.5
ASKS = {
    "ambiguous_date_order": "date_order",
    "mixed_date_orders": "date_order",
    "ambiguous_decimal": "decimal",
    "mixed_decimals": "decimal",
}


def check(request: HttpRequest, token: str) -> HttpResponse:
    """Step 3: what a dry run found; it starts by itself where there is none yet."""
    upload = upload_of(request, token)
    if upload.job is not None:
        return redirect("loads:job", job_id=upload.job)
    if not upload.path.is_file() or upload.columns is None:
        return redirect("loads:columns", token=token)
    found = inspect(upload.path, mapping=ColumnMapping(format=upload.formats))
    context = {
        "upload": upload,
        "table_label": TABLES[upload.table],
        "format_words": describing.format_words(found),
        **(_told(upload) if upload.report else {}),
    }
    return render(request, "web/loads/check.html", context)


@require_POST
def run_check(request: HttpRequest, token: str) -> HttpResponse:
    """Reads the whole file as a load would, keeps what came of it, and shows that."""
    upload = upload_of(request, token)
    if upload.report is None and upload.job is None:
        try:
            found = try_load(
                Home(Path(settings.CARTEIRA_HOME)),
                upload.table,
                upload.path,
                source=upload.source,
                mapping=upload.mapping(),
                file_name=upload.file_name,
                progress=_Noted(upload),
            )
            upload.report = _kept(found)
        except CarteiraError as error:
            arguments = {name: str(value) for name, value in error.arguments.items()} | {"file": upload.file_name}
            upload.report = {"error": error.code, "hint": error.hint, "arguments": arguments}
        upload.progress_path.unlink(missing_ok=True)
        upload.save()
    return redirect("loads:check", token=token)


def progress(request: HttpRequest, token: str) -> HttpResponse:
    """How many lines a dry run has read so far, and how fast."""
    upload = upload_of(request, token)
    noted = read_json(upload.progress_path)
    seconds = noted.get("seconds", 0)
    rate = int(noted["lines"] / seconds) if seconds else None
    return render(request, "web/loads/check_progress.html", {"lines": noted.get("lines", 0), "rate": rate})


@require_POST
def load(request: HttpRequest, token: str) -> HttpResponse:
    """Step 4: asks for the load in the background, once."""
    upload = upload_of(request, token)
    if upload.job is None:
        if not upload.path.is_file() or upload.columns is None:
            raise Http404
        arguments = {
            "table": upload.table,
            "path": str(upload.path),
            "source": upload.source,
            "file_name": upload.file_name,
            "mapping": upload.mapping().to_toml(),
        }
        upload.job = ask_load(access_of(request.user), request.user, arguments).id
        upload.save()
    return redirect("loads:job", job_id=upload.job)


class _Noted:
    """Progress in a small file, for whoever watches from another request."""

    def __init__(self, upload: Upload) -> None:
        self._path = upload.progress_path
        self._began = self._last = time.monotonic()

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        if now - self._last >= REPORT_SECONDS:
            self._last = now
            write_json(self._path, {"lines": done, "seconds": now - self._began})


def _kept(found: LoadReport) -> dict[str, Any]:
    """The report as JSON, its rows as text."""
    return {
        "lines": found.lines,
        "accepted": found.accepted,
        "rejected": found.rejected,
        "replaced": found.replaced,
        "reasons": found.reasons.most_common(),
        "examples": [{name: _text(value) for name, value in row.items()} for row in found.examples[:SHOWN]],
        "rejections": found.rejections[:SHOWN],
    }


def _text(value: Any) -> str | None:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if not (value.hour or value.minute or value.second) else f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None else str(value)


def _told(upload: Upload) -> dict[str, Any]:
    """What the page says of the report that is kept."""
    report: Mapping[str, Any] = upload.report or {}
    if "error" in report:
        return {
            "problem": sentence_of(report["error"], report["hint"], report["arguments"]),
            "asks": ASKS.get(report["error"], ""),
        }
    table = FACTS[upload.table]
    used = [column for column in table.columns if any(row.get(column.name) for row in report["examples"])]
    return {
        "report": report,
        "sentence": _sentence(report),
        "reasons": [(say(code, {}), count) for code, count in report["reasons"]],
        "example_columns": [column.file_name for column in used],
        "examples": [[row["line"], *(row.get(column.name) for column in used)] for row in report["examples"]],
        "rejections": [{**row, "reason": say(row["code"], {})} for row in report["rejections"]],
    }


def _sentence(report: Mapping[str, Any]) -> str:
    locale = formats.active_locale()
    words = {name: formats.number(report[name], locale) for name in ("lines", "accepted", "rejected")}
    if not report["rejected"]:
        return _("All %(lines)s lines can be loaded.") % words
    if not report["accepted"]:
        return _("None of the %(lines)s lines can be loaded.") % words
    return _("Of %(lines)s lines, %(accepted)s can be loaded and %(rejected)s cannot.") % words
