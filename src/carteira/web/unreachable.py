"""A page that could not be made: because the database or the disk refused, or through a fault of the program."""

import sys

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils import translation
from django.views.defaults import server_error

from carteira.jobs.failures import refusal_of

RETRY_SECONDS = 5


def failed(request: HttpRequest) -> HttpResponse:
    """What Django answers when an error escapes: 503, to be tried again, where the database or the disk refused."""
    error = sys.exc_info()[1]
    refusal = refusal_of(error) if error is not None else None
    if refusal is None:
        return server_error(request)
    language = getattr(request, "LANGUAGE_CODE", "") or translation.get_language_from_request(request)
    with translation.override(language):
        page = loader.get_template("503.html").render({"full": refusal.code == "no_space_left"})
    headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
    return HttpResponse(page, status=503, headers=headers)
