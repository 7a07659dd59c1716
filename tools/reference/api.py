"""The page of the interface for programs: its conventions, and every operation."""

from itertools import groupby
from typing import Any

from carteira.cli import main  # noqa: F401  sets Django up, which the interface needs
from tools.reference.markdown import GENERATED, cell, page, table

INTRODUCTION = """\
Everything lies under `/api/v1`. [How to use it](../how-to/use-the-api.md) has examples. The whole contract, with every
body and answer, is the OpenAPI 3.1 document at `/api/v1/openapi.json`, for whoever has a key."""
CONVENTIONS = (
    ("Who calls", "`Authorization: Bearer cart_...`, or the session of a signed-in browser with `X-CSRFToken`."),
    ("Refusals", "`application/problem+json` (RFC 9457) with `code`, `detail`, `hint`, `arguments`, `fields`."),
    ("Pages", "`limit` (1 to 500) and `cursor`; the next one in `next`, and in `Link`."),
    ("Versions", "`ETag` on every answer; `If-None-Match` gives 304; `If-Match` is required where a thing changes."),
    ("Repetition", "`Idempotency-Key` on every POST: the first answer is kept for 24 hours and given again."),
    ("Names", "A parameter or field that an operation does not know is refused (422), never ignored."),
    ("Money", "Whole minor units in answers; major units in conditions and facts."),
)
STATUSES = (
    (401, "no valid key, and no session"),
    (403, "not included in the role, or in the scopes of the key"),
    (404, "there is no such thing, or the caller may not see it: both look the same"),
    (409, "the book's state does not allow it, or a request with this Idempotency-Key is at work"),
    (412, "it was changed since the caller read it; 428: If-Match is missing"),
    (422, "a value does not fit, or a name is unknown"),
    (429, "too many wrong keys from one address"),
)


def api_page() -> str:
    from carteira.api.api import api

    found = [
        (operation["tags"][0], method.upper(), path, operation)
        for path, methods in api.document()["paths"].items()
        for method, operation in methods.items()
    ]
    sections = [
        part
        for tag, operations in groupby(sorted(found, key=lambda each: each[0]), key=lambda each: each[0])
        for part in (f"## {tag.capitalize()}", _operations(list(operations)))
    ]
    return page(
        "Interface for programs",
        GENERATED,
        INTRODUCTION,
        table(("what", "how"), ([name, cell(said)] for name, said in CONVENTIONS)),
        table(("status", "means"), ([str(status), cell(said)] for status, said in STATUSES)),
        *sections,
    )


def _operations(found: list[tuple[str, str, str, dict[str, Any]]]) -> str:
    return table(
        ("operation", "needs", "what it does"),
        (
            [f"`{method} {path.removeprefix('/api/v1')}`", _needs(operation["x-scope"]), cell(operation["summary"])]
            for _, method, path, operation in found
        ),
    )


def _needs(scope: str) -> str:
    from carteira.api.authentication import SIGNED_IN

    return "a key" if scope == SIGNED_IN else " or ".join(f"`{each}`" for each in scope.split("|"))
