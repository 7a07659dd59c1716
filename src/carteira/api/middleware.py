"""What holds for every answer to a program, whoever made it."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control, patch_vary_headers, set_response_etag

from carteira.api import problems
from carteira.api.conditions import already_held

ADDRESS = "/api/"
KEPT = ("ETag", "Cache-Control", "Vary", "Content-Location", "Link")
"""Headers that an answer has even where its body is not sent again."""


class ApiAnswers:
    """Under ADDRESS: errors are problems, whichever part refused; what a program still holds is not sent again (304);
    and no cache keeps one person's answer for another."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path_info.startswith(ADDRESS):
            return response
        if response.status_code >= HTTPStatus.BAD_REQUEST and not _is_problem(response):
            response = problems.from_page(response)
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ("Authorization", "Cookie"))
        return _conditional(request, response)


def _is_problem(response: HttpResponseBase) -> bool:
    return response.headers.get("Content-Type", "").startswith(problems.CONTENT_TYPE)


def _conditional(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if request.method != "GET" or response.status_code != HTTPStatus.OK or not isinstance(response, HttpResponse):
        return response
    if "ETag" not in response.headers:
        set_response_etag(response)
    if not already_held(request, response.headers["ETag"]):
        return response
    unchanged = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
    del unchanged.headers["Content-Type"]
    for name in KEPT:
        if name in response.headers:
            unchanged.headers[name] = response.headers[name]
    return unchanged
