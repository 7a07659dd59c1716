"""The interface as a whole: strict JSON, refusals as problems, and its OpenAPI 3.1 document."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser

import carteira
from carteira.api import problems

DESCRIPTION = """
Everything that the pages do. Authentication: `Authorization: Bearer cart_...`, or the session of a signed-in browser
with its CSRF token in `X-CSRFToken`. Amounts of money are whole minor units (cents), but in conditions and facts, which
are written in major units. Moments of facts are in the book's time zone. Refusals are `application/problem+json`.
"""


class StrictJson(Parser):
    """JSON as RFC 8259 has it: without NaN, and without halves of characters, which no database takes."""

    def parse_body(self, request: HttpRequest) -> Any:
        found = json.loads(request.body, parse_constant=_refuse)
        json.dumps(found, ensure_ascii=False).encode()
        return found


class Interface(NinjaAPI):
    """django-ninja's, with what the document needs besides the operations."""

    def __init__(self) -> None:
        self._document: OpenAPISchema | None = None
        super().__init__(
            title="Carteira",
            version=carteira.__version__,
            description=DESCRIPTION.strip(),
            urls_namespace="api",
            openapi_url=None,
            docs_url=None,
            parser=StrictJson(),
        )

    def set_default_exception_handlers(self) -> None:
        """Every error becomes a problem."""
        self.add_exception_handler(Exception, problems.answer)  # type: ignore[arg-type]

    def document(self) -> OpenAPISchema:
        """The OpenAPI document, which a process makes once."""
        if self._document is None:
            self._document = self._made_document()
        return self._document

    def _made_document(self) -> OpenAPISchema:
        found = self.get_openapi_schema(path_prefix="/api/v1/")
        schemas = found["components"]["schemas"]
        made = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
        schemas |= made.pop("$defs")
        schemas["Problem"] = made
        schemas |= named_schemas()
        found["components"]["securitySchemes"] = {
            "token": {"type": "http", "scheme": "bearer", "description": "A key that begins with cart_"},
            "session": {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME},
        }
        return found


def named_schemas() -> dict[str, Any]:
    """The schemas that are made from the figures of a customer."""
    from carteira.api import figures
    from carteira.differentiate.selection_parts import PERSONAL

    return {"Figures": figures.shown_schema(), "Conditions": figures.conditions_schema(without=PERSONAL)}


def _refuse(constant: str) -> None:
    raise ValueError(constant)
