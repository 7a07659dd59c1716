"""The list of loads, and whether the figures hold them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from carteira.book.choices import LoadState, Window
from carteira.book.queries import loads as every_load
from carteira.book.queries import published_run
from carteira.jobs.queries import unfinished
from carteira.web.loads.rows import load_table


def loads(request: HttpRequest) -> HttpResponse:
    """Every file that was loaded, and what has not been computed yet."""
    found = every_load()
    run = published_run()
    standing = {load.id for load in found if load.state == LoadState.LOADED}
    computed = set(run.loads) if run else set()
    table, page = load_table(request, found)
    context = {
        "list": table,
        "page": page,
        "lines": sum(load.accepted for load in found if load.id in standing),
        "files": len(standing),
        "added": len(standing - computed),
        "removed": len(computed - standing),
        "windows": Window.choices,
        "window": run.window if run else Window.TWELVE_MONTHS,
        "running": unfinished("run"),
    }
    return render(request, "web/loads/list.html", context)
