"""The first two steps of the wizard: sending a file, and saying which of its columns is which."""

from collections.abc import Mapping as AnyMapping

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from carteira.book.loading import DEFAULT_SOURCE, check_source
from carteira.book.queries import loads
from carteira.errors import CarteiraError
from carteira.warehouse.facts import FACTS
from carteira.warehouse.files import FileFormat, Mapping, inspect
from carteira.web import formats
from carteira.web.loads import describing
from carteira.web.loads.receiving import IntoTheBook, ReceivedFile, receiving
from carteira.web.loads.uploads import Upload, find, remove_forgotten
from carteira.web.loads.words import CONTENT, DATE_ORDERS, DECIMALS, ENCODINGS, SEPARATORS, TABLES
from carteira.web.refused import page_sentence

FORMAT_CHOICES = {"encoding": ENCODINGS, "separator": SEPARATORS, "decimal": DECIMALS, "date_order": DATE_ORDERS}


@csrf_exempt  # The token is checked by _received: checking it here would read the file before the handler is in place.
def new(request: HttpRequest) -> HttpResponse:
    """Step 1: choose a file, its table and its source."""
    if request.method != "POST":
        return _form(request, "")
    with receiving(request) as handler:
        return _received(request, handler)


@csrf_protect
def _received(request: HttpRequest, handler: IntoTheBook) -> HttpResponse:
    file = request.FILES.get("file")
    if handler.too_large:
        limit = formats.number_short(settings.MAX_UPLOAD_BYTES / 2**30, formats.active_locale())
        return _form(
            request,
            _("The file is larger than %(limit)s GB. Split it, or load it with the command line.") % {"limit": limit},
        )
    if not isinstance(file, ReceivedFile):
        return _form(request, _("Choose a file first."))
    table = request.POST.get("table", "")
    upload = Upload(
        token=file.token,
        user=request.user.pk or 0,
        file_name=(file.name or "")[:255],
        size=file.size or 0,
        source=request.POST.get("source", "").strip() or DEFAULT_SOURCE,
        table=table if table in FACTS else "",
    )
    remove_forgotten()
    try:
        check_source(upload.source)
        header = inspect(upload.path).header
    except CarteiraError as error:
        upload.path.unlink(missing_ok=True)
        return _form(request, page_sentence(error, file=upload.file_name))
    upload.table = upload.table or describing.likely_table(header)
    upload.save()
    return redirect("loads:columns", token=upload.token)


def _form(request: HttpRequest, problem: str) -> HttpResponse:
    known = list(dict.fromkeys(load.source for load in loads()))
    context = {
        "problem": problem,
        "tables": [(name, label, CONTENT.get(name, "")) for name, label in TABLES.items()],
        "table": request.POST.get("table", request.GET.get("table", "")),
        "source": request.POST.get("source", ""),
        "sources": known,
        "default_source": DEFAULT_SOURCE,
        "limit": settings.MAX_UPLOAD_BYTES,
    }
    return render(request, "web/loads/new.html", context, status=422 if problem else 200)


def columns(request: HttpRequest, token: str) -> HttpResponse:
    """Step 2: how the file is written, and which column is which."""
    upload = upload_of(request, token)
    if request.method != "POST":
        return _columns_page(request, upload, "")
    return _columns_chosen(request, upload)


@require_POST
def change_table(request: HttpRequest, token: str) -> HttpResponse:
    """The same file for another table: the columns are guessed anew."""
    upload = upload_of(request, token)
    if request.POST.get("table") in FACTS:
        upload.table, upload.columns = request.POST["table"], None
        upload.forget_report()
        upload.save()
    return redirect("loads:columns", token=token)


def upload_of(request: HttpRequest, token: str) -> Upload:
    """The upload that the address names, if this person sent it and it still lies there."""
    upload = find(token, request.user.pk or 0)
    if upload is None:
        raise Http404
    return upload


def _columns_chosen(request: HttpRequest, upload: Upload) -> HttpResponse:
    upload.formats = {
        name: value for name in FORMAT_CHOICES if (value := request.POST.get(name, "")) in FORMAT_CHOICES[name]
    }
    upload.forget_report()
    try:
        header = inspect(upload.path, mapping=Mapping(format=upload.formats)).header
    except CarteiraError as error:
        return _columns_page(request, upload, page_sentence(error, file=upload.file_name))
    table = FACTS[upload.table]
    upload.columns = {
        column.file_name: name
        for column in table.columns
        if (name := request.POST.get(f"column:{column.file_name}", "")) in header
    }
    upload.save()
    if request.POST.get("header") != _fingerprint(header):
        upload.columns = None
        upload.save()
        return redirect("loads:columns", token=upload.token)
    try:
        upload.mapping().places(table, header)
    except CarteiraError as error:
        return _columns_page(request, upload, page_sentence(error, file=upload.file_name))
    return redirect("loads:check", token=upload.token)


def _columns_page(request: HttpRequest, upload: Upload, problem: str) -> HttpResponse:
    if not upload.path.is_file():
        raise Http404
    try:
        found = inspect(upload.path, mapping=Mapping(format=upload.formats))
    except CarteiraError as error:
        problem = page_sentence(error, file=upload.file_name)
        upload.formats = {}
        found = inspect(upload.path)
    table = FACTS[upload.table]
    guess = Mapping.suggest(table, found.header)
    chosen = guess.columns if upload.columns is None else upload.columns
    reasons = {name: reason for name, reason in guess.reasons.items() if chosen.get(name) == guess.columns[name]}
    examples = describing.examples_of(upload.path, found)
    context = {
        "upload": upload,
        "problem": problem,
        "table_label": TABLES[upload.table],
        "tables": list(TABLES.items()),
        "format_words": describing.format_words(found),
        "evidence": describing.evidence_words(found),
        "doubts": describing.doubts(found, upload.formats, request.GET.get("ask", "")),
        "choices": describing.column_choices(table, found.header, chosen, reasons, examples),
        "header": [name for name in found.header if name],
        "fingerprint": _fingerprint(found.header),
        "kept": [name for name in found.header if name and name not in chosen.values()],
        "format_choices": _format_choices(found, upload.formats),
    }
    return render(request, "web/loads/columns.html", context, status=422 if problem else 200)


def _format_choices(
    found: FileFormat, given: AnyMapping[str, str]
) -> list[tuple[str, str, list[tuple[str, object]], str]]:
    """What may be corrected of a delimited file: (field, label, options, chosen); "" stands for what was recognised."""
    if found.kind != "csv":
        return []
    labels = {
        "encoding": _("Encoding"),
        "separator": _("Columns separated by"),
        "decimal": _("Decimals"),
        "date_order": _("Dates"),
    }
    return [(name, label, list(FORMAT_CHOICES[name].items()), given.get(name, "")) for name, label in labels.items()]


def _fingerprint(header: tuple[str, ...]) -> str:
    return "\x1f".join(header)
