"""Every refusal as `application/problem+json` (RFC 9457), and the status of each."""

import logging
import math
from collections.abc import Mapping, Sequence
from datetime import date
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from ninja.errors import HttpError, ValidationError
from pydantic import BaseModel, Field

from carteira.errors import CarteiraError
from carteira.messages import LONGEST, sentence

CONTENT_TYPE = "application/problem+json"
RETRY_SECONDS = 5

STATUSES: Mapping[str, int] = {
    **dict.fromkeys(("cannot_read_body", "bad_request"), 400),
    **dict.fromkeys(("sign_in_first", "bad_key"), 401),
    **dict.fromkeys(("not_allowed", "forbidden", "beyond_own_access", "tokens_need_a_person"), 403),
    **dict.fromkeys(("not_found", "unknown_customer", "unknown_load", "unknown_table", "unknown_fact_table"), 404),
    **dict.fromkeys(("unknown_view", "unknown_job", "unknown_decision", "export_gone"), 404),
    "wrong_method": 405,
    "bad_cursor": 409,
    "changed_meanwhile": 412,
    "body_too_large": 413,
    "wrong_content_type": 415,
    "if_match_missing": 428,
    "too_many_attempts": 429,
    "inside_error": 500,
    **dict.fromkeys(("database_busy", "decision_not_kept"), 503),
}
"""The status of each code; those of UNFIT and every other code: see `status_of`."""
UNFIT = frozenset(
    """weak_password unknown_user unknown_role unknown_team unknown_setting unknown_parameter parameter_repeated
    too_many_values unknown_figure personal_in_address personal_in_view key_for_another_request invalid no_such_person
    no_such_team""".split()
)
"""Codes about a value that does not fit, beside those that begin with bad_ or mapping_: 422."""
LATER = frozenset({"book_is_busy", "request_at_work"})
"""Refusals that pass by themselves: the request may simply be repeated."""
BY_STATUS: Mapping[int, str] = {
    400: "bad_request",
    401: "sign_in_first",
    403: "forbidden",
    404: "not_found",
    405: "wrong_method",
    413: "body_too_large",
    503: "database_busy",
}
HINTS: Mapping[str, str] = {
    "run_first": "api_run_first",
    "load_first": "api_load_first",
    "list_loads": "api_list_loads",
    "search_customers": "api_search_customers",
    "undo_to_load_again": "api_undo_to_load_again",
    "known_settings": "api_known_settings",
    "try_a_dry_run": "api_check_the_file",
    "init_first": "ask_your_administrator",
}
"""What to do over HTTP, for hints that speak of the command line."""

log = logging.getLogger(__name__)


class FieldProblem(BaseModel):
    """What is wrong with one value of a request. `place`: query, path, header, body or form."""

    place: str
    field: str
    detail: str


class Problem(BaseModel):
    """A refusal. `code` is for programs, `detail` and `hint` for people, in English; a refusal changes nothing."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    hint: str = ""
    arguments: dict[str, str | int | float | bool | None] = Field(default_factory=dict)
    fields: list[FieldProblem] = Field(default_factory=list)


def answer(request: HttpRequest, error: Exception) -> HttpResponse:
    """The problem that says the error. One that nobody foresaw goes to the log, and says nothing of the inside."""
    if isinstance(error, CarteiraError):
        return refusal(error)
    if isinstance(error, ValidationError):
        return refusal(CarteiraError("invalid"), [_field(found) for found in error.errors])
    if isinstance(error, HttpError):
        code = "cannot_read_body" if error.status_code == HTTPStatus.BAD_REQUEST else BY_STATUS[error.status_code]
        return refusal(CarteiraError(code))
    if isinstance(error, Http404):
        return refusal(CarteiraError("not_found"))
    if isinstance(error, RequestDataTooBig):
        return refusal(CarteiraError("body_too_large"))
    if isinstance(error, SuspiciousOperation | MultiPartParserError):
        return refusal(CarteiraError("bad_request"))
    if isinstance(error, OperationalError):
        log.warning("the database could not answer", exc_info=error)
        return refusal(CarteiraError("database_busy", hint="look_and_try_again"))
    log.error("%s %s failed", request.method, request.resolver_match and request.resolver_match.route, exc_info=error)
    return refusal(CarteiraError("inside_error", hint="see_the_log"))


def refusal(error: CarteiraError, fields: Sequence[FieldProblem] = (), status: int = 0) -> HttpResponse:
    """The problem that says the refusal, with the status of its code unless another is given."""
    status = status or status_of(error.code)
    hint = HINTS.get(error.hint, error.hint)
    problem = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=_said(error.code, error.arguments),
        code=error.code,
        hint=_said(hint, error.arguments) if hint else "",
        arguments={name: _plain(value) for name, value in error.arguments.items()},
        fields=list(fields),
    )
    response = JsonResponse(problem.model_dump(), status=status, content_type=CONTENT_TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        wrong = ', error="invalid_token"' if error.code == "bad_key" else ""
        response.headers["WWW-Authenticate"] = f'Bearer realm="carteira"{wrong}'
    if error.code in LATER or status in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS):
        response.headers["Retry-After"] = str(error.arguments.get("seconds", RETRY_SECONDS))
    return response


def from_page(response: Any) -> HttpResponse:
    """The problem in place of an error page that something before or behind the interface made; headers stay."""
    status = response.status_code
    code = BY_STATUS.get(status, "bad_request" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "inside_error")
    made = refusal(CarteiraError(code), status=status)
    for name in ("Allow", "Retry-After"):
        if name in response.headers:
            made.headers[name] = response.headers[name]
    return made


def status_of(code: str) -> int:
    """The status of a refusal: 422 where a value does not fit, 409 where the book's state does not allow it."""
    if code in STATUSES:
        return STATUSES[code]
    unfit = code in UNFIT or code.startswith(("bad_", "mapping_"))
    return HTTPStatus.UNPROCESSABLE_ENTITY.value if unfit else HTTPStatus.CONFLICT.value


def _said(code: str, arguments: Mapping[str, object]) -> str:
    return sentence(CarteiraError(code, hint="", **arguments))


def _plain(value: object) -> str | int | float | bool | None:
    """The argument as JSON has it, a text cut to what a sentence shows."""
    if value is None or isinstance(value, int | bool) or (isinstance(value, float) and math.isfinite(value)):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)[:LONGEST]


def _field(found: Mapping[str, Any]) -> FieldProblem:
    place, *path = found["loc"]
    inside = path[1:] if place == "body" and len(path) > 1 else path
    return FieldProblem(place=str(place), field=".".join(map(str, inside)), detail=str(found["msg"]))
