"""One load: what came of its lines, those that were rejected, and taking it back."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from carteira.accounts.access import access_of
from carteira.book.asking import undo_load
from carteira.book.choices import LoadState
from carteira.book.home import Home
from carteira.book.queries import loads
from carteira.book.spreadsheet import harmless
from carteira.errors import CarteiraError
from carteira.messages import say
from carteira.web.loads.words import TABLES
from carteira.web.refused import page_sentence

if TYPE_CHECKING:
    from carteira.book.models import Load

PAGE_ROWS = 100


def load(request: HttpRequest, load_id: int) -> HttpResponse:
    """A load with a page of its rejected lines."""
    found = _load(load_id)
    path = _rejections(load_id)
    page = int(text) if (text := request.GET.get("page", "1")).isdecimal() and 0 < len(text) < 8 else 1
    rows, more = _page_of(path, max(page, 1)) if path.is_file() else ([], False)
    sees_lines = access_of(request.user).sees_loaded_lines
    context = {
        "load": found,
        "table_label": TABLES.get(found.table, found.table),
        "standing": found.state == LoadState.LOADED,
        "can_undo": found.state == LoadState.LOADED and access_of(request.user).can("loads", "delete"),
        "rejections": rows if sees_lines else [{**row, "value": None} for row in rows],
        "sees_lines": sees_lines,
        "before": page - 1 if page > 1 else None,
        "after": page + 1 if more else None,
    }
    return render(request, "web/loads/load.html", context)


def rejections_file(request: HttpRequest, load_id: int) -> StreamingHttpResponse:
    """Every rejected line as CSV, for a spreadsheet: line, column, value, reason."""
    if not access_of(request.user).sees_loaded_lines:
        raise CarteiraError("not_allowed", hint="ask_your_administrator")
    found = _load(load_id)
    path = _rejections(load_id)
    if not path.is_file():
        raise Http404
    response = StreamingHttpResponse(_csv_lines(path), content_type="text/csv; charset=utf-8")
    name = f"{Path(found.file_name).stem}-{_('rejected')}-{load_id}.csv"
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    return response


@require_POST
def undo(request: HttpRequest, load_id: int) -> HttpResponse:
    """Takes the load back."""
    try:
        taken_back = undo_load(access_of(request.user), request.user, load_id)
    except CarteiraError as error:
        messages.error(request, page_sentence(error))
    else:
        said = _("%(file)s is taken back. The figures change with the next run, and the file can be loaded again.")
        messages.success(request, said % {"file": taken_back.file_name})
    return redirect("loads:list")


def _load(load_id: int) -> "Load":
    found = next((each for each in loads() if each.id == load_id), None)
    if found is None:
        raise Http404
    return found


def _rejections(load_id: int) -> Path:
    return Home(Path(settings.CARTEIRA_HOME)).rejections(load_id)


def _page_of(path: Path, page: int) -> tuple[list[dict[str, Any]], bool]:
    """One page of the rejected lines with their reasons in words, and whether more follow."""
    first = (page - 1) * PAGE_ROWS
    seen = 0
    found: list[dict[str, Any]] = []
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches():
            if seen + batch.num_rows > first and len(found) <= PAGE_ROWS:
                found += batch.slice(max(0, first - seen), PAGE_ROWS + 1 - len(found)).to_pylist()
            seen += batch.num_rows
            if len(found) > PAGE_ROWS:
                break
    return [{**row, "reason": say(row["code"], {})} for row in found[:PAGE_ROWS]], len(found) > PAGE_ROWS


class _Line:
    """What the csv module writes to: it hands each line back."""

    def write(self, text: str) -> str:
        return text


def _csv_lines(path: Path) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield writer.writerow([_("line"), _("column"), _("value"), _("reason")])
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches():
            for row in batch.to_pylist():
                yield writer.writerow(
                    [
                        row["line"],
                        *(harmless(text or "") for text in (row["column"], row["value"], say(row["code"], {}))),
                    ]
                )
