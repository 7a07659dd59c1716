"""How an operation is declared: what its caller needs, what it answers, and every way in which it may refuse.

Everything stands in the OpenAPI document: the scope as security requirement and `x-scope`, each status with its body.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured
from ninja import NinjaAPI, Router
from ninja.decorators import decorate_view
from ninja.utils import contribute_operation_callback

from carteira.api import problems
from carteira.api.authentication import MAX_JSON_BYTES, SIGNED_IN, Guard
from carteira.api.idempotency import Keeping, kept

View = TypeVar("View", bound=Callable[..., Any])

PREFIX = "/api/v1"
KEY_HEADER = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "A text of your own, 1 to 255 visible ASCII characters: sent again, it gets the first answer again.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
}
MATCH_HEADER = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": "The ETag of what you read: nothing is changed where it is another one by now.",
    "schema": {"type": "string"},
}
SEEN_HEADER = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "The ETag of what you hold: where it is still the same, the answer is 304 without a body.",
    "schema": {"type": "string"},
}
PROBLEM = {"content": {problems.CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
REFUSALS: Mapping[int, str] = {
    304: "You hold this version already",
    400: "The body cannot be read",
    401: "No valid key, and no session",
    403: "Not included in your role, or in the scopes of your key",
    404: "There is no such thing, or you may not see it",
    409: "The book's state does not allow it, or a request with this key is at work",
    412: "It was changed since you read it",
    413: "The body is too large",
    415: "The body has another content type",
    422: "A value does not fit, or a name is unknown",
    428: "If-Match is missing",
    429: "Too many wrong keys from your address",
    503: "The database is busy",
}


@dataclass(frozen=True)
class Answers:
    """What an operation answers where it succeeds: `body` is a model, or a JSON schema, or None for none. `headers` and
    `links` as OpenAPI writes them, `others` further content types with their schemas."""

    body: Any
    status: int = 200
    description: str = "OK"
    headers: Sequence[str] = ()
    links: Mapping[str, Any] = field(default_factory=dict)
    others: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Declared:
    """An operation as the table of operations has it."""

    method: str
    path: str
    scope: str


def operation(
    router: Router,
    method: str,
    path: str,
    *,
    scope: str,
    answers: Answers,
    refusals: Iterable[int] = (),
    keeping: Keeping = Keeping.TOGETHER,
    conditional: bool = False,
    free_names: bool = False,
    parameters: Sequence[Mapping[str, Any]] = (),
    max_bytes: int = MAX_JSON_BYTES,
) -> Callable[[View], View]:
    """Declares the view as an operation of the router.

    `refusals`: statuses besides those that every operation of its kind may answer. `conditional`: `If-Match` is asked
    for. `free_names`: the view itself checks the names in the query string. `parameters`: those that the view reads by
    itself, as OpenAPI writes them.
    """

    def declare(view: View) -> View:
        guard = Guard(scope, max_bytes, free_names, frozenset(p["name"] for p in parameters if p["in"] == "query"))
        contribute_operation_callback(view, guard.learn)
        if method == "POST":
            decorate_view(kept(guard, keeping))(view)
        statuses = {*_usual_refusals(method, path, conditional), *refusals}
        router.api_operation(
            [method],
            path,
            auth=guard,
            response={answers.status: _model(answers)},
            operation_id=view.__name__,
            summary=(view.__doc__ or "").partition("\n")[0].rstrip("."),
            openapi_extra={
                "x-scope": scope,
                "security": _security(scope),
                "parameters": [*parameters, *_headers(method, conditional)],
                "responses": {answers.status: _success(answers), **_refused(statuses)},
            },
        )(view)
        return view

    return declare


def declared(api: NinjaAPI) -> Iterator[Declared]:
    """Every operation of the interface. Raises ImproperlyConfigured for one that was not declared here."""
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for found in view.operations:
                guard = next((each for each in found.auth_callbacks if isinstance(each, Guard)), None)
                if guard is None:
                    raise ImproperlyConfigured(f"{found.view_func.__name__} says no scope: declare it with operation()")
                plain = re.sub(r"{\w+:", "{", path)
                for method in found.methods:
                    yield Declared(method, f"{PREFIX}{router.prefix}{plain}", guard.scope)


def _usual_refusals(method: str, path: str, conditional: bool) -> set[int]:
    statuses = {401, 403, 422, 429}
    if "{" in path:
        statuses.add(404)
    if method == "GET":
        statuses.add(304)
    else:
        statuses |= {400, 409, 413, 415, 503}
    return statuses | ({412, 428} if conditional else set())


def _model(answers: Answers) -> Any:
    """What ninja makes the answer of; a JSON schema only stands in the document, and the view makes the answer."""
    return None if isinstance(answers.body, dict) else answers.body


def _success(answers: Answers) -> dict[str, Any]:
    headers = {name: {"schema": {"type": "string"}} for name in answers.headers}
    content = dict(answers.others)
    if isinstance(answers.body, dict):
        content["application/json"] = {"schema": answers.body}
    parts = {"description": answers.description, "headers": headers, "links": dict(answers.links), "content": content}
    return {name: part for name, part in parts.items() if part}


def _refused(statuses: Iterable[int]) -> dict[int, Any]:
    return {
        status: {"description": REFUSALS[status], **({} if status == 304 else PROBLEM)} for status in sorted(statuses)
    }


def _security(scope: str) -> list[dict[str, list[str]]]:
    scopes = [[] if each == SIGNED_IN else [each] for each in scope.split("|")]
    return [*({"token": names} for names in scopes), {"session": []}]


def _headers(method: str, conditional: bool) -> list[Mapping[str, Any]]:
    usual = {"POST": [KEY_HEADER], "GET": [SEEN_HEADER]}.get(method, [])
    return [*usual, *([MATCH_HEADER] if conditional else [])]
