"""Asking for a list of customers as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from carteira.accounts.access import access_of
from carteira.book.exports import Wanted, ask_export
from carteira.differentiate.selection_parts import MONTHS, parts_of
from carteira.web.customers.bulk import carried, count, meant, standing
from carteira.web.customers.figure_words import LABELS, value_words, values_of
from carteira.web.customers.rows import columns_of
from carteira.web.customers.selection import Asked
from carteira.web.customers.work_view import work_address, work_context
from carteira.web.lists.answers import is_part

FORMATS: dict[str, tuple[str | Promise, str | Promise]] = {
    "xlsx": (gettext_lazy("Excel workbook"), gettext_lazy("Numbers, days and amounts as Excel knows them.")),
    "csv_excel": (
        gettext_lazy("CSV for Excel with a decimal comma"),
        gettext_lazy("Semicolons and decimal commas, as Excel in Brazil opens it."),
    ),
    "csv": (gettext_lazy("CSV"), gettext_lazy("Commas and decimal points, UTF-8: for most other programs.")),
    "parquet": (gettext_lazy("Parquet"), gettext_lazy("For data tools: names and minor units of the computed tables.")),
}
WORDED = ("category", "previous_category", "status", "kind", "loss_cause", "treatment")


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """What to choose from, and with a `format` the job that writes the file. Fields: `format`, `columns` ("all" or the
    list's), and as `bulk.meant`."""
    asked = standing(request)
    wanted = request.POST.get("format", "")
    if wanted not in FORMATS:
        total = count(request, meant(request, asked))
        context = {"formats": FORMATS.items(), "carried": carried(request), "total": total}
        return render(request, "web/customers/export.html", context)
    access = access_of(request.user)
    whole = request.POST.get("columns") == "all"
    job = ask_export(
        access,
        request.user,
        Wanted(
            parts=parts_of(meant(request, asked), asked.factor),
            format=wanted,
            name=_name(asked),
            columns=() if whole else _columns(request, asked),
            titles={name: str(label) for name, label in LABELS.items()},
            words={name: {value: value_words(name, value) for value in values_of(name)} for name in WORDED},
        ),
    )
    if not is_part(request):
        return redirect(work_address(job.pk))
    return render(request, "web/customers/work_state.html", work_context(request, job))


def _columns(request: HttpRequest, asked: Asked) -> list[str]:
    return [name for name in columns_of(access_of(request.user), asked.selection) if name != MONTHS]


def _name(asked: Asked) -> str:
    """The name of the file: that of the view, with what it lists."""
    view = f" {asked.view.label}" if asked.view is not None and not asked.changed else ""
    return f"{_('Customers')}{view}"
