"""Answers with a list: the whole page, or only its part where the list on the page is to be replaced."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def is_part(request: HttpRequest) -> bool:
    """Whether a page that is open asks for a part of itself."""
    going_back = "HX-History-Restore-Request" in request.headers
    return "HX-Request" in request.headers and not going_back


def answer(
    request: HttpRequest, page: str, part: str, context: dict[str, Any], address: str, *, replace: bool = False
) -> HttpResponse:
    """The template `page`, or for a page that is open the template `part`, with the address that it has from now on.

    `replace`: the address takes the place of the present one, rather than being one to go back from.
    """
    partly = is_part(request)
    response = render(request, part if partly else page, {**context, "part": partly})
    if partly:
        response.headers["HX-Replace-Url" if replace else "HX-Push-Url"] = address
    patch_vary_headers(response, ["HX-Request"])
    return response


def told(response: HttpResponse, text: str, level: str = "success", undo: str = "") -> HttpResponse:
    """The response, with words that the page that is open shows as a toast. `undo`: as `toasts.toast`."""
    response.headers["HX-Trigger"] = json.dumps({"toast": {"text": text, "level": level, "undo": undo}})
    return response
